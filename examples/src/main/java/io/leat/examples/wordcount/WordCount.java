package io.leat.examples.wordcount;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Counts words, exactly once.
 *
 * <p>Words are maximal runs of Unicode letters, in lower case. Lines come from the topic {@code
 * lines}; each change of a count goes to the topic {@code counts} as text.
 */
public final class WordCount {

    public static final String INPUT_TOPIC = "lines";
    public static final String OUTPUT_TOPIC = "counts";

    private WordCount() {}

    /**
     * The topology: lines, words, a repartition by word, a count in a RocksDB store, changes out.
     */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(INPUT_TOPIC, Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(WordCount::words)
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count(Materialized.as("counts-store"))
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to(OUTPUT_TOPIC, Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    /** The words of {@code line}, in order. */
    public static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        String text = line.toLowerCase(Locale.ROOT);
        int start = -1;
        for (int i = 0; i < text.length(); ) {
            int letter = text.codePointAt(i);
            if (Character.isLetter(letter)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            }
            i += Character.charCount(letter);
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("word-count", arguments));
    }
}
