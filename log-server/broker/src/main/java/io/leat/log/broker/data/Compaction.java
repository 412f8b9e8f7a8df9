package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicConfig;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.runtime.Clock;
import io.leat.log.storage.CleanerWorker;
import io.leat.log.storage.CleaningReport;
import io.leat.log.storage.CompactionSettings;
import io.leat.log.storage.LogCompaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether and how one partition is compacted, and what became of it. Owned by the partition's loop.
 * After a failure it is tried again, later each time; nothing is given up until a restart.
 */
final class Compaction {

    private static final Logger log = LoggerFactory.getLogger(Compaction.class);
    private static final long FIRST_PAUSE_MS = 15_000;
    private static final long PAUSE_MAX_MS = 3_600_000;

    private final TopicIdPartition id;
    private final LogCompaction compaction;
    private final Clock clock;
    private @Nullable CompactionSettings settings;
    private long pauseMs = FIRST_PAUSE_MS;
    private long notBefore;
    private int damagedKnown;

    Compaction(TopicIdPartition id, LogCompaction compaction, Clock clock, TopicConfig config) {
        this.id = id;
        this.compaction = compaction;
        this.clock = clock;
        configure(config);
    }

    void configure(TopicConfig config) {
        settings =
                config.get(TopicKeys.CLEANUP_POLICY).contains("compact")
                        ? new CompactionSettings(
                                config.get(TopicKeys.MIN_CLEANABLE_DIRTY_RATIO),
                                config.get(TopicKeys.MIN_COMPACTION_LAG_MS),
                                config.get(TopicKeys.MAX_COMPACTION_LAG_MS),
                                config.get(TopicKeys.DELETE_RETENTION_MS),
                                config.get(TopicKeys.SEGMENT_BYTES))
                        : null;
    }

    /** How much it is due: from 0, not at all, to 1. */
    double dirtiness() {
        CompactionSettings current = settings;
        boolean now = current != null && clock.epochMillis() >= notBefore;
        return now && current != null ? compaction.dirtiness(current) : 0;
    }

    /** Compacts, then runs {@code done} on the partition's loop. */
    void run(CleanerWorker worker, Runnable done) {
        CompactionSettings current = settings;
        if (current == null || compaction.isRunning()) {
            done.run();
            return;
        }
        compaction.clean(
                current,
                worker,
                (report, failure) -> {
                    if (failure != null) {
                        failed(failure);
                    } else if (report != null) {
                        cleaned(report);
                    }
                    done.run();
                });
    }

    private void cleaned(CleaningReport report) {
        pauseMs = FIRST_PAUSE_MS;
        log.debug(
                "Compacted partition={} to={} bytes={} was={}",
                id,
                report.cleanedTo(),
                report.bytesAfter(),
                report.bytesBefore());
        if (report.damagedBatches() != damagedKnown) {
            damagedKnown = report.damagedBatches();
            log.error(
                    "Partition {} has {} damaged batches, which compaction left as they are:"
                            + " restore its files from a copy",
                    id,
                    damagedKnown);
        }
    }

    private void failed(Throwable failure) {
        notBefore = clock.epochMillis() + pauseMs;
        log.error(
                "Partition {} could not be compacted, the next try is in {} s: {}",
                id,
                pauseMs / 1000,
                failure.getMessage());
        pauseMs = Math.min(PAUSE_MAX_MS, pauseMs * 2);
    }
}
