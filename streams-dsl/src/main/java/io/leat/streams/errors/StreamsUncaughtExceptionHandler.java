package io.leat.streams.errors;

/** Decides what happens after a stream thread failed. Called by the failed thread. */
public interface StreamsUncaughtExceptionHandler {

    StreamThreadExceptionResponse handle(Throwable exception);

    /** What can happen. */
    enum StreamThreadExceptionResponse {
        /** A new thread takes over. */
        REPLACE_THREAD,
        /** This instance ends. */
        SHUTDOWN_CLIENT,
        /** All instances end. */
        SHUTDOWN_APPLICATION
    }
}
