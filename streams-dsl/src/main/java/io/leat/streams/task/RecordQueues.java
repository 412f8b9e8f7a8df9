package io.leat.streams.task;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.TopicPartition;
import io.leat.log.runtime.Clock;
import io.leat.streams.metrics.Recorder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of a task that wait, by partition, and which of them is next. Owned by the task's
 * thread.
 */
final class RecordQueues {

    private final Map<TopicPartition, RecordQueue> queues = new LinkedHashMap<>();

    /** Those with records, by the time of the first. Ties are settled as in Kafka's tasks. */
    private final PriorityQueue<RecordQueue> filled =
            new PriorityQueue<>(Comparator.comparingLong(queue -> queue.peek().timestamp()));

    /** Those with records that came to be first in their queue since the last was chosen. */
    private final List<RecordQueue> arrived = new ArrayList<>();

    private final IdleWait idle;
    private final Clock clock;
    private final Recorder enforced;
    private long idleSinceMs = -1;

    /**
     * @param enforced counts records that were chosen although a partition had none
     */
    RecordQueues(IdleWait idle, Clock clock, Recorder enforced) {
        this.idle = idle;
        this.clock = clock;
        this.enforced = enforced;
    }

    /** Before the first record. */
    void put(TopicPartition partition, RecordQueue queue) {
        queues.put(partition, queue);
    }

    RecordQueue of(TopicPartition partition) {
        return queues.get(partition);
    }

    Set<TopicPartition> partitions() {
        return queues.keySet();
    }

    void add(TopicPartition partition, Iterable<ConsumerRecord<byte[], byte[]>> records) {
        RecordQueue queue = queues.get(partition);
        boolean empty = queue.size() == 0;
        records.forEach(queue::add);
        if (empty && queue.size() > 0) {
            arrived.add(queue);
        }
    }

    /** Whether no record waits. */
    boolean isEmpty() {
        return queues.values().stream().allMatch(queue -> queue.size() == 0);
    }

    /** How many records wait. */
    int size() {
        return queues.values().stream().mapToInt(RecordQueue::size).sum();
    }

    /** Whether all records that the server has were read. */
    boolean caughtUp() {
        return queues.keySet().stream().allMatch(idle::caughtUp);
    }

    /**
     * The queue whose first record is the earliest; null when none waits, or when an earlier one
     * may come on a partition that has nothing.
     */
    @Nullable RecordQueue next() {
        while (!arrived.isEmpty()) {
            RecordQueue queue = arrived.get(0);
            boolean any = queue.peek() != null;
            arrived.remove(0);
            if (any) {
                filled.add(queue);
            }
        }
        boolean ready = ready();
        if (ready && idle.counts() && !filled.isEmpty() && filled.size() < queues.size()) {
            enforced.add(1);
        }
        if (ready || filled.isEmpty()) {
            idleSinceMs = -1;
        } else if (idleSinceMs < 0) {
            idleSinceMs = clock.epochMillis();
        }
        return ready ? filled.peek() : null;
    }

    /** Whether it need not be waited for records of partitions that have none. */
    private boolean ready() {
        boolean nothingToWaitFor = filled.isEmpty() || filled.size() == queues.size();
        if (idle.disabled() || nothingToWaitFor && !idle.counts()) {
            return true;
        }
        boolean ready = true;
        for (Map.Entry<TopicPartition, RecordQueue> entry : queues.entrySet()) {
            if (entry.getValue().size() == 0) {
                ready &= idle.over(entry.getKey(), clock.millis());
            } else {
                idle.filled(entry.getKey());
            }
        }
        return ready;
    }

    /** The first record of {@code next}, which is what {@link #next} has just chosen. */
    Input take(RecordQueue next) {
        filled.remove();
        Input input = next.take();
        if (next.size() > 0) {
            arrived.add(next);
        }
        return input;
    }

    /** The next offset to read of each partition that was read from. */
    Map<TopicPartition, Long> consumed() {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        queues.forEach(
                (partition, queue) -> {
                    if (queue.consumed() >= 0) {
                        offsets.put(partition, queue.consumed());
                    }
                });
        return offsets;
    }

    /** From where to read what waits once more. */
    Map<TopicPartition, Long> unprocessed() {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        queues.forEach(
                (partition, queue) ->
                        queue.firstWaiting().ifPresent(first -> offsets.put(partition, first)));
        return offsets;
    }

    /** Since when (epoch milliseconds) it waits for records of an empty partition. */
    Optional<Long> idleSince() {
        return idleSinceMs < 0 ? Optional.empty() : Optional.of(idleSinceMs);
    }
}
