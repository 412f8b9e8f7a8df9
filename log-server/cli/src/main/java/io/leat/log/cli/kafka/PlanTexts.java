package io.leat.log.cli.kafka;

import io.leat.common.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** How Kafka's reassignment tool writes things. Stateless. */
final class PlanTexts {

    private PlanTexts() {}

    static String join(Collection<Integer> ids) {
        return String.join(",", ids.stream().map(String::valueOf).toList());
    }

    static String lines(SortedMap<TopicPartition, Throwable> errors) {
        StringBuilder text = new StringBuilder();
        errors.forEach(
                (partition, error) ->
                        text.append(System.lineSeparator())
                                .append(partition)
                                .append(": ")
                                .append(error.getMessage()));
        return text.toString();
    }

    static String plural(Collection<?> things) {
        return things.size() == 1 ? "" : "s";
    }

    static String plural(Map<?, ?> things) {
        return plural(things.keySet());
    }

    static Set<String> topicsOf(Collection<TopicPartition> partitions) {
        Set<String> names = new TreeSet<>();
        partitions.forEach(each -> names.add(each.topic()));
        return names;
    }
}
