package io.leat.log.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three writes of two batches each, as the disk may hand them back. */
final class MetadataTailTest {

    private static final int BATCHES = 6;

    private final int[] starts = new int[BATCHES + 1];
    private final byte[] log = log();

    private byte[] log() {
        ByteBuffer out = ByteBuffer.allocate(8_000);
        for (int i = 0; i < BATCHES; i++) {
            byte[] value = new byte[1_000];
            Arrays.fill(value, (byte) (i + 1));
            MetadataBatch batch =
                    new MetadataBatch(i, 1, 5, false, List.of(ByteBuffer.wrap(value)));
            int writtenBefore = i % 2 == 0 ? 0 : starts[i] - starts[i - 1];
            out.put(MetadataBatchCodec.encode(batch, writtenBefore));
            starts[i + 1] = out.position();
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private boolean leftByCrash(int batch) {
        ByteBuffer bytes = ByteBuffer.wrap(log);
        assertEquals(-1, MetadataBatchCodec.sizeAt(bytes, starts[batch]), "it is damaged");
        return MetadataTail.leftByCrash(bytes, starts[batch]);
    }

    @Test
    void shouldNotTakeDamageInFrontOfALaterWriteForACrash() {
        log[starts[1] + 700] ^= 1;
        assertFalse(leftByCrash(1));
        Arrays.fill(log, starts[3], starts[4], (byte) 0);
        assertFalse(leftByCrash(3));
    }

    @Test
    void shouldNotTakeAChangedByteInTheLastWriteForACrash() {
        log[starts[5] + 700] ^= 1;
        assertFalse(leftByCrash(5));
        log[starts[4] + 700] ^= 1;
        assertFalse(leftByCrash(4));
    }

    @Test
    void shouldSeeThatSectorsOfTheLastWriteDidNotArrive() {
        int sector = (starts[4] / 512 + 1) * 512;
        Arrays.fill(log, sector, sector + 512, (byte) 0);
        assertTrue(leftByCrash(4), "though the batch behind it is whole");
        Arrays.fill(log, starts[4], sector, (byte) 0);
        assertTrue(leftByCrash(4));
    }

    @Test
    void shouldSeeThatTheFileEndsEarly() {
        for (int size = starts[5] + 1; size < starts[6]; size += 101) {
            ByteBuffer bytes = ByteBuffer.wrap(log, 0, size).slice();
            assertTrue(MetadataTail.leftByCrash(bytes, starts[5]), size + " bytes");
        }
    }
}
