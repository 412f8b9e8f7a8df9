package io.leat.log.coordinator.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.transaction.TransactionRecord.Removed;
import io.leat.log.coordinator.transaction.TransactionRecord.Saved;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layouts that tools which read {@code __transaction_state} know. */
class TransactionRecordCodecTest {

    private static final Transaction EMPTY =
            Transaction.opened("x", new ProducerIdentity(7, (short) 1), 6, 60_000, 100);
    private static final Transaction ONGOING =
            EMPTY.enlisting(Set.of(new TopicPartition("t", 0), new TopicPartition("u", 1)), 2, 200);

    private final TransactionRecordCodec codec = new TransactionRecordCodec();

    static List<TransactionRecord> records() {
        Transaction prepared =
                ONGOING.prepared(
                        true,
                        new ProducerIdentity(7, (short) 2),
                        new ProducerIdentity(9, (short) 1),
                        2,
                        300);
        return List.of(
                new Saved(EMPTY),
                new Saved(ONGOING),
                new Saved(prepared),
                new Saved(prepared.completed(400)),
                new Removed("x"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadWhatItWrote(TransactionRecord record) {
        assertEquals(record, codec.decode(codec.encode(record)));
    }

    @Test
    void shouldWriteVersionOneValuesUnderVersionZeroKeys() {
        RawRecord raw = codec.encode(new Saved(EMPTY));
        assertEquals("0000" + "000178", hex(raw.key()));
        String value = hex(Objects.requireNonNull(raw.value()));
        // Version, producer id, epoch, timeout, status, no partitions, last update, start; then
        // tags.
        assertEquals(
                "0001"
                        + "0000000000000007"
                        + "0001"
                        + "0000ea60"
                        + "00"
                        + "00"
                        + "0000000000000064"
                        + "ffffffffffffffff"
                        + "01"
                        + "0008"
                        + "0000000000000006",
                value);
    }

    @Test
    void shouldRemoveByATombstone() {
        assertNull(codec.encode(new Removed("x")).value());
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
