package io.leat.log.cli.kafka;

import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Partitions of topics, as {@code --topic-partitions} of {@code kafka-get-offsets.sh} names them.
 * Immutable.
 *
 * @param topic matches its name
 * @param from the first partition
 * @param to behind the last one
 */
record PartitionPattern(Pattern topic, int from, int to) {

    private static final Pattern SYNTAX = Pattern.compile("([^:,]*)(?::(?:(\\d+)|(\\d*)-(\\d*)))?");

    /** Of {@code TOPIC}, {@code TOPIC:1}, {@code TOPIC:0-3}, {@code TOPIC:5-}, {@code :-3}, ... */
    static List<PartitionPattern> list(String text) {
        List<PartitionPattern> patterns = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Matcher parts = SYNTAX.matcher(each);
            if (!parts.matches()) {
                throw new CommandFailure(
                        "'" + each + "' is neither TOPIC, TOPIC:PARTITION nor TOPIC:FROM-TO.");
            }
            Pattern topic = topics(parts.group(1).isEmpty() ? ".*" : parts.group(1));
            if (parts.group(2) != null) {
                int partition = number(parts.group(2), 0);
                patterns.add(new PartitionPattern(topic, partition, partition + 1));
            } else {
                int from = number(parts.group(3), 0);
                int to = number(parts.group(4), Integer.MAX_VALUE);
                patterns.add(new PartitionPattern(topic, from, to));
            }
        }
        return patterns;
    }

    /** Of a regular expression. */
    static Pattern topics(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new CommandFailure(
                    "'" + expression + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private static int number(String text, int otherwise) {
        try {
            return text == null || text.isEmpty() ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CommandFailure("'" + text + "' is no partition.", e);
        }
    }

    boolean matches(TopicPartition partition) {
        return partition.partition() >= from
                && partition.partition() < to
                && topic.matcher(partition.topic()).matches();
    }
}
