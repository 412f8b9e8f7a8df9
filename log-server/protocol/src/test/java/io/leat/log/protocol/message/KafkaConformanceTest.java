package io.leat.log.protocol.message;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.Message;
import io.leat.log.protocol.UnencodableMessageException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each message in each version has the bytes and the values that Apache Kafka gives it. */
class KafkaConformanceTest {

    private static final int ROUNDS = 25;
    private static final String REFUSED = "refused";

    @TestFactory
    List<DynamicTest> shouldReadAndWriteWhatKafkaReadsAndWrites() {
        return each(KafkaConformanceTest::roundTrips);
    }

    static void roundTrips(LeatType ours, KafkaType kafka, int version) {
        RandomWire random = new RandomWire(31L * ours.name().hashCode() + version);
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuffer wire = random.message(kafka.schemas()[version]);
            var theirs = kafka.read(wire, version);
            Message message = ours.read(wire, version);

            Sameness.check(ours.name() + " v" + version, theirs, message);
            ByteBuffer written = ours.write(message, version);
            assertEquals(KafkaType.write(theirs, version), written);
            assertEquals(message, ours.read(written, version));
            assertEquals(message, ours.copy(message));
        }
    }

    @TestFactory
    List<DynamicTest> shouldRefuseTheValuesKafkaRefusesInOlderVersions() {
        return each(KafkaConformanceTest::writesOtherVersions);
    }

    private static void writesOtherVersions(LeatType ours, KafkaType kafka, int version) {
        RandomWire random = new RandomWire(17L * ours.name().hashCode() + version);
        for (int round = 0; round < ROUNDS; round++) {
            ByteBuffer wire = random.message(kafka.schemas()[version]);
            var theirs = kafka.read(wire, version);
            Message message = ours.read(wire, version);
            for (int other = theirs.lowestSupportedVersion();
                    other <= ours.versions().highest();
                    other++) {
                int target = other;
                Object expected = outcome(() -> KafkaType.write(theirs, target));
                Object actual = outcome(() -> ours.write(message, target));
                assertEquals(expected, actual, "v" + version + " written as v" + other);
            }
        }
    }

    private static Object outcome(Supplier<ByteBuffer> write) {
        try {
            return write.get();
        } catch (UnsupportedVersionException | UnencodableMessageException e) {
            return REFUSED;
        } catch (NullPointerException e) {
            // Kafka's way to refuse a null that the version cannot express.
            return REFUSED;
        }
    }

    @TestFactory
    List<DynamicTest> shouldHaveTheDefaultsOfKafka() {
        return each(KafkaConformanceTest::defaults);
    }

    private static void defaults(LeatType ours, KafkaType kafka, int version) {
        Sameness.check(ours.name(), kafka.empty(), ours.empty());
        assertEquals(
                outcome(() -> KafkaType.write(kafka.empty(), version)),
                outcome(() -> ours.write(ours.empty(), version)));
    }

    @TestFactory
    List<DynamicTest> shouldSkipTagsNobodyKnows() {
        return each(KafkaConformanceTest::skipsUnknownTags);
    }

    private static void skipsUnknownTags(LeatType ours, KafkaType kafka, int version) {
        RandomWire random = new RandomWire(version);
        var theirs = kafka.read(random.message(kafka.schemas()[version]), version);
        Message known = ours.read(KafkaType.write(theirs, version), version);
        if (ours.versions().flexible(version)) {
            theirs.unknownTaggedFields().add(new RawTaggedField(1000, new byte[300]));
            theirs.unknownTaggedFields().add(new RawTaggedField(1 << 30, new byte[0]));
            assertEquals(known, ours.read(KafkaType.write(theirs, version), version));
        }
    }

    @Test
    void shouldMarkTheNullOfAStructureInATagAsKafkaDoes() {
        var none = ConsumerGroupMemberMetadataValue.builder().classicMemberMetadata(null).build();
        var protocol =
                new ConsumerGroupMemberMetadataValue.ClassicProtocol(
                        "range", ByteBuffer.wrap(new byte[] {1, 2}));
        var metadata =
                new ConsumerGroupMemberMetadataValue.ClassicMemberMetadata(7, List.of(protocol));
        var some = none.toBuilder().classicMemberMetadata(metadata).build();
        LeatType type =
                LeatType.all().stream()
                        .filter(ours -> ours.type() == ConsumerGroupMemberMetadataValue.class)
                        .findFirst()
                        .orElseThrow();
        for (Message message : List.of(none, some)) {
            ByteBuffer written = type.write(message, 0);
            var theirs = KafkaType.of(type).read(written, 0);
            Sameness.check(type.name(), theirs, message);
            assertEquals(KafkaType.write(theirs, 0), written);
            assertEquals(message, type.read(written, 0));
        }
    }

    @Test
    void shouldHaveTheVersionsOfKafka() {
        List<LeatType> all = LeatType.all();
        assertTrue(all.size() > 250, "only " + all.size() + " messages");
        for (LeatType ours : all) {
            var kafka = KafkaType.of(ours).empty();
            assertTrue(ours.versions().lowest() <= kafka.lowestSupportedVersion(), ours.name());
            assertEquals(kafka.highestSupportedVersion(), ours.versions().highest(), ours.name());
        }
    }

    /** What runs over {@link LeatType#all} runs over each request and response of Kafka. */
    @Test
    void shouldMissNoRequestAndNoResponseOfKafka() {
        Set<String> ours = LeatType.all().stream().map(LeatType::name).collect(toSet());
        for (ApiMessageType theirs : ApiMessageType.values()) {
            if (theirs.lowestSupportedVersion() <= theirs.highestSupportedVersion(true)) {
                for (Object message : List.of(theirs.newRequest(), theirs.newResponse())) {
                    String name = message.getClass().getSimpleName().replaceFirst("Data$", "");
                    assertTrue(ours.contains(name), name);
                }
            }
        }
    }

    private interface Check {
        void run(LeatType ours, KafkaType kafka, int version);
    }

    private static List<DynamicTest> each(Check check) {
        return LeatType.all().stream()
                .map(ours -> DynamicTest.dynamicTest(ours.name(), () -> allVersions(ours, check)))
                .toList();
    }

    private static void allVersions(LeatType ours, Check check) {
        KafkaType kafka = KafkaType.of(ours);
        int highest = Math.min(ours.versions().highest(), kafka.empty().highestSupportedVersion());
        for (int v = kafka.empty().lowestSupportedVersion(); v <= highest; v++) {
            check.run(ours, kafka, v);
        }
    }
}
