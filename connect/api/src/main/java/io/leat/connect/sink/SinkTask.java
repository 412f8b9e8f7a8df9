package io.leat.connect.sink;

import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.connect.connector.Task;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a sink. The worker calls it from one thread: {@code open} with the partitions,
 * {@code put} with records, {@code preCommit} before offsets are committed, {@code close}.
 */
public abstract class SinkTask implements Task {

    /** The setting that lists the topics to read. */
    public static final String TOPICS_CONFIG = "topics";

    /** The setting with a pattern of topics to read. */
    public static final String TOPICS_REGEX_CONFIG = "topics.regex";

    /** Set by {@link #initialize}. */
    protected @Nullable SinkTaskContext context;

    public void initialize(SinkTaskContext context) {
        this.context = context;
    }

    @Override
    public abstract void start(Map<String, String> props);

    /** Takes records over; they need not be at the sink yet when it returns. */
    public abstract void put(Collection<SinkRecord> records);

    /** Makes everything up to {@code currentOffsets} safe at the sink. */
    public void flush(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {}

    /** Flushes and returns the offsets that may be committed; an empty map commits nothing. */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        flush(currentOffsets);
        return currentOffsets;
    }

    /** These partitions are this task's from now on. */
    public void open(Collection<TopicPartition> partitions) {}

    /** These partitions are no longer this task's. */
    public void close(Collection<TopicPartition> partitions) {}

    @Override
    public abstract void stop();
}
