package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Produced;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Serializers that cannot take what reaches them are found before the first record. */
@NullUnmarked
class SerdeCheckTest {

    @TempDir Path folder;

    private void start(StreamsBuilder builder) {
        Properties settings = new Properties();
        settings.put("state.dir", folder.toString());
        settings.put("default.key.serde", Serdes.StringSerde.class);
        settings.put("default.value.serde", Serdes.StringSerde.class);
        new TopologyTestDriver(builder.build(), settings).close();
    }

    private void refused(StreamsBuilder builder, String... parts) {
        String message = assertThrows(TopologyException.class, () -> start(builder)).getMessage();
        for (String part : List.of(parts)) {
            assertTrue(message.contains(part), part + " in " + message);
        }
    }

    @Test
    void shouldFindASourceWithoutTheSerdesOfItsSink() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, Long>stream("in")
                .filter((key, value) -> value > 3)
                .peek((key, value) -> {})
                .to("out", Produced.with(Serdes.String(), Serdes.Long()));
        refused(
                builder,
                "sink KSTREAM-SINK-0000000003",
                "topic out",
                "java.lang.String, because source KSTREAM-SOURCE-0000000000 of [in]",
                "the default serde's StringDeserializer",
                "LongSerializer takes java.lang.Long");
    }

    @Test
    void shouldFindKeysThatTheSinkDoesNotTake() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<Long, String>stream("in")
                .filter((key, value) -> value != null)
                .to("out", Produced.with(Serdes.Long(), Serdes.String()));
        refused(builder, "keys", "topic out", "LongSerializer takes java.lang.Long");
    }

    @Test
    void shouldFindMergedStreamsThatLostTheirSerdes() {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, Long> longs = Consumed.with(Serdes.String(), Serdes.Long());
        builder.stream("in", longs).merge(builder.stream("more", longs)).to("out");
        refused(builder, "the default serde's StringSerializer takes java.lang.String");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void shouldFindACountThatIsWrittenAsText() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream counts = builder.<String, String>stream("in").groupByKey().count().toStream();
        counts.to("out", Produced.with(Serdes.String(), Serdes.String()));
        refused(builder, "operator KSTREAM-AGGREGATE-0000000002 makes them", "java.lang.Long");
    }

    @Test
    void shouldFindARepartitionTopicWithOtherSerdes() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, Long>stream("in")
                .groupBy((key, value) -> key + "!", Grouped.with(Serdes.String(), Serdes.Long()))
                .count();
        refused(builder, "repartition", "java.lang.String", "java.lang.Long");
    }

    @Test
    void shouldJudgeNothingThatIsNotDeclared() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").mapValues(String::length).to("unknown");
        Serde<Long> undeclared =
                Serdes.serdeFrom((topic, value) -> new byte[1], (topic, bytes) -> 1L);
        builder.stream("lambda", Consumed.with(Serdes.String(), undeclared))
                .to("any", Produced.with(Serdes.String(), undeclared));
        builder.stream("nothing", Consumed.with(Serdes.String(), Serdes.Void()))
                .mapValues(value -> "text")
                .to("text");
        builder.<String, String>stream("names").selectKey((key, value) -> 7L).to("numbers");
        assertDoesNotThrow(() -> start(builder));
    }
}
