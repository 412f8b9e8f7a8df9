package io.leat.log.coordinator.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.group.GroupRecord.GroupRemoved;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.coordinator.group.GroupRecord.OffsetRemoved;
import io.leat.log.coordinator.group.GroupRecord.OffsetSaved;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.GroupMetadataValue;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layouts that tools which read {@code __consumer_offsets} know. */
class GroupRecordCodecTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 3);

    private final GroupRecordCodec codec = new GroupRecordCodec();

    private static OffsetSaved saved(long expiryMs, Uuid topicId) {
        int epoch = expiryMs < 0 ? 4 : -1;
        return new OffsetSaved(
                "g", PARTITION, new CommittedOffset(5, epoch, "m", 6, expiryMs, topicId));
    }

    static List<GroupRecord> records() {
        GroupMetadataValue group =
                GroupMetadataValue.builder()
                        .protocolType("consumer")
                        .generation(3)
                        .protocol("range")
                        .leader("a")
                        .currentStateTimestamp(7)
                        .members(
                                List.of(
                                        GroupMetadataValue.MemberMetadata.builder()
                                                .memberId("a")
                                                .groupInstanceId("i")
                                                .clientId("c")
                                                .clientHost("/h")
                                                .rebalanceTimeout(1)
                                                .sessionTimeout(2)
                                                .subscription(ByteBuffer.wrap(new byte[] {1}))
                                                .assignment(ByteBuffer.wrap(new byte[] {2, 3}))
                                                .build()))
                        .build();
        return List.of(
                saved(-1, Uuid.ZERO),
                saved(-1, new Uuid(8, 9)),
                saved(10, Uuid.ZERO),
                new OffsetRemoved("g", PARTITION),
                new GroupSaved("g", group),
                new GroupRemoved("g"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadWhatItWrote(GroupRecord record) {
        assertEquals(record, codec.decode(codec.encode(record)));
    }

    @Test
    void shouldWriteOffsetsInVersionOneKeysAndVersionThreeValues() {
        RawRecord raw = codec.encode(saved(-1, Uuid.ZERO));
        assertEquals("0001" + "000167" + "000174" + "00000003", hex(raw.key()));
        assertEquals(
                "0003" + "0000000000000005" + "00000004" + "00016d" + "0000000000000006",
                hex(Objects.requireNonNull(raw.value())));
    }

    @Test
    void shouldWriteGroupsUnderTypeTwo() {
        RawRecord raw = codec.encode(new GroupRemoved("g"));
        assertEquals("0002" + "000167", hex(raw.key()));
        assertNull(raw.value());
    }

    @Test
    void shouldSkipRecordsOfNewerKinds() {
        ByteBuffer key = ByteBuffer.wrap(HexFormat.of().parseHex("0063000167"));
        assertNull(codec.decode(new RawRecord(key, null)));
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
