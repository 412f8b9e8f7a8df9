package io.leat.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/** Records for a {@link RandomPlan}: late ones, repeated ones, deletions, and such without keys. */
@NullUnmarked
final class RandomInput {

    private static final String[] WORDS = {"a", "ab", "abba", "b", "bob", "c a", "drop", "a b a"};

    private RandomInput() {}

    /** A record. Null keys, values and headers are allowed. */
    record In(String topic, String key, String value, String header, long time) {}

    static List<In> of(RandomPlan plan, long seed) {
        Random random = new Random(seed);
        List<In> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            In record =
                    new In(
                            "in" + random.nextInt(plan.global() ? 4 : 3),
                            random.nextInt(12) == 0 ? null : "k" + random.nextInt(4),
                            random.nextInt(6) == 0 ? null : WORDS[random.nextInt(WORDS.length)],
                            random.nextInt(3) == 0 ? "h" + i : null,
                            1000 + i * 10 - random.nextInt(random.nextInt(12) == 0 ? 400 : 50));
            records.add(record);
            if (random.nextInt(15) == 0) {
                records.add(record);
            }
        }
        return records;
    }
}
