package io.leat.clients.producer;

import io.leat.clients.network.Backoff;
import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Coordinators.Kind;
import io.leat.clients.network.Errors;
import io.leat.common.errors.DisconnectException;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.TimeoutException;
import io.leat.log.protocol.ErrorCode;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Calls to coordinators that are repeated until something final comes back: the coordinator is
 * looked up again when it moved or is gone. Owned by the client's loop.
 */
final class CoordinatorCalls {

    private final ClientIo io;
    private final Backoff backoff;
    private boolean closed;

    CoordinatorCalls(ClientIo io, Backoff backoff) {
        this.io = io;
        this.backoff = backoff;
    }

    void close() {
        closed = true;
    }

    /** One call and how to tell what its response means. */
    record Attempt<T>(Kind kind, String name, Call<T> call, Function<T, ErrorCode> error) {}

    /**
     * Runs the call until its error is none or not retriable; {@code done} gets the response, or
     * the exception that ended the attempts.
     */
    <T> void run(Attempt<T> attempt, BiConsumer<T, RuntimeException> done) {
        run(attempt, 1, done);
    }

    private <T> void run(Attempt<T> attempt, int number, BiConsumer<T, RuntimeException> done) {
        if (closed) {
            return;
        }
        io.coordinators()
                .find(attempt.kind, attempt.name)
                .thenCompose(node -> io.send(node.id(), attempt.call))
                .whenComplete(
                        (response, failure) -> ended(attempt, number, response, failure, done));
    }

    private <T> void ended(
            Attempt<T> attempt,
            int number,
            T response,
            Throwable failure,
            BiConsumer<T, RuntimeException> done) {
        if (failure != null) {
            RuntimeException cause = Errors.unwrap(failure);
            if (cause instanceof DisconnectException || cause instanceof TimeoutException) {
                io.coordinators().forget(attempt.kind, attempt.name);
            }
            if (cause instanceof RetriableException) {
                again(attempt, number, done);
            } else {
                done.accept(null, cause);
            }
            return;
        }
        ErrorCode error = attempt.error.apply(response);
        if (error == ErrorCode.NOT_COORDINATOR || error == ErrorCode.COORDINATOR_NOT_AVAILABLE) {
            io.coordinators().forget(attempt.kind, attempt.name);
        }
        if (error.retriable()) {
            again(attempt, number, done);
        } else {
            done.accept(response, null);
        }
    }

    private <T> void again(Attempt<T> attempt, int number, BiConsumer<T, RuntimeException> done) {
        io.loop()
                .schedule(
                        backoff.afterMs(number, io.entropy()),
                        () -> run(attempt, number + 1, done));
    }
}
