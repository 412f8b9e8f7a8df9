package io.leat.streams.crash;

import io.leat.common.utils.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds in what a run differs from the calm one, and says it. Immutable. */
final class Differences {

    private final Plan plan;
    private final Map<String, Equality> equalities;

    /**
     * @param equalities how each output topic is compared
     */
    Differences(Plan plan, Map<String, Equality> equalities) {
        this.plan = plan;
        this.equalities = equalities;
    }

    /** The first difference; null if there is none. */
    @Nullable String first(Outcome calm, Outcome other) {
        for (String topic : plan.outputs().keySet()) {
            Equality equality = equalities.getOrDefault(topic, Equality.EXACT);
            String found = inTopic(topic, equality, calm.of(topic), other.of(topic));
            if (found != null) {
                return found;
            }
        }
        if (plan.exactlyOnce()) {
            String found = inStores(calm, other);
            if (found != null) {
                return found;
            }
            if (!Objects.equals(calm.outside(), other.outside())) {
                return "outside, the calm run did "
                        + Shown.object(calm.outside())
                        + "\n  this run did "
                        + Shown.object(other.outside())
                        + "\n  what a processor does outside of the transaction is done again"
                        + " after a crash; write it to a topic, or make it idempotent.";
            }
        }
        return null;
    }

    /** Whether both are equal in that sense. */
    static boolean equal(Equality equality, List<OutputRecord> calm, List<OutputRecord> other) {
        Map<Object, List<OutputRecord>> calmByKey = byKey(equality, calm);
        Map<Object, List<OutputRecord>> otherByKey = byKey(equality, other);
        return switch (equality) {
            case EXACT, VALUES_IN_ORDER -> calmByKey.equals(otherByKey);
            case VALUES_IN_ANY_ORDER -> counts(calmByKey).equals(counts(otherByKey));
            case LAST_VALUES -> last(calmByKey).equals(last(otherByKey));
            case NOTHING_LOST ->
                    counts(otherByKey).keySet().containsAll(counts(calmByKey).keySet());
        };
    }

    private static Map<Object, List<OutputRecord>> byKey(
            Equality equality, List<OutputRecord> records) {
        Map<Object, List<OutputRecord>> byKey = new LinkedHashMap<>();
        for (OutputRecord record : records) {
            byKey.computeIfAbsent(key(record), first -> new ArrayList<>())
                    .add(record.seenBy(equality));
        }
        return byKey;
    }

    private static Object key(OutputRecord record) {
        Bytes key = record.key();
        return key == null ? "null" : key;
    }

    private static Map<OutputRecord, Integer> counts(Map<Object, List<OutputRecord>> byKey) {
        Map<OutputRecord, Integer> counts = new HashMap<>();
        byKey.values()
                .forEach(records -> records.forEach(each -> counts.merge(each, 1, Integer::sum)));
        return counts;
    }

    private static Map<Object, OutputRecord> last(Map<Object, List<OutputRecord>> byKey) {
        Map<Object, OutputRecord> last = new HashMap<>();
        byKey.forEach((key, records) -> last.put(key, records.get(records.size() - 1)));
        return last;
    }

    private @Nullable String inTopic(
            String topic, Equality equality, List<OutputRecord> calm, List<OutputRecord> other) {
        if (equal(equality, calm, other)) {
            return null;
        }
        Map<Object, List<OutputRecord>> calmByKey = byKey(equality, calm);
        Map<Object, List<OutputRecord>> otherByKey = byKey(equality, other);
        Set<Object> keys = new LinkedHashSet<>(calmByKey.keySet());
        keys.addAll(otherByKey.keySet());
        for (Object key : keys) {
            List<OutputRecord> expected = calmByKey.getOrDefault(key, List.of());
            List<OutputRecord> found = otherByKey.getOrDefault(key, List.of());
            if (!equal(equality, expected, found)) {
                return inKey(topic, equality, expected, found);
            }
        }
        throw new IllegalStateException("topic " + topic + " differs, but none of its keys");
    }

    private String inKey(
            String topic, Equality equality, List<OutputRecord> calm, List<OutputRecord> other) {
        Plan.Reading reading = plan.outputs().getOrDefault(topic, Plan.Reading.GUESSED);
        OutputRecord any = (calm.isEmpty() ? other : calm).get(0);
        boolean all = equality == Equality.EXACT;
        return "topic "
                + topic
                + ", key "
                + Shown.bytes(topic, any.key(), reading.key())
                + ", comparing "
                + equality.compared()
                + "\n  calm run: "
                + texts(topic, calm, reading, all)
                + "\n  this run: "
                + texts(topic, other, reading, all);
    }

    private static String texts(
            String topic, List<OutputRecord> records, Plan.Reading reading, boolean all) {
        return records.isEmpty()
                ? "nothing"
                : records.stream()
                        .map(record -> text(topic, record, reading, all))
                        .collect(Collectors.joining(", "));
    }

    private static String text(
            String topic, OutputRecord record, Plan.Reading reading, boolean all) {
        String value = Shown.bytes(topic, record.value(), reading.value());
        String time = all ? value + " @" + record.timestamp() : value;
        return record.headers().isEmpty() ? time : time + " " + record.headers();
    }

    private static @Nullable String inStores(Outcome calm, Outcome other) {
        Set<String> stores = new TreeSet<>(calm.stores().keySet());
        stores.addAll(other.stores().keySet());
        for (String store : stores) {
            Map<String, String> expected = calm.stores().getOrDefault(store, Map.of());
            Map<String, String> found = other.stores().getOrDefault(store, Map.of());
            Set<String> keys = new TreeSet<>(expected.keySet());
            keys.addAll(found.keySet());
            for (String key : keys) {
                if (!Objects.equals(expected.get(key), found.get(key))) {
                    return "store "
                            + store
                            + ", key "
                            + key
                            + "\n  calm run: "
                            + expected.getOrDefault(key, "nothing")
                            + "\n  this run: "
                            + found.getOrDefault(key, "nothing");
                }
            }
        }
        return null;
    }
}
