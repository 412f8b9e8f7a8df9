package io.leat.connect.runtime;

/** What is behind an exception that only wraps another. */
final class Causes {

    private Causes() {}

    static Throwable of(Exception wrapper) {
        Throwable cause = wrapper.getCause();
        return cause == null ? wrapper : cause;
    }
}
