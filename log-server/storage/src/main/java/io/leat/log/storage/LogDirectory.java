package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;

/**
 * One folder that logs are kept in: mostly a disk of its own, which fails without the others.
 * Immutable but for its state; safe on every thread.
 *
 * @param id what its meta.properties say: a replaced disk has another
 * @param clean whether the last process closed every log in it in order
 * @param state whether it can be used
 * @param closed what its logs were when they were closed
 */
public record LogDirectory(
        Uuid id, Disk disk, boolean clean, DirectoryState state, ClosedLogs closed) {

    /** One process has one of each id. By hand, as in {@link Uuid}: every start compares some. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LogDirectory directory && id.equals(directory.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** What people call it. */
    public String path() {
        return disk.root();
    }

    /**
     * Something failed in it that is no matter of one log: if the disk is why, all of it is
     * offline. What is merely missing, or has no room, is not.
     */
    public void failed(Throwable cause) {
        if (cause instanceof DiskException disk && disk.kind() == DiskException.Kind.IO) {
            String message = path() + " is offline: " + cause.getMessage();
            state.fail(new StorageException(ErrorCode.KAFKA_STORAGE_ERROR, message, cause));
        }
    }

    /** Whether nothing has failed in it so far. */
    public boolean isOnline() {
        return state.failure() == null;
    }
}
