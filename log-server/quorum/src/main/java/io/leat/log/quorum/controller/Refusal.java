package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;

/** Ends a decision about one topic or resource; caught where the reply is made. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode error;

    Refusal(ErrorCode error, String message) {
        super(message, null, false, false); // expected: no stack
        this.error = error;
    }

    ErrorCode error() {
        return error;
    }

    /** What is wrong, for the person at the terminal. */
    String text() {
        String message = getMessage();
        return message == null ? error.message() : message;
    }
}
