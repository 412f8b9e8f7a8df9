package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.TableJoined;
import io.leat.streams.test.TestRecord;
import java.io.File;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What joins by foreign keys promise; that they do as Kafka does, {@link SameAsKafkaTest} shows.
 */
@NullUnmarked
class ForeignKeyJoinTest {

    private static final String REGISTRATION = "app-fk-subscription-registration-topic";
    private static final String RESPONSE = "app-fk-subscription-response-topic";

    @TempDir File folder;

    private TopologyTestDriver driver(boolean left, TableJoined<String, String> joined) {
        StreamsBuilder builder = new StreamsBuilder();
        KTable<String, String> right = builder.table("right");
        KTable<String, String> table = builder.table("left");
        KTable<String, String> result =
                left
                        ? table.leftJoin(right, v -> key(v), (x, y) -> x + "+" + y, joined)
                        : table.join(right, v -> key(v), (x, y) -> x + "+" + y, joined);
        result.toStream().to("out");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.getPath());
        settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return new TopologyTestDriver(builder.build(), settings);
    }

    private static String key(String value) {
        return value.startsWith("?") ? null : value.substring(0, 1);
    }

    private static void put(TopologyTestDriver driver, String topic, String key, String value) {
        driver.createInputTopic(topic, new StringSerializer(), new StringSerializer())
                .pipeInput(key, value);
    }

    private static List<String> out(TopologyTestDriver driver) {
        List<String> seen = new ArrayList<>();
        driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer())
                .readKeyValuesToList()
                .forEach(pair -> seen.add(pair.key + "=" + pair.value));
        return seen;
    }

    private static List<TestRecord<String, byte[]>> sent(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(
                        topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** The byte that says what is to be done. */
    private static List<Integer> wishes(TopologyTestDriver driver) {
        return sent(driver, REGISTRATION).stream().map(r -> (int) r.value()[1]).toList();
    }

    @Test
    void shouldSayWhatIsToBeDoneWithEachChangeOfAnInnerJoin() {
        try (TopologyTestDriver driver = driver(false, TableJoined.as("fk"))) {
            put(driver, "left", "l", "a1");
            put(driver, "left", "l", "a2");
            assertEquals(List.of(3, 3), wishes(driver), "inserted, then changed under its key");
            put(driver, "left", "l", "b1");
            assertEquals(List.of(0, 2), wishes(driver), "moved");
            put(driver, "left", "l", "?");
            assertEquals(List.of(1), wishes(driver), "points to nothing");
            put(driver, "left", "l", "b1");
            put(driver, "left", "l", null);
            assertEquals(List.of(3, 1), wishes(driver), "deleted");
        }
    }

    @Test
    void shouldSayWhatIsToBeDoneWithEachChangeOfALeftJoin() {
        try (TopologyTestDriver driver = driver(true, TableJoined.as("fk"))) {
            put(driver, "left", "l", "a1");
            put(driver, "left", "l", "a2");
            assertEquals(List.of(2, 2), wishes(driver));
            put(driver, "left", "l", "b1");
            assertEquals(List.of(0, 2), wishes(driver), "moved");
            put(driver, "left", "l", null);
            assertEquals(List.of(0, 2), wishes(driver), "deleted");
        }
    }

    @Test
    void shouldSendRowsThatPointToNothingThroughTheTopicsTooInALeftJoin() {
        try (TopologyTestDriver driver = driver(true, TableJoined.as("fk"))) {
            put(driver, "left", "l", "?1");
            assertEquals(List.of("l=?1+null"), out(driver));
            TestRecord<String, byte[]> asked = sent(driver, REGISTRATION).get(0);
            assertEquals(null, asked.key());
        }
    }

    @Test
    void shouldAnswerEachRowThatPointsToAChangedOneAndDeleteResultsWithoutIt() {
        try (TopologyTestDriver driver = driver(false, TableJoined.as("fk"))) {
            put(driver, "left", "l1", "a1");
            put(driver, "left", "l2", "a2");
            put(driver, "left", "l3", "b3");
            assertEquals(List.of(), out(driver));
            put(driver, "right", "a", "x");
            assertEquals(List.of("l1=a1+x", "l2=a2+x"), out(driver));
            put(driver, "right", "a", null);
            assertEquals(List.of("l1=null", "l2=null"), out(driver));
        }
    }

    @Test
    void shouldDropAnswersToWhatARowNoLongerIs() {
        try (TopologyTestDriver driver = driver(false, TableJoined.as("fk"))) {
            put(driver, "right", "a", "x");
            put(driver, "left", "l", "a1");
            TestRecord<String, byte[]> answer = sent(driver, RESPONSE).get(0);
            put(driver, "left", "l", "a2");
            assertEquals(List.of("l=a1+x", "l=a2+x"), out(driver));
            driver.createInputTopic(RESPONSE, new StringSerializer(), new ByteArraySerializer())
                    .pipeInput("l", answer.value());
            assertEquals(List.of(), out(driver));
        }
    }

    @Test
    void shouldRefuseSubscriptionsOfALaterVersion() {
        try (TopologyTestDriver driver = driver(false, TableJoined.as("fk"))) {
            byte[] later = ByteBuffer.allocate(8).put((byte) (2 | 0x80)).array();
            StreamsException e =
                    assertThrows(
                            StreamsException.class,
                            () ->
                                    driver.createInputTopic(
                                                    REGISTRATION,
                                                    new StringSerializer(),
                                                    new ByteArraySerializer())
                                            .pipeInput("a", later));
            assertTrue(e.getCause().getMessage().contains("version 2"), e.getCause().toString());
        }
    }

    @Test
    void shouldRefusePartitionersThatChooseSeveralPartitions() {
        TableJoined<String, String> many =
                TableJoined.<String, String>as("fk")
                        .withOtherPartitioner(
                                (topic, key, value, count) -> Optional.of(Set.of(0, 1)));
        try (TopologyTestDriver driver = driver(false, many)) {
            assertThrows(StreamsException.class, () -> put(driver, "left", "l", "a1"));
        }
    }
}
