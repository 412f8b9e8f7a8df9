package io.leat.clients.producer;

import io.leat.log.protocol.record.BatchHeader;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordEncoder;
import java.nio.ByteBuffer;

/** Completes a batch for the wire: compression, header, checksum. Immutable. */
record BatchCodec(Compression compression, int level, boolean transactional) {

    /** Bytes of the batch header; records follow. */
    static final int HEADER_BYTES = RecordBatch.RECORDS_AT;

    /** The bytes to send: those that were encoded, or, compressed, others. */
    ByteBuffer encode(RecordEncoder records) {
        return records.batch(compression, level);
    }

    /** Writes the header of {@code batch} into {@code wire}, with its identity and sequence. */
    void writeHeader(ByteBuffer wire, ProducerBatch batch, Identity identity, int baseSequence) {
        new BatchHeader(
                        0,
                        RecordBatch.NO_LEADER_EPOCH,
                        compression.id() | (transactional ? RecordBatch.TRANSACTIONAL : 0),
                        batch.count(),
                        batch.baseTimestamp(),
                        batch.maxTimestamp(),
                        identity.producerId(),
                        identity.epoch(),
                        baseSequence)
                .writeTo(wire);
    }
}
