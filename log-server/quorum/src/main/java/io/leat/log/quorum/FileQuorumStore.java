package io.leat.log.quorum;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The quorum state in a file of 16 bytes: magic, epoch, vote, checksum. Replaced as a whole, so
 * that a crash leaves the old one or the new one. Used on the quorum's loop.
 */
public final class FileQuorumStore implements QuorumStore {

    private static final int MAGIC = 0x4c514131; // "LQA1"
    private static final int BYTES = 16;

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
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        try (DiskFile file = disk.openRead(path)) {
            file.read(bytes, 0);
        }
        bytes.flip();
        if (bytes.remaining() < BYTES
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(12) != checksum(bytes)) {
            throw new DiskException(
                    DiskException.Kind.IO,
                    disk.root()
                            + "/"
                            + path
                            + " is damaged: this node no longer knows whom it voted for. With other"
                            + " voters alive, clear its data directory and let it catch up; alone,"
                            + " delete this file");
        }
        return new QuorumState(bytes.getInt(4), bytes.getInt(8));
    }

    @Override
    public void write(QuorumState state) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(MAGIC).putInt(state.epoch()).putInt(state.votedFor());
        bytes.putInt(checksum(bytes)).flip();
        String next = path + ".tmp";
        try (DiskFile file = disk.open(next)) {
            file.truncate(0);
            file.write(bytes, 0);
            file.force(true);
        }
        disk.rename(next, path);
        disk.forceDirectory(directory);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, 12);
        return (int) crc.getValue();
    }
}
