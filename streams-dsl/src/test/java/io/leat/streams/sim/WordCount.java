package io.leat.streams.sim;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.log.testkit.history.Anomaly;
import io.leat.streams.KeyValue;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.state.KeyValueBytesStoreSupplier;
import io.leat.streams.state.KeyValueStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The topology that counts words, and what is right about what it writes. Stateless. */
final class WordCount {

    static final String STORE = "words";

    private WordCount() {}

    /**
     * Lines in "lines", counts as "word=count" in "counts".
     *
     * @param everyCount whether each count goes out; else only the last one of each commit
     */
    static Topology topology(KeyValueBytesStoreSupplier store, boolean everyCount) {
        Materialized<String, Long, KeyValueStore<Bytes, byte[]>> counts =
                Materialized.<String, Long>as(store)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.Long());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(WordCount::words)
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(everyCount ? counts.withCachingDisabled() : counts)
                .toStream()
                .map((word, count) -> KeyValue.pair(word, word + "=" + count))
                .to("counts", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    /** A line is "sender-0-17": its words are its parts, of which the last two are few. */
    static List<String> words(String line) {
        String number = line.substring(line.lastIndexOf('-') + 1);
        return Arrays.asList("all", "tens" + number.charAt(0), "line" + line);
    }

    /** How often each word is in {@code lines}. */
    static Map<String, Long> expected(Iterable<String> lines) {
        Map<String, Long> expected = new TreeMap<>();
        for (String line : lines) {
            words(line).forEach(word -> expected.merge(word, 1L, Long::sum));
        }
        return expected;
    }

    /** The last count of each word. */
    static Map<String, Long> last(Iterable<String> counts) {
        Map<String, Long> last = new TreeMap<>();
        counts.forEach(count -> last.put(word(count), number(count)));
        return last;
    }

    /**
     * What is wrong with the counts as they were written, in their order: the counts of a word
     * rise, one by one if every count goes out.
     */
    static List<Anomaly> outOfOrder(Iterable<String> counts, boolean everyCount) {
        List<Anomaly> wrong = new ArrayList<>();
        Map<String, Long> before = new TreeMap<>();
        for (String count : counts) {
            long now = number(count);
            Long last = before.put(word(count), now);
            long known = last == null ? 0 : last;
            if (everyCount ? now != known + 1 : now <= known) {
                wrong.add(new Anomaly("wrong-step", count + " after " + known));
            }
        }
        return wrong;
    }

    private static String word(String count) {
        return count.substring(0, count.indexOf('='));
    }

    private static long number(String count) {
        return Long.parseLong(count.substring(count.indexOf('=') + 1));
    }
}
