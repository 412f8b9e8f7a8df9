package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when serdes do not fit: who, where, and which two types. */
@NullUnmarked
class WrongTypesTest {

    @TempDir Path folder;

    private void says(StreamsBuilder builder, String... parts) throws Exception {
        try (CrashableTask task = new CrashableTask(builder.build(), folder, Map.of())) {
            task.pipe("in", "k", "12345678", 1);
            task.commit();
        } catch (StreamsException e) {
            for (String part : List.of(parts)) {
                assertTrue(e.getMessage().contains(part), part + " in " + e.getMessage());
            }
            throw e;
        }
    }

    private void failsAnd(StreamsBuilder builder, String... parts) {
        assertThrows(StreamsException.class, () -> says(builder, parts));
    }

    @Test
    void shouldNameSinkTopicPlaceAndTypes() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").mapValues(text -> text.length()).to("out");
        failsAnd(
                builder,
                "Sink KSTREAM-SINK-0000000002 to topic out of task 0_0",
                "offset 0 of in-0",
                "got a java.lang.Integer where it takes a java.lang.String",
                "Produced");
    }

    @Test
    void shouldNameOperatorPlaceAndTypesWhereAStoreIsTheReason() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .aggregate(() -> 0L, (key, value, sum) -> sum + 1, Materialized.as("sums"));
        failsAnd(
                builder,
                "Processor KSTREAM-AGGREGATE-0000000001 of task 0_0",
                "offset 0 of in-0",
                "got a java.lang.Long where it takes a java.lang.String",
                "Materialized");
    }

    @Test
    void shouldNameSourcePlaceAndDeserializers() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Integer()))
                .to("out", Produced.with(Serdes.String(), Serdes.Integer()));
        failsAnd(
                builder,
                "Source KSTREAM-SOURCE-0000000000 of task 0_0",
                "offset 0 of in-0",
                "IntegerDeserializer",
                "Consumed");
    }
}
