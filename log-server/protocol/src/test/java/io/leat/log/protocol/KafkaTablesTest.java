package io.leat.log.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Error codes, API keys and ids are those of Apache Kafka. */
class KafkaTablesTest {

    /** Keys of brokers with ZooKeeper, without a single version left. */
    private static final Set<Integer> REMOVED = Set.of(4, 5, 6, 7);

    @Test
    void shouldHaveEveryErrorOfKafka() {
        assertEquals(Errors.values().length, ErrorCode.values().length);
        for (Errors theirs : Errors.values()) {
            ErrorCode ours = ErrorCode.forCode(theirs.code());
            assertEquals(theirs.name(), ours.name());
            assertEquals(theirs.code(), ours.code());
            assertEquals(
                    theirs.exception() instanceof RetriableException,
                    ours.retriable(),
                    theirs.name());
            assertFalse(ours.message().isBlank() || ours.message().endsWith("."), ours.name());
        }
    }

    @Test
    void shouldTakeAnErrorOfTheFutureForAnUnknownOne() {
        for (int code : new int[] {-2, 134, Short.MAX_VALUE, Short.MIN_VALUE}) {
            assertEquals(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.forCode(code));
        }
    }

    @Test
    void shouldHaveEveryKeyOfKafkaInItsVersions() {
        List<Integer> keys = new ArrayList<>();
        for (ApiKeys theirs : ApiKeys.values()) {
            ApiKey ours = ApiKey.forId(theirs.id);
            if (!theirs.hasValidVersion()) {
                assertTrue(REMOVED.contains((int) theirs.id), theirs.name());
                assertNull(ours);
                continue;
            }
            assertNotNull(ours, theirs.name());
            keys.add((int) theirs.id);
            assertEquals(theirs.id, ours.id());
            assertEquals(theirs.name(), ours.name());
            assertEquals(theirs.messageType.lowestSupportedVersion(), ours.baselineVersion());
            assertEquals(theirs.messageType.highestSupportedVersion(true), ours.maxVersion());
            assertEquals(
                    theirs.messageType.highestSupportedVersion(false),
                    ours.maxStableVersion(),
                    theirs.name());
            for (short v = ours.baselineVersion(); v <= ours.maxVersion(); v++) {
                assertEquals(theirs.requestHeaderVersion(v) >= 2, ours.flexible(v), theirs.name());
            }
        }
        assertEquals(
                keys.stream().sorted().toList(),
                Arrays.stream(ApiKey.values()).map(key -> (int) key.id()).toList());
    }

    @Test
    void shouldNotKnowOtherKeys() {
        for (int id : new int[] {-1, 4, 93, 1_000, Short.MIN_VALUE}) {
            assertNull(ApiKey.forId(id));
        }
    }

    @Test
    void shouldPrintIdsAsKafkaDoes() {
        Random random = new Random(3);
        Set<Uuid> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Uuid ours = new Uuid(random.nextLong(), random.nextLong());
            var theirs = new org.apache.kafka.common.Uuid(ours.high(), ours.low());
            assertEquals(theirs.toString(), ours.toString());
            assertEquals(ours, Uuid.parse(theirs.toString()));
            ids.add(ours);
        }
        assertEquals(1_000, ids.size());
        assertEquals(org.apache.kafka.common.Uuid.ZERO_UUID.toString(), Uuid.ZERO.toString());
        assertEquals(
                org.apache.kafka.common.Uuid.METADATA_TOPIC_ID.toString(),
                Uuid.METADATA_TOPIC.toString());
        assertTrue(new Uuid(1, 5).compareTo(new Uuid(2, 0)) < 0);
        assertTrue(new Uuid(1, 5).compareTo(new Uuid(1, 4)) > 0);
    }

    @Test
    void shouldRefuseTextThatIsNoId() {
        for (String text : List.of("", "AAAA", "no id at all!", "A".repeat(24))) {
            assertThrows(IllegalArgumentException.class, () -> Uuid.parse(text), text);
        }
    }
}
