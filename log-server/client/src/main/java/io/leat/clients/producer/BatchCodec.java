package io.leat.clients.producer;

import io.leat.log.protocol.record.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Completes a batch for the wire: compression, header, checksum. Immutable. */
record BatchCodec(Compression compression, int level, boolean transactional) {

    /** Bytes of the batch header; records follow. */
    static final int HEADER_BYTES = 61;

    private static final int LENGTH_FROM = 12;
    private static final int CRC_AT = 17;
    private static final int CRC_FROM = 21;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final byte MAGIC = 2;

    /**
     * The bytes to send for the raw batch in {@code bytes[0..size)}: the same array, or another.
     */
    ByteBuffer encode(byte[] bytes, int size) {
        if (compression == Compression.NONE) {
            return ByteBuffer.wrap(bytes, 0, size);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(size / 2 + HEADER_BYTES);
        out.write(new byte[HEADER_BYTES], 0, HEADER_BYTES);
        try (OutputStream compressing = compression.compress(out, level)) {
            compressing.write(bytes, HEADER_BYTES, size - HEADER_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Writes the header of {@code batch} into {@code wire}, with its identity and sequence. */
    void writeHeader(ByteBuffer wire, ProducerBatch batch, Identity identity, int baseSequence) {
        int end = wire.limit();
        int attributes = compression.id() | (transactional ? TRANSACTIONAL_BIT : 0);
        wire.putLong(0, 0L)
                .putInt(8, end - LENGTH_FROM)
                .putInt(12, -1)
                .put(16, MAGIC)
                .putShort(21, (short) attributes)
                .putInt(23, batch.count() - 1)
                .putLong(27, batch.baseTimestamp())
                .putLong(35, batch.maxTimestamp())
                .putLong(43, identity.producerId())
                .putShort(51, identity.epoch())
                .putInt(53, baseSequence)
                .putInt(57, batch.count());
        CRC32C crc = new CRC32C();
        crc.update(wire.array(), CRC_FROM, end - CRC_FROM);
        wire.putInt(CRC_AT, (int) crc.getValue());
    }
}
