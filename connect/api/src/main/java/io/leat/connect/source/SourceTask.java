package io.leat.connect.source;

import io.leat.clients.producer.RecordMetadata;
import io.leat.connect.connector.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a part of a source. The worker calls it from one thread. */
public abstract class SourceTask implements Task {

    /** The setting that says who sets transaction boundaries. */
    public static final String TRANSACTION_BOUNDARY_CONFIG = "transaction.boundary";

    /** Who sets transaction boundaries. */
    public enum TransactionBoundary {
        /** One transaction for each batch that {@code poll} returns. */
        POLL,
        /** One transaction for each commit interval. */
        INTERVAL,
        /** The connector, through {@link TransactionContext}. */
        CONNECTOR;

        public static final TransactionBoundary DEFAULT = POLL;

        public static TransactionBoundary fromProperty(String property) {
            return valueOf(property.trim().toUpperCase(Locale.ROOT));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Set by {@link #initialize}. */
    protected @Nullable SourceTaskContext context;

    public void initialize(SourceTaskContext context) {
        this.context = context;
    }

    @Override
    public abstract void start(Map<String, String> props);

    /**
     * The next records, or null when there are none yet; it should return within a second or so
     * then, so that the worker can pause or stop the task.
     */
    public abstract @Nullable List<SourceRecord> poll() throws InterruptedException;

    /**
     * Called before source offsets are committed, with the offset of each source partition: may
     * add, change or (with a null offset) remove some, for source partitions that no record spoke
     * for (KIP-910). Empty leaves them as they are.
     */
    public Optional<Map<Map<String, Object>, @Nullable Map<String, Object>>> updateOffsets(
            Map<Map<String, Object>, @Nullable Map<String, Object>> offsets) {
        return Optional.empty();
    }

    /** Everything returned so far is in the log, and its source offsets are committed. */
    public void commit() throws InterruptedException {}

    @Override
    public abstract void stop();

    /** {@code record} is in the log; {@code metadata} is null when a transform dropped it. */
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata)
            throws InterruptedException {}
}
