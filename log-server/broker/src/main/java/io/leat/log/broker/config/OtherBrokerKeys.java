package io.leat.log.broker.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of broker settings that {@link BrokerKeys} does not list: other names for the same
 * thing, names that are gone, and names Kafka has that mean nothing here. Immutable.
 */
public final class OtherBrokerKeys {

    /** Other names of settings. */
    public static final Map<String, ConfigKey<?>> ALIASES =
            Map.of("broker.id", BrokerKeys.NODE_ID, "log.dir", BrokerKeys.LOG_DIRS);

    /** Settings that cannot be honoured and must not be ignored, with what to do instead. */
    public static final Map<String, String> REFUSED =
            Map.ofEntries(
                    Map.entry(
                            "zookeeper.connect",
                            "there is no ZooKeeper: the metadata quorum is part of the server, "
                                    + "remove the line"),
                    Map.entry(
                            "log.segment.ms",
                            "there is no such setting: use log.roll.ms, or segment.ms on a topic"),
                    Map.entry(
                            "replication.factor",
                            "it is given when a topic is created: use default.replication.factor"),
                    Map.entry(
                            "log.message.format.version",
                            "record batches are always version 2: remove the line"));

    /** Settings that are accepted because others have them, with what to know about it. */
    public static final Map<String, String> MAPPED =
            Map.ofEntries(
                    Map.entry(
                            "num.network.threads",
                            "connections run on event loops, see leat.event.loops"),
                    Map.entry(
                            "num.io.threads", "requests run on event loops, see leat.event.loops"),
                    Map.entry("log.cleaner.enable", "compacted topics are always compacted"),
                    Map.entry(
                            "log.cleaner.io.buffer.size",
                            "compaction reads and writes in steps of its own"),
                    Map.entry(
                            "log.cleaner.io.buffer.load.factor",
                            "the keys of compaction fill their memory as far as they can"),
                    Map.entry(
                            "log.dir.failure.timeout.ms",
                            "a broker goes on without a folder that failed, and tells the"
                                    + " controller until it knows"),
                    Map.entry(
                            "log.flush.scheduler.interval.ms",
                            "flush.ms is kept for each partition by itself"),
                    Map.entry(
                            "log.flush.offset.checkpoint.interval.ms",
                            "recovery points are written as segments fill"),
                    Map.entry(
                            "log.flush.start.offset.checkpoint.interval.ms",
                            "where a log starts is written before it is acknowledged"),
                    Map.entry(
                            "log.initial.task.delay.ms",
                            "retention first runs after log.retention.check.interval.ms"),
                    Map.entry(
                            "num.recovery.threads.per.data.dir",
                            "logs are opened side by side, whatever folder they are in"),
                    Map.entry(
                            "remote.log.storage.system.enable",
                            "nothing is tiered: retention.ms and retention.bytes say what is"
                                    + " kept"));

    private OtherBrokerKeys() {}

    /** The names Kafka 4.3 knows for a broker. Read when an unusual name turns up. */
    public static Set<String> known() {
        try (InputStream in =
                        OtherBrokerKeys.class.getResourceAsStream("accepted-broker-keys.txt");
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines().collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of a server that are the default of a topic's; the first that is set wins. */
    public static List<String> defaultsOf(String topicSetting) {
        return TopicDefaults.brokerNames(topicSetting);
    }

    /** A setting and those that stand in for it where it is not set, in other units. */
    public static List<String> synonyms(String name) {
        return TopicDefaults.synonyms(name);
    }

    /** What to tell about a setting that is accepted without effect, or null if it is unknown. */
    static @Nullable String note(String name) {
        String mapped = MAPPED.get(name);
        if (mapped != null) {
            return name + " has no effect: " + mapped;
        }
        return known().contains(name) ? name + " is accepted and has no effect" : null;
    }
}
