package io.leat.log.coordinator;

import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of a request. */
public final class Asked<T> {

    private final Promise<T> promise = new Promise<>(this::resolved, this::refused);
    private @Nullable T value;
    private @Nullable ErrorCode error;

    private void resolved(T value) {
        this.value = value;
    }

    private void refused(ErrorCode error) {
        this.error = error;
    }

    public Promise<T> promise() {
        return promise;
    }

    public boolean isOpen() {
        return value == null && error == null;
    }

    public boolean isResolved() {
        return value != null;
    }

    /** The answer that was given. */
    public T value() {
        if (value == null) {
            throw new AssertionError("not answered; refused with " + error);
        }
        return value;
    }

    /** The error it was refused with, null if it was not. */
    public @Nullable ErrorCode error() {
        return error;
    }
}
