package io.leat.log.storage;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.DiskException;
import org.jspecify.annotations.Nullable;

/**
 * Whether one log can be used, or why not: it goes offline for good, and its directory with it.
 * Owned by the partition's loop.
 */
final class LogHealth {

    private final String place;
    private final DirectoryState directory;
    private @Nullable StorageException failure;

    LogHealth(String place, DirectoryState directory) {
        this.place = place;
        this.directory = directory;
    }

    /** Why this log, or its directory as a whole, cannot be used; null while it can. */
    @Nullable StorageException cause() {
        return failure != null ? failure : directory.failure();
    }

    void check() {
        StorageException cause = cause();
        if (cause != null) {
            throw cause;
        }
    }

    /** What to throw when a write failed. */
    StorageException writeFailed(DiskException cause) {
        StorageException refusal = failure("cannot write to " + place, cause);
        // A full disk may get room again, and the segment was cut back; anything else is final.
        if (cause.kind() != DiskException.Kind.FULL) {
            failure = refusal;
            directory.fail(refusal);
        } else {
            directory.refused(refusal);
        }
        return refusal;
    }

    void fail(Throwable cause) {
        if (failure == null) {
            StorageException refusal = failure(place + " is offline", cause);
            failure = refusal;
            directory.fail(refusal);
        }
    }

    /** Nothing is wrong, but nobody may use it any more. */
    void closed() {
        failure = new StorageException(ErrorCode.KAFKA_STORAGE_ERROR, place + " is closed");
    }

    private static StorageException failure(String what, Throwable cause) {
        String message = what + ": " + cause.getMessage();
        return new StorageException(ErrorCode.KAFKA_STORAGE_ERROR, message, cause);
    }
}
