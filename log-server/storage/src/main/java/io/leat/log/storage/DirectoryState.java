package io.leat.log.storage;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a data directory can be used: one that failed is offline as a whole, until a restart has
 * found out what it still holds. Shared by the logs of all shards; safe on every thread.
 */
public final class DirectoryState {

    private final AtomicReference<@Nullable StorageException> failure = new AtomicReference<>();
    private final Consumer<StorageException> onFailure;

    /**
     * @param onFailure called once, with why it failed, on the thread that saw it
     */
    public DirectoryState(Consumer<StorageException> onFailure) {
        this.onFailure = onFailure;
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
