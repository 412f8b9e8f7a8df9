package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.serialization.Serdes;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.KTable;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.kstream.TableJoined;
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.Stores;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * What is easy to get wrong about names, repartition topics and subtopologies, statement by
 * statement. That whole descriptions are those of Kafka Streams is held by other tests.
 */
@NullUnmarked
class NamesAndTasksChecklistTest {

    private static String described(Consumer<StreamsBuilder> program, String... settings) {
        StreamsBuilder builder = new StreamsBuilder();
        program.accept(builder);
        Properties properties = new Properties();
        for (int i = 0; i < settings.length; i += 2) {
            properties.put(settings[i], settings[i + 1]);
        }
        return builder.build(properties).describe().toString();
    }

    private static Set<String> found(String what, String description) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(what).matcher(description);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    /** The repartition topics of {@code program}. */
    private static Set<String> repartitions(Consumer<StreamsBuilder> program) {
        return found("[\\w-]+-repartition", described(program));
    }

    private static KStream<String, String> in(StreamsBuilder builder) {
        return builder.stream("in");
    }

    private static final class Same extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            context().forward(record);
        }
    }

    private static final class SameKey extends ContextualFixedKeyProcessor<String, String, String> {
        @Override
        public void process(FixedKeyRecord<String, String> record) {
            context().forward(record);
        }
    }

    @Test
    void shouldRenameEverythingBehindAnOperatorThatIsAdded() {
        String before = described(b -> in(b).groupByKey().count());
        String after = described(b -> in(b).filter((k, v) -> true).groupByKey().count());
        assertTrue(before.contains("KSTREAM-AGGREGATE-STATE-STORE-0000000001"), before);
        assertTrue(after.contains("KSTREAM-FILTER-0000000001"), after);
        assertTrue(after.contains("KSTREAM-AGGREGATE-STATE-STORE-0000000002"), after);
    }

    @Test
    void shouldNameRepartitionTopicsByGroupingThenStoreThenNumber() {
        assertEquals(
                Set.of("by-word-repartition"),
                repartitions(
                        b ->
                                in(b).groupBy((k, v) -> v, Grouped.as("by-word"))
                                        .count(Materialized.as("counts"))));
        assertEquals(
                Set.of("counts-repartition"),
                repartitions(b -> in(b).groupBy((k, v) -> v).count(Materialized.as("counts"))));
        assertEquals(
                Set.of("KSTREAM-AGGREGATE-STATE-STORE-0000000002-repartition"),
                repartitions(b -> in(b).groupBy((k, v) -> v).count()));
    }

    @Test
    void shouldNameProcessorsAndRepartitionTopicsOfNamedStreamJoinsButNotTheirStores() {
        StreamJoined<String, String, String> named =
                StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String())
                        .withName("join");
        JoinWindows window = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(1));
        Consumer<StreamsBuilder> program =
                b ->
                        in(b).selectKey((k, v) -> v)
                                .join(
                                        b.<String, String>stream("other").selectKey((k, v) -> v),
                                        (a, o) -> a,
                                        window,
                                        named);
        assertEquals(
                Set.of("join-left-repartition", "join-right-repartition"), repartitions(program));
        String description = described(program);
        assertTrue(description.contains("Processor: join-this-join"), description);
        assertTrue(description.contains("KSTREAM-JOINTHIS-"), description); // the store
        String stored =
                described(
                        b ->
                                in(b).join(
                                                b.<String, String>stream("other"),
                                                (a, o) -> a,
                                                window,
                                                named.withStoreName("kept")));
        assertTrue(stored.contains("kept-this-join-store"), stored);
    }

    @Test
    void shouldRepartitionOnlyWhereAKeyThatMayHaveChangedIsNeeded() {
        assertEquals(Set.of(), repartitions(b -> in(b).selectKey((k, v) -> v).to("out")));
        assertEquals(Set.of(), repartitions(b -> in(b).mapValues(v -> v).groupByKey().count()));
        assertEquals(
                Set.of(),
                repartitions(b -> in(b).processValues(SameKey::new).groupByKey().count()));
        assertEquals(1, repartitions(b -> in(b).process(Same::new).groupByKey().count()).size());
        assertEquals(
                1,
                repartitions(
                                b ->
                                        in(b).selectKey((k, v) -> v)
                                                .mapValues(v -> v)
                                                .processValues(SameKey::new)
                                                .groupByKey()
                                                .count())
                        .size());
    }

    @Test
    void shouldMergeRepartitionTopicsOnlyIfTheWholeGraphIsBuiltWithTheSettings() {
        Consumer<StreamsBuilder> program =
                b -> {
                    KStream<String, String> keyed = in(b).selectKey((k, v) -> v);
                    keyed.groupByKey().count(Materialized.as("one"));
                    keyed.groupByKey().count(Materialized.as("two"));
                };
        assertEquals(
                Set.of("one-repartition", "two-repartition"),
                found("\\w+-repartition", described(program)));
        assertEquals(
                Set.of("one-repartition"),
                found(
                        "\\w+-repartition",
                        described(program, StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, "all")));
    }

    @Test
    void shouldReuseASourceTopicAsChangelogOnlyIfBuiltWithTheSettings() {
        Consumer<StreamsBuilder> program = b -> b.table("in", Materialized.as("rows"));
        StreamsBuilder plain = new StreamsBuilder();
        program.accept(plain);
        StreamsBuilder optimized = new StreamsBuilder();
        program.accept(optimized);
        Properties all = new Properties();
        all.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, "all");
        assertFalse(plain.build().graph().subtopologies().get(0).changelogs().isEmpty());
        assertTrue(optimized.build(all).graph().subtopologies().get(0).changelogs().isEmpty());
    }

    @Test
    void shouldMakeASubtopologyOfEachConnectedPartInTheOrderOfItsFirstNode() {
        String description =
                described(
                        b -> {
                            in(b).groupBy((k, v) -> v, Grouped.as("moved")).count();
                            b.stream("apart").to("out");
                        });
        assertEquals(3, found("Sub-topology: \\d", description).size(), description);
        String first = description.substring(0, description.indexOf("Sub-topology: 1"));
        assertTrue(first.contains("topics: [in]") && !first.contains("[moved"), first);
    }

    @Test
    void shouldPutProcessorsThatShareAStoreIntoOneSubtopologyAndGlobalStoresIntoNone() {
        Consumer<StreamsBuilder> shared =
                b -> {
                    b.addStateStore(
                            Stores.keyValueStoreBuilder(
                                    Stores.inMemoryKeyValueStore("shared"),
                                    Serdes.String(),
                                    Serdes.String()));
                    in(b).process(Same::new, "shared");
                    b.<String, String>stream("other").process(Same::new, "shared");
                };
        assertEquals(1, found("Sub-topology: \\d", described(shared)).size());
        Consumer<StreamsBuilder> global =
                b -> {
                    var names = b.<String, String>globalTable("names", Materialized.as("names"));
                    in(b).join(names, (k, v) -> v, (v, name) -> name).to("one");
                    b.<String, String>stream("other")
                            .join(names, (k, v) -> v, (v, name) -> name)
                            .to("two");
                };
        String description = described(global);
        assertEquals(3, found("Sub-topology: \\d", description).size(), description);
        assertEquals(1, found("Sub-topology: \\d for global store", description).size());
    }

    @Test
    void shouldNameTheTopicsOfForeignKeyJoins() {
        Set<String> topics =
                found(
                        "[\\w-]+-subscription-\\w+-topic",
                        described(
                                b -> {
                                    KTable<String, String> left = b.table("left");
                                    KTable<String, String> right = b.table("right");
                                    left.join(
                                            right,
                                            v -> v,
                                            (l, r) -> l + r,
                                            TableJoined.<String, String>as("join"));
                                }));
        assertEquals(
                Set.of("join-subscription-registration-topic", "join-subscription-response-topic"),
                topics);
    }
}
