package io.leat.log.quorum;

import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The quorum state in a small file: magic, epoch, vote (node and disk), checksum. Replaced as a
 * whole, so that a crash leaves the old one or the new one. Used on the quorum's loop.
 */
public final class FileQuorumStore implements QuorumStore {

    /** Version 1 named no disk: 16 bytes. */
    private static final int MAGIC_1 = 0x4c514131; // "LQA1"

    private static final int MAGIC_2 = 0x4c514132;
    private static final int BYTES_1 = 16;
    private static final int BYTES_2 = 32;
    private static final int NOBODY = -1;

    private final Disk disk;
    private final String directory;
    private final String path;

    public FileQuorumStore(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
        this.path = directory + "/quorum-state";
    }

    @Override
    public QuorumState read() {
        if (!disk.exists(path)) {
            return QuorumState.INITIAL;
        }
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_2);
        try (DiskFile file = disk.openRead(path)) {
            file.read(bytes, 0);
        }
        QuorumState state = decode(bytes.flip());
        if (state == null) {
            throw new DiskException(
                    DiskException.Kind.IO,
                    disk.root()
                            + "/"
                            + path
                            + " is damaged: this node no longer knows whom it voted for. With other"
                            + " voters alive, clear its data directory and let it catch up; alone,"
                            + " delete this file");
        }
        return state;
    }

    private static @Nullable QuorumState decode(ByteBuffer bytes) {
        if (bytes.remaining() < BYTES_1) {
            return null;
        }
        int size = bytes.getInt(0) == MAGIC_1 ? BYTES_1 : BYTES_2;
        boolean known = bytes.getInt(0) == MAGIC_1 || bytes.getInt(0) == MAGIC_2;
        if (!known || bytes.remaining() < size || bytes.getInt(size - 4) != checksum(bytes, size)) {
            return null;
        }
        int voted = bytes.getInt(8);
        Uuid disk = size == BYTES_1 ? Uuid.ZERO : new Uuid(bytes.getLong(12), bytes.getLong(20));
        return new QuorumState(bytes.getInt(4), voted < 0 ? null : new ReplicaKey(voted, disk));
    }

    @Override
    public void write(QuorumState state) {
        ReplicaKey vote = state.votedFor();
        ByteBuffer bytes = ByteBuffer.allocate(BYTES_2);
        bytes.putInt(MAGIC_2).putInt(state.epoch()).putInt(vote == null ? NOBODY : vote.id());
        Uuid votedDisk = vote == null ? Uuid.ZERO : vote.directoryId();
        bytes.putLong(votedDisk.high()).putLong(votedDisk.low());
        bytes.putInt(checksum(bytes, BYTES_2)).flip();
        String next = path + ".tmp";
        try (DiskFile file = disk.open(next)) {
            file.truncate(0);
            file.write(bytes, 0);
            file.force(true);
        }
        disk.rename(next, path);
        disk.forceDirectory(directory);
    }

    private static int checksum(ByteBuffer bytes, int size) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, size - Integer.BYTES);
        return (int) crc.getValue();
    }
}
