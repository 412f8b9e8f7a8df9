package io.leat.log.broker.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which broker settings are the defaults of which topic settings. Immutable. */
final class TopicDefaults {

    /** One broker setting, and how many milliseconds (or units) one of it is. */
    record Source(String brokerName, long factor) {}

    /** For each topic setting its sources; the first that is set wins. */
    private static final Map<String, List<Source>> SOURCES = sources();

    /** The broker settings, by name. Of several for one topic setting the last has the default. */
    static final Map<String, ConfigKey<?>> KEYS = keys();

    private TopicDefaults() {}

    private static Map<String, ConfigKey<?>> keys() {
        Map<String, ConfigKey<?>> keys = new LinkedHashMap<>();
        SOURCES.forEach(
                (topic, sources) -> {
                    ConfigKey<?> key = Objects.requireNonNull(TopicKeys.ALL.get(topic), topic);
                    for (int i = 0; i < sources.size(); i++) {
                        Source source = sources.get(i);
                        boolean last = i == sources.size() - 1;
                        keys.put(source.brokerName(), key(key, source, last));
                    }
                });
        return Collections.unmodifiableMap(keys);
    }

    private static ConfigKey<?> key(ConfigKey<?> topicKey, Source source, boolean last) {
        String standard = last ? topicKey.defaultText() : null;
        if (source.factor() == 1) {
            return topicKey.as(source.brokerName(), standard);
        }
        Integer scaled =
                standard == null ? null : (int) (Long.parseLong(standard) / source.factor());
        return ConfigKey.int32(source.brokerName(), scaled, -1, topicKey.doc());
    }

    /** Whether {@code brokerName} can change while the broker runs: the finest unit of each can. */
    static boolean isDynamic(String brokerName) {
        return SOURCES.values().stream()
                .anyMatch(sources -> sources.get(0).brokerName().equals(brokerName));
    }

    private static Map<String, List<Source>> sources() {
        Map<String, List<Source>> map = new LinkedHashMap<>();
        for (String same :
                List.of(
                        "compression.type",
                        "compression.gzip.level",
                        "compression.lz4.level",
                        "compression.zstd.level",
                        "durability",
                        "min.insync.replicas",
                        "unclean.leader.election.enable")) {
            map.put(same, List.of(new Source(same, 1)));
        }
        one(map, "cleanup.policy", "log.cleanup.policy");
        one(map, "delete.retention.ms", "log.cleaner.delete.retention.ms");
        one(map, "file.delete.delay.ms", "log.segment.delete.delay.ms");
        one(map, "flush.messages", "log.flush.interval.messages");
        one(map, "index.interval.bytes", "log.index.interval.bytes");
        one(map, "local.retention.bytes", "log.local.retention.bytes");
        one(map, "local.retention.ms", "log.local.retention.ms");
        one(map, "max.compaction.lag.ms", "log.cleaner.max.compaction.lag.ms");
        one(map, "max.message.bytes", "message.max.bytes");
        one(map, "message.timestamp.after.max.ms", "log.message.timestamp.after.max.ms");
        one(map, "message.timestamp.before.max.ms", "log.message.timestamp.before.max.ms");
        one(map, "message.timestamp.type", "log.message.timestamp.type");
        one(map, "min.cleanable.dirty.ratio", "log.cleaner.min.cleanable.ratio");
        one(map, "min.compaction.lag.ms", "log.cleaner.min.compaction.lag.ms");
        one(map, "preallocate", "log.preallocate");
        one(map, "retention.bytes", "log.retention.bytes");
        one(map, "segment.bytes", "log.segment.bytes");
        one(map, "segment.index.bytes", "log.index.size.max.bytes");
        map.put(
                "flush.ms",
                List.of(
                        new Source("log.flush.interval.ms", 1),
                        new Source("log.flush.scheduler.interval.ms", 1)));
        map.put(
                "retention.ms",
                List.of(
                        new Source("log.retention.ms", 1),
                        new Source("log.retention.minutes", 60_000),
                        new Source("log.retention.hours", 3_600_000)));
        map.put(
                "segment.ms",
                List.of(new Source("log.roll.ms", 1), new Source("log.roll.hours", 3_600_000)));
        map.put(
                "segment.jitter.ms",
                List.of(
                        new Source("log.roll.jitter.ms", 1),
                        new Source("log.roll.jitter.hours", 3_600_000)));
        return map;
    }

    private static void one(Map<String, List<Source>> map, String topic, String broker) {
        map.put(topic, List.of(new Source(broker, 1)));
    }

    /** {@code brokerName} and those that are asked if it is not set. */
    static List<String> synonyms(String brokerName) {
        for (List<Source> sources : SOURCES.values()) {
            List<String> names = sources.stream().map(Source::brokerName).toList();
            int place = names.indexOf(brokerName);
            if (place >= 0) {
                return names.subList(place, names.size());
            }
        }
        return List.of(brokerName);
    }

    /** Those that are the default of one. */
    static List<String> brokerNames(String topicName) {
        return SOURCES.getOrDefault(topicName, List.of()).stream().map(Source::brokerName).toList();
    }

    /** The defaults of all topics under {@code brokerSettings}: topic name to text. */
    static Map<String, String> resolve(Map<String, String> brokerSettings) {
        Map<String, String> defaults = new HashMap<>();
        for (Map.Entry<String, List<Source>> entry : SOURCES.entrySet()) {
            for (Source source : entry.getValue()) {
                String value = brokerSettings.get(source.brokerName());
                if (value != null && !value.isBlank()) {
                    defaults.put(entry.getKey(), scaled(source, value.trim(), entry.getKey()));
                    break;
                }
            }
        }
        return defaults;
    }

    private static String scaled(Source source, String value, String topicName) {
        String text = value;
        if (source.factor() != 1) {
            try {
                long number = Long.parseLong(value);
                text = String.valueOf(number < 0 ? number : number * source.factor());
            } catch (NumberFormatException e) {
                throw new ConfigException(
                        "'" + value + "' is no value for " + source.brokerName() + ": a number");
            }
        }
        String violation = TopicKeys.violation(topicName, text);
        if (violation != null) {
            throw new ConfigException(
                    violation.replace(" for " + topicName, " for " + source.brokerName()));
        }
        return text;
    }
}
