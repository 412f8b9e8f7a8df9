package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.RecordsToDelete;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what was read and committed from repartition topics, every {@code
 * repartition.purge.interval.ms}. Owned by the stream thread, which never waits for it: what a
 * deletion misses, the next one covers.
 */
final class RepartitionPurge {

    private static final Logger LOG = LoggerFactory.getLogger(RepartitionPurge.class);

    private final Admin admin;
    private final long intervalMs;
    private @Nullable KafkaFuture<Void> running;
    private long lastMs;

    RepartitionPurge(Admin admin, long intervalMs, long nowMs) {
        this.admin = admin;
        this.intervalMs = intervalMs;
        this.lastMs = nowMs;
    }

    /** Something was committed at {@code nowMs}. */
    void committed(TaskSet tasks, long nowMs) {
        if (nowMs - lastMs <= intervalMs) {
            return;
        }
        lastMs = nowMs;
        if (running != null && !running.isDone()) {
            return;
        }
        if (running != null && running.isCompletedExceptionally()) {
            LOG.atDebug().log("deleting records of repartition topics failed, trying again");
        }
        Map<TopicPartition, RecordsToDelete> deletions = new HashMap<>();
        tasks.all()
                .forEach(
                        task ->
                                task.purgeable()
                                        .forEach(
                                                (partition, offset) ->
                                                        deletions.put(
                                                                partition,
                                                                RecordsToDelete.beforeOffset(
                                                                        offset))));
        if (!deletions.isEmpty()) {
            running = admin.deleteRecords(deletions).all();
        }
    }
}
