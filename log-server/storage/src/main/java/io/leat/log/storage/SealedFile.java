package io.leat.log.storage;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskFile;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A small file with a checksum, replaced as a whole: {@code crc, body}. Damage reads as absence, so
 * whoever keeps one can rebuild it or do without. Stateless.
 */
final class SealedFile {

    private static final int CRC_BYTES = 4;
    private static final String TEMPORARY = ".tmp";

    private SealedFile() {}

    static void write(Disk disk, String path, ByteBuffer body, boolean durable) {
        ByteBuffer head = ByteBuffer.allocate(CRC_BYTES).putInt(0, crc(body));
        String temporary = path + TEMPORARY;
        try (DiskFile file = disk.open(temporary)) {
            file.truncate(0);
            file.write(new ByteBuffer[] {head, body.duplicate()}, 0);
            if (durable) {
                file.force(true);
            }
        }
        disk.rename(temporary, path);
    }

    static @Nullable ByteBuffer read(Disk disk, String path) {
        ByteBuffer all = disk.read(path);
        return all == null ? null : open(all);
    }

    /** What is in the bytes of such a file; null if they are damaged. */
    static @Nullable ByteBuffer open(ByteBuffer all) {
        if (all.remaining() < CRC_BYTES) {
            return null;
        }
        int crc = all.getInt();
        ByteBuffer body = all.slice();
        return crc == crc(body) ? body : null;
    }

    private static int crc(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }
}
