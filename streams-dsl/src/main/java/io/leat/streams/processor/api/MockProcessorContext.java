package io.leat.streams.processor.api;

import io.leat.common.serialization.Serde;
import io.leat.log.transport.RealPorts;
import io.leat.streams.StreamsConfig;
import io.leat.streams.StreamsMetrics;
import io.leat.streams.metrics.Meters;
import io.leat.streams.processor.Cancellable;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.Punctuator;
import io.leat.streams.processor.StateRestoreCallback;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.StateStoreContext;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreContext;
import io.leat.streams.state.spi.StoreFolder;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;

/**
 * A context for tests of one processor: it remembers what is forwarded, scheduled and committed,
 * and lets the test say what time it is and where the record comes from. Used by one thread.
 */
@NullUnmarked
public class MockProcessorContext<KForward, VForward>
        implements ProcessorContext<KForward, VForward> {

    private final StreamsConfig config;
    private final TaskId taskId;
    private final File stateDir;
    private final Meters meters = Meters.alone();
    private final Map<String, StateStore> stores = new HashMap<>();
    private final List<CapturedPunctuator> punctuators = new ArrayList<>();
    private final List<CapturedForward<? extends KForward, ? extends VForward>> forwards =
            new ArrayList<>();
    private RecordMetadata metadata;
    private long systemTimeMs;
    private long streamTimeMs;
    private boolean committed;

    public MockProcessorContext() {
        this(new Properties());
    }

    public MockProcessorContext(Properties config) {
        this(config, new TaskId(0, 0), null);
    }

    /**
     * @param stateDir where stores keep files; null when none does
     */
    public MockProcessorContext(Properties config, TaskId taskId, File stateDir) {
        Properties filled = new Properties();
        filled.putAll(config);
        filled.putIfAbsent(StreamsConfig.APPLICATION_ID_CONFIG, "");
        filled.putIfAbsent(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        this.config = new StreamsConfig(filled);
        this.taskId = taskId;
        this.stateDir = stateDir;
    }

    /** Something that was scheduled. */
    public static final class CapturedPunctuator {

        private final Instant startTime;
        private final Duration interval;
        private final PunctuationType type;
        private final Punctuator punctuator;
        private boolean cancelled;

        private CapturedPunctuator(
                Instant startTime, Duration interval, PunctuationType type, Punctuator punctuator) {
            this.startTime = startTime;
            this.interval = interval;
            this.type = type;
            this.punctuator = punctuator;
        }

        /** Null when no start was given. */
        public Instant getStartTime() {
            return startTime;
        }

        public Duration getInterval() {
            return interval;
        }

        public PunctuationType getType() {
            return type;
        }

        public Punctuator getPunctuator() {
            return punctuator;
        }

        public void cancel() {
            cancelled = true;
        }

        public boolean cancelled() {
            return cancelled;
        }
    }

    /** A record that was forwarded. */
    public static final class CapturedForward<K, V> {

        private final Record<K, V> record;
        private final Optional<String> childName;

        public CapturedForward(Record<K, V> record) {
            this(record, Optional.empty());
        }

        public CapturedForward(Record<K, V> record, Optional<String> childName) {
            this.record = Objects.requireNonNull(record);
            this.childName = Objects.requireNonNull(childName);
        }

        /** The child that was named; empty when all were meant. */
        public Optional<String> childName() {
            return childName;
        }

        public Record<K, V> record() {
            return record;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof CapturedForward<?, ?> that
                    && record.equals(that.record)
                    && childName.equals(that.childName);
        }

        @Override
        public int hashCode() {
            return Objects.hash(record, childName);
        }

        @Override
        public String toString() {
            return "CapturedForward{record=" + record + ", childName=" + childName + '}';
        }
    }

    private record Place(String topic, int partition, long offset) implements RecordMetadata {}

    @Override
    public String applicationId() {
        return config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    @Override
    public TaskId taskId() {
        return taskId;
    }

    @Override
    public Map<String, Object> appConfigs() {
        Map<String, Object> all = new HashMap<>(config.values());
        all.putAll(config.originals());
        return all;
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return config.originalsWithPrefix(prefix);
    }

    @Override
    public long currentSystemTimeMs() {
        return systemTimeMs;
    }

    @Override
    public long currentStreamTimeMs() {
        return streamTimeMs;
    }

    @Override
    public Serde<?> keySerde() {
        return config.defaultKeySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return config.defaultValueSerde();
    }

    @Override
    public File stateDir() {
        return Objects.requireNonNull(
                stateDir,
                "The stateDir constructor argument was needed (probably for a state store) but not"
                        + " supplied. You can either reconfigure your test so that it doesn't need"
                        + " access to the disk (such as using an in-memory store), or use the full"
                        + " MockProcessorContext constructor to supply a non-null stateDir"
                        + " argument.");
    }

    public void setRecordMetadata(String topic, int partition, long offset) {
        metadata = new Place(topic, partition, offset);
    }

    public void setCurrentSystemTimeMs(long currentSystemTimeMs) {
        systemTimeMs = currentSystemTimeMs;
    }

    public void setCurrentStreamTimeMs(long currentStreamTimeMs) {
        streamTimeMs = currentStreamTimeMs;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return Optional.ofNullable(metadata);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S extends StateStore> S getStateStore(String name) {
        return (S) stores.get(name);
    }

    public <S extends StateStore> void addStateStore(S stateStore) {
        stores.put(stateStore.name(), stateStore);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        return schedule(null, interval, type, callback);
    }

    @Override
    public Cancellable schedule(
            Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        CapturedPunctuator captured = new CapturedPunctuator(startTime, interval, type, callback);
        punctuators.add(captured);
        return captured::cancel;
    }

    /** What was scheduled, also what was cancelled since. */
    public List<CapturedPunctuator> scheduledPunctuators() {
        return List.copyOf(punctuators);
    }

    @Override
    public <K extends KForward, V extends VForward> void forward(Record<K, V> record) {
        forward(record, null);
    }

    @Override
    public <K extends KForward, V extends VForward> void forward(
            Record<K, V> record, String childName) {
        forwards.add(new CapturedForward<>(record, Optional.ofNullable(childName)));
    }

    /** What was forwarded since the last reset. */
    public List<CapturedForward<? extends KForward, ? extends VForward>> forwarded() {
        return List.copyOf(forwards);
    }

    /** What was forwarded to this child, or to all. */
    public List<CapturedForward<? extends KForward, ? extends VForward>> forwarded(
            String childName) {
        List<CapturedForward<? extends KForward, ? extends VForward>> found = new ArrayList<>();
        for (CapturedForward<? extends KForward, ? extends VForward> forward : forwards) {
            if (forward.childName().isEmpty()
                    || forward.childName().equals(Optional.of(childName))) {
                found.add(forward);
            }
        }
        return found;
    }

    public void resetForwards() {
        forwards.clear();
    }

    @Override
    public void commit() {
        committed = true;
    }

    /** Whether a commit was asked for since the last reset. */
    public boolean committed() {
        return committed;
    }

    public void resetCommit() {
        committed = false;
    }

    @Override
    public StreamsMetrics metrics() {
        return meters;
    }

    /** The context to initialize stores with that the test adds. */
    public StateStoreContext getStateStoreContext() {
        return new OfStores();
    }

    /** What the stores of a test see. Nothing is logged. */
    private final class OfStores implements StoreContext {

        private final SharedResources shared = new SharedResources(meters);

        @Override
        public String applicationId() {
            return MockProcessorContext.this.applicationId();
        }

        @Override
        public TaskId taskId() {
            return taskId;
        }

        @Override
        public Serde<?> keySerde() {
            return MockProcessorContext.this.keySerde();
        }

        @Override
        public Serde<?> valueSerde() {
            return MockProcessorContext.this.valueSerde();
        }

        @Override
        public File stateDir() {
            return MockProcessorContext.this.stateDir();
        }

        @Override
        public StoreFolder folder() {
            return new StoreFolder(RealPorts.disk(stateDir().toPath()), taskId.toString());
        }

        @Override
        public void register(StateStore store, StateRestoreCallback callback) {
            stores.put(store.name(), store);
        }

        @Override
        public void attach(ChangelogStore store) {}

        @Override
        public SharedResources shared() {
            return shared;
        }

        @Override
        public Map<String, Object> appConfigs() {
            return MockProcessorContext.this.appConfigs();
        }

        @Override
        public Map<String, Object> appConfigsWithPrefix(String prefix) {
            return MockProcessorContext.this.appConfigsWithPrefix(prefix);
        }
    }
}
