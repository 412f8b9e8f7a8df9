package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.Check;
import java.util.function.Consumer;

/**
 * An answer somebody waits for: given exactly once, by {@link #resolve} or {@link #refuse}. Owned
 * by the loop of the coordinator that was asked.
 */
public final class Promise<T> {

    private final Consumer<T> resolved;
    private final Consumer<ErrorCode> refused;
    private boolean done;

    public Promise(Consumer<T> resolved, Consumer<ErrorCode> refused) {
        this.resolved = resolved;
        this.refused = refused;
    }

    /** A promise nobody listens to, for what a coordinator does on its own account. */
    public static <T> Promise<T> ignored() {
        return new Promise<>(value -> {}, error -> {});
    }

    /** Gives the answer. */
    public void resolve(T value) {
        finish();
        resolved.accept(value);
    }

    /** Says that the coordinator could not answer; {@code error} is what the client is told. */
    public void refuse(ErrorCode error) {
        finish();
        refused.accept(error);
    }

    public boolean isDone() {
        return done;
    }

    private void finish() {
        Check.that(!done, "an answer was given twice");
        done = true;
    }
}
