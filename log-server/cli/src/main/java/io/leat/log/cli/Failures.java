package io.leat.log.cli;

import io.leat.common.errors.RecordTooLargeException;
import io.leat.common.errors.TimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says a failure in one sentence for the person at the terminal. */
final class Failures {

    private Failures() {}

    static String say(Throwable failure) {
        Throwable cause = root(failure);
        if (cause instanceof TimeoutException) {
            return "no answer from the server in time ("
                    + cause.getMessage()
                    + "). Is it running at --bootstrap-server?";
        }
        if (cause instanceof RecordTooLargeException) {
            return cause.getMessage()
                    + ". Send smaller records, or raise max.message.bytes of the topic and"
                    + " max.request.size of the producer";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    /** What a future or a completion stage wrapped. */
    static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
