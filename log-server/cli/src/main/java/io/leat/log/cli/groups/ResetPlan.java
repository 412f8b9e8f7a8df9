package io.leat.log.cli.groups;

import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * New offsets by group, as {@code --export} prints and {@code --from-file} reads them: a line of
 * {@code topic,partition,offset} each if one group is asked for, with the group in front of it
 * otherwise. Immutable.
 */
record ResetPlan(Map<String, Map<TopicPartition, Long>> offsets) {

    private static final char QUOTE = '"';

    /**
     * Reads a file.
     *
     * @param groups that are asked for; lines of three fields are of the only one
     */
    static ResetPlan read(Path file, List<String> groups) {
        try {
            return parse(Files.readAllLines(file, StandardCharsets.UTF_8), groups);
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static ResetPlan parse(List<String> lines, List<String> groups) {
        Map<String, Map<TopicPartition, Long>> offsets = new TreeMap<>();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            List<String> fields = new ArrayList<>(fields(line));
            if (fields.size() == 3 && groups.size() == 1) {
                fields.add(0, groups.get(0));
            }
            if (fields.size() != 4) {
                throw notOfAPlan(line, null);
            }
            try {
                TopicPartition partition =
                        new TopicPartition(fields.get(1), Integer.parseInt(fields.get(2).trim()));
                offsets.computeIfAbsent(
                                fields.get(0), group -> new TreeMap<>(ConsumerGroups.BY_NAME))
                        .put(partition, Long.parseLong(fields.get(3).trim()));
            } catch (NumberFormatException e) {
                throw notOfAPlan(line, e);
            }
        }
        return new ResetPlan(offsets);
    }

    private static CommandFailure notOfAPlan(
            String line, @org.jspecify.annotations.Nullable Throwable cause) {
        String message =
                "'"
                        + line
                        + "' is neither topic,partition,offset (of the one --group) nor"
                        + " group,topic,partition,offset.";
        return cause == null ? new CommandFailure(message) : new CommandFailure(message, cause);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == QUOTE;
            if (c == QUOTE && doubled) {
                field.append(QUOTE);
                i++;
            } else if (c == QUOTE) {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /** What one group's offsets are moved to; fails if the plan has nothing for it. */
    Map<TopicPartition, Long> of(String group) {
        Map<TopicPartition, Long> found = offsets.get(group);
        if (found == null) {
            throw new CommandFailure("No reset plan for group " + group + " found.");
        }
        return found;
    }

    /** The lines, each with its end. */
    String text(boolean withGroups) {
        StringBuilder text = new StringBuilder();
        offsets.forEach(
                (group, partitions) ->
                        partitions.forEach(
                                (partition, offset) -> {
                                    if (withGroups) {
                                        text.append(quoted(group)).append(',');
                                    }
                                    text.append(quoted(partition.topic()))
                                            .append(',')
                                            .append(partition.partition())
                                            .append(',')
                                            .append(offset)
                                            .append('\n');
                                }));
        return text.toString();
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == QUOTE || c < ' ');
        return plain ? field : QUOTE + field.replace("\"", "\"\"") + QUOTE;
    }
}
