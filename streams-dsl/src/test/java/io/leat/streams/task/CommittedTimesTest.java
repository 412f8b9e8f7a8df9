package io.leat.streams.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.internals.ProcessorMetadata;
import org.apache.kafka.streams.processor.internals.TopicPartitionMetadata;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What is committed beside offsets can be read by Kafka Streams, and the other way round. */
@NullUnmarked
class CommittedTimesTest {

    private static final Map<String, Long> OPERATORS = Map.of("counts", 5_000L, "KSTREAM-ä", 7L);

    @Test
    void shouldBeReadByKafkaStreams() {
        TopicPartitionMetadata read =
                TopicPartitionMetadata.decode(new CommittedTimes(42, OPERATORS).encode());
        assertEquals(42, read.partitionTime());
        assertEquals(new ProcessorMetadata(new HashMap<>(OPERATORS)), read.processorMetadata());
        assertEquals(
                new TopicPartitionMetadata(9, new ProcessorMetadata()).encode(),
                new CommittedTimes(9, Map.of()).encode());
    }

    @Test
    void shouldReadWhatKafkaStreamsCommitted() {
        String written =
                new TopicPartitionMetadata(42, new ProcessorMetadata(new HashMap<>(OPERATORS)))
                        .encode();
        assertEquals(
                new CommittedTimes(42, new TreeMap<>(OPERATORS)), CommittedTimes.decode(written));
    }

    @Test
    void shouldBeginAnewWithWhatNobodyUnderstands() {
        assertEquals(CommittedTimes.NONE, CommittedTimes.decode(null));
        assertEquals(CommittedTimes.NONE, CommittedTimes.decode(""));
        assertEquals(CommittedTimes.NONE, CommittedTimes.decode("no base64!"));
        assertEquals(CommittedTimes.NONE, CommittedTimes.decode("Ag=="));
    }

    @Test
    void shouldStayBelowWhatServersTakeHoweverManyOperatorsThereAre() {
        Map<String, Long> many = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            many.put("KSTREAM-AGGREGATE-STATE-STORE-" + i + ".time", (long) i);
        }
        String encoded = new CommittedTimes(1, many).encode();
        assertTrue(encoded.length() <= 4096, encoded.length() + " characters");
        assertTrue(CommittedTimes.decode(encoded).operators().size() > 20);
    }
}
