package io.leat.log.storage;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a data directory can be used: one that failed is offline as a whole, until a restart has
 * found out what it still holds; a full one refuses appends until it has room. Shared by the logs
 * of all shards; safe on every thread.
 */
public final class DirectoryState {

    private final AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();
    private final AtomicBoolean full = new AtomicBoolean();
    private final Consumer<StorageException> onFailure;
    private final Consumer<@Nullable StorageException> onFull;

    /**
     * @param onFailure called once, with why it failed, on the thread that saw it
     */
    public DirectoryState(Consumer<StorageException> onFailure) {
        this(onFailure, full -> {});
    }

    /**
     * @param onFailure called once, with why it failed, on the thread that saw it
     * @param onFull called with the first append that found no room, and with null once one did
     */
    public DirectoryState(
            Consumer<StorageException> onFailure, Consumer<@Nullable StorageException> onFull) {
        this.onFailure = onFailure;
        this.onFull = onFull;
    }

    /** An append found no room. */
    void refused(StorageException cause) {
        if (full.compareAndSet(false, true)) {
            onFull.accept(cause);
        }
    }

    /** An append found room. */
    void appended() {
        if (full.get() && full.compareAndSet(true, false)) {
            onFull.accept(null);
        }
    }

    /** Why it is offline; null while it can be used. */
    public @Nullable StorageException failure() {
        return failure.get();
    }

    void fail(StorageException cause) {
        if (failure.compareAndSet(null, cause)) {
            onFailure.accept(cause);
        }
    }
}
