package io.leat.connect.runtime;

import io.leat.clients.consumer.CommitFailedException;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.errors.RebalanceInProgressException;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.WakeupException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sink task was given so far, and where it asked to go back to. Owned by the task's thread.
 */
final class SinkOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(SinkOffsets.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
    private final Map<TopicPartition, Long> wanted = new HashMap<>();

    SinkOffsets(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The task has all that the consumer has returned. */
    void deliveredAll() {
        deliveredAll(consumer.assignment());
    }

    void deliveredAll(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            delivered.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
    }

    Map<TopicPartition, OffsetAndMetadata> delivered() {
        return Map.copyOf(delivered);
    }

    void forget(Collection<TopicPartition> partitions) {
        delivered.keySet().removeAll(partitions);
    }

    /** The task wants to read {@code partition} from {@code offset} on. */
    void want(TopicPartition partition, long offset) {
        wanted.put(partition, offset);
    }

    /** Goes where the task wants to be. */
    void seek() {
        wanted.forEach(
                (partition, offset) -> {
                    if (consumer.assignment().contains(partition)) {
                        consumer.seek(partition, offset);
                        delivered.put(partition, new OffsetAndMetadata(offset));
                    }
                });
        wanted.clear();
    }

    /** Commits; a failure that only means reading some records again is not one of the task. */
    void commit(Map<TopicPartition, OffsetAndMetadata> safe) {
        try {
            try {
                consumer.commitSync(safe);
            } catch (WakeupException e) {
                // The task is to stop, and this is what it has to do first.
                consumer.commitSync(safe);
            }
        } catch (CommitFailedException | RebalanceInProgressException | RetriableException e) {
            LOG.atWarn().addKeyValue("offsets", safe).setCause(e).log("offsets not committed");
        }
    }
}
