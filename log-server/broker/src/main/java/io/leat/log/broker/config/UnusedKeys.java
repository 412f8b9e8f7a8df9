package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.bool;
import static io.leat.log.broker.config.ConfigKey.float64;
import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.int64;
import static io.leat.log.broker.config.ConfigKey.list;

import java.util.List;

/**
 * The settings of Kafka's brokers that change while they run and mean nothing here: their values
 * are checked and kept, so that scripts which set them go on, and have no effect.
 */
final class UnusedKeys {

    private static final String LOOPS =
            "Accepted without effect: it runs on event loops, see leat.event.loops.";
    private static final String TIERS = "Accepted without effect: nothing is tiered.";
    private static final String BUFFERS =
            "Accepted without effect: coordinators keep no buffer of their own.";
    private static final String LANES =
            "Accepted without effect: partitions are opened side by side as disks allow.";
    private static final String READS =
            "Accepted without effect: compaction reads and writes a megabyte at a time.";

    static final ConfigKey<Integer> NETWORK_THREADS = int32("num.network.threads", 3, 1, LOOPS);

    static final List<ConfigKey<?>> LIST =
            List.of(
                    NETWORK_THREADS,
                    int32("num.io.threads", 8, 1, LOOPS),
                    int32("background.threads", 10, 1, LOOPS),
                    int32("num.replica.fetchers", 1, 1, LOOPS),
                    int32("num.recovery.threads.per.data.dir", 2, 1, LANES),
                    int32("log.cleaner.io.buffer.size", 524_288, 0, READS),
                    float64("log.cleaner.io.buffer.load.factor", 0.9, 0, 1, READS),
                    int32("group.coordinator.cached.buffer.max.bytes", 1_048_588, 524_288, BUFFERS),
                    int32("share.coordinator.cached.buffer.max.bytes", 1_048_588, 524_288, BUFFERS),
                    list(
                            "metric.reporters",
                            "org.apache.kafka.common.metrics.JmxReporter",
                            List.of("org.apache.kafka.common.metrics.JmxReporter"),
                            "Accepted without effect: no class is loaded; metrics are at"
                                    + " leat.admin.listener."),
                    list(
                            "config.providers",
                            "",
                            List.of(),
                            "Accepted without effect: no class is loaded."),
                    bool("follower.fetch.last.tiered.offset.enable", false, TIERS),
                    int32("remote.fetch.max.wait.ms", 500, 1, TIERS),
                    int64("remote.list.offsets.request.timeout.ms", 30_000L, 1, TIERS),
                    int64("remote.log.index.file.cache.total.size.bytes", 1_073_741_824L, 1, TIERS),
                    int32("remote.log.manager.copier.thread.pool.size", 10, 1, TIERS),
                    int64("remote.log.manager.copy.max.bytes.per.second", Long.MAX_VALUE, 1, TIERS),
                    int32("remote.log.manager.expiration.thread.pool.size", 10, 1, TIERS),
                    int64(
                            "remote.log.manager.fetch.max.bytes.per.second",
                            Long.MAX_VALUE,
                            1,
                            TIERS),
                    int32("remote.log.manager.follower.thread.pool.size", 2, 1, TIERS),
                    int32("remote.log.reader.threads", 10, 1, TIERS));

    private UnusedKeys() {}
}
