package io.leat.log.quorum;

import io.leat.log.protocol.Uuid;

/**
 * A replica of the metadata log: a node, and the disk on which it keeps the log (KIP-853).
 * Immutable.
 *
 * @param directoryId the disk, {@link Uuid#ZERO} where it is not known
 */
public record ReplicaKey(int id, Uuid directoryId) {

    /** A node of which only the number is known. */
    public static ReplicaKey of(int id) {
        return new ReplicaKey(id, Uuid.ZERO);
    }

    /** Whether both may be the same replica: an unknown disk is taken for the right one. */
    public boolean matches(ReplicaKey other) {
        return id == other.id
                && (directoryId.equals(other.directoryId)
                        || directoryId.equals(Uuid.ZERO)
                        || other.directoryId.equals(Uuid.ZERO));
    }

    /** By hand, as in {@link Uuid}: every start compares some. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ReplicaKey key
                && id == key.id
                && directoryId.equals(key.directoryId);
    }

    @Override
    public int hashCode() {
        return 31 * id + directoryId.hashCode();
    }

    @Override
    public String toString() {
        return directoryId.equals(Uuid.ZERO) ? "" + id : id + "-" + directoryId;
    }
}
