package io.leat.log.quorum;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps snapshots. Owned by the quorum's loop, on which all answers come; only {@link #read}
 * blocks.
 */
public interface SnapshotStore {

    /** A piece of a snapshot's file, of {@code size} bytes in all. */
    record Chunk(long size, ByteBuffer bytes) {}

    /** The newest whole snapshot, null if there is none. */
    @Nullable SnapshotId latest();

    /** All batches of the snapshot {@code id}, header and footer included. */
    List<MetadataBatch> read(SnapshotId id);

    /**
     * Writes {@code batches}, which another thread asks for, as the snapshot {@code id}.
     *
     * @param done is told whether it is durable now
     */
    void write(SnapshotId id, Supplier<Iterator<MetadataBatch>> batches, Consumer<Boolean> done);

    /** Reads a piece of the snapshot {@code id}, null if it is not there or ends before. */
    void chunk(SnapshotId id, long position, int bytesMax, Consumer<@Nullable Chunk> done);

    /**
     * Adds a piece to the snapshot {@code id} that another replica sends.
     *
     * @param size of the whole
     * @param done is told whether all of it is there now, checked and durable; null if that failed
     *     and has to begin anew
     */
    void receive(
            SnapshotId id,
            long position,
            long size,
            ByteBuffer bytes,
            Consumer<@Nullable Boolean> done);

    /** Deletes the snapshots before {@code id}. */
    void deleteBefore(SnapshotId id);

    /** For a log in memory: there are none. */
    SnapshotStore NONE =
            new SnapshotStore() {
                @Override
                public @Nullable SnapshotId latest() {
                    return null;
                }

                @Override
                public List<MetadataBatch> read(SnapshotId id) {
                    throw new IllegalStateException("there are no snapshots");
                }

                @Override
                public void write(
                        SnapshotId id,
                        Supplier<Iterator<MetadataBatch>> batches,
                        Consumer<Boolean> done) {
                    done.accept(false);
                }

                @Override
                public void chunk(
                        SnapshotId id,
                        long position,
                        int bytesMax,
                        Consumer<@Nullable Chunk> done) {
                    done.accept(null);
                }

                @Override
                public void receive(
                        SnapshotId id,
                        long position,
                        long size,
                        ByteBuffer bytes,
                        Consumer<@Nullable Boolean> done) {
                    done.accept(null);
                }

                @Override
                public void deleteBefore(SnapshotId id) {}
            };
}
