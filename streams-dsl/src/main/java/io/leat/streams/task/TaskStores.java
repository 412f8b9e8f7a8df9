package io.leat.streams.task;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;

import io.leat.common.TopicPartition;
import io.leat.common.serialization.Serde;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.CommitCallback;
import io.leat.streams.processor.StateRestoreCallback;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.api.RecordMetadata;
import io.leat.streams.query.Position;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.MeasuredBuilder;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreContext;
import io.leat.streams.state.spi.StoreFolder;
import io.leat.streams.topology.GraphStore;
import io.leat.streams.topology.Subtopology;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of a task, open, and what they see of it: all there is of a standby, and what is left
 * of a task that stops running. Owned by one thread at a time, which may hand them to another.
 */
public final class TaskStores implements StoreContext {

    private final TaskId id;
    private final Subtopology subtopology;
    private final TaskSettings settings;
    private final StoreFolder folder;
    private final SharedResources shared;
    private final Map<String, StateStore> stores = new LinkedHashMap<>();
    private final List<ChangelogStore> attached = new ArrayList<>();
    private final List<StateStore> foreign = new ArrayList<>();
    private final Map<String, String> scopes = new HashMap<>();
    private final Map<String, StoreMetrics> metrics = new HashMap<>();
    private final List<CommitCallback> callbacks = new ArrayList<>();
    private Supplier<Optional<RecordMetadata>> currentRecord = Optional::empty;
    private volatile Position committedPosition = Position.emptyPosition();
    private volatile Map<TopicPartition, Long> reached = Map.of();

    /** Opens the stores of task {@code id}. */
    public TaskStores(
            TaskId id,
            Subtopology subtopology,
            TaskSettings settings,
            StoreFolder folder,
            SharedResources shared) {
        this.id = id;
        this.subtopology = subtopology;
        this.settings = settings;
        this.folder = folder;
        this.shared = shared;
        try {
            for (GraphStore store : subtopology.storesInOrderOfUse()) {
                open(store.builder(settings.configs()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        noteReached();
    }

    private void open(StoreBuilder<?> builder) {
        StateStore store = builder.build();
        int before = attached.size();
        stores.put(store.name(), store);
        if (builder instanceof MeasuredBuilder measured) {
            scopes.put(store.name(), measured.metricsScope());
        }
        store.init(this, store);
        if (attached.size() == before) {
            foreign.add(store);
        }
    }

    /** Global stores are filled from their topics, which are no changelogs. */
    @Override
    public boolean restores(ChangelogStore store) {
        return id.partition() < 0 || log(store) != null;
    }

    /** What metrics call stores of the kind of {@code store}; null for one that users wrote. */
    public @Nullable String kind(String store) {
        return scopes.get(store);
    }

    /** Who knows which input record is being processed. */
    void currentRecord(Supplier<Optional<RecordMetadata>> known) {
        currentRecord = known;
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return currentRecord.get();
    }

    /** Lets the stores commit that users wrote themselves, and those who asked to hear of it. */
    void commitForeign() {
        foreign.forEach(store -> store.commit(Map.of()));
        for (CommitCallback callback : callbacks) {
            try {
                callback.onCommit();
            } catch (IOException e) {
                throw new ProcessorStateException("a store could not take note of a commit", e);
            }
        }
    }

    @Override
    public void register(
            StateStore store, StateRestoreCallback callback, CommitCallback commitCallback) {
        register(store, callback);
        callbacks.add(commitCallback);
    }

    /** The store as processors see it; its use is measured if that is wished. */
    StateStore get(String name) {
        StateStore store = stores.get(name);
        StoreMetrics measures = metrics.get(name);
        return measures == null ? store : measures.around(store);
    }

    /**
     * Measures the stores as part of {@code task}, until {@link #unmeasure}.
     *
     * @param recordTime the timestamp of the input record
     */
    void measure(TaskMetrics task, LongSupplier recordTime) {
        for (ChangelogStore store : attached) {
            String scope = scopes.get(store.name());
            if (scope != null) {
                StoreMetrics made = StoreMetrics.of(task, scope, store.name(), recordTime);
                store.measure(made.group(), task.cache(store.name()));
                if (made.group().records(DEBUG)) {
                    metrics.put(store.name(), made);
                }
            }
        }
    }

    /** The metrics are gone. */
    void unmeasure() {
        metrics.clear();
        attached.forEach(ChangelogStore::unmeasure);
    }

    /** Lets downstream hear of the changes that stores held back. */
    void forwardChanges() {
        for (ChangelogStore store : attached) {
            StoreMetrics measures = metrics.get(store.name());
            if (measures == null) {
                store.forwardChanges();
            } else {
                measures.flushing(store::forwardChanges);
            }
        }
    }

    /** Makes the changes of {@code store} durable. */
    void commit(ChangelogStore store, long position) {
        StoreMetrics measures = metrics.get(store.name());
        if (measures == null) {
            store.commit(position);
        } else {
            measures.committing(() -> store.commit(position));
        }
    }

    public TaskId id() {
        return id;
    }

    public Subtopology subtopology() {
        return subtopology;
    }

    /** The stores by name. */
    public Map<String, StateStore> all() {
        return stores;
    }

    /** The stores that take part in commits, those first whose changes others hear of. */
    public Collection<ChangelogStore> attached() {
        return attached;
    }

    public TopicPartition changelog(ChangelogStore store) {
        return new TopicPartition(
                settings.applicationId()
                        + "-"
                        + subtopology.formerNames().of(store.name())
                        + "-changelog",
                id.partition());
    }

    /** Where {@code store} is restored from; null for nowhere. */
    public @Nullable TopicPartition log(ChangelogStore store) {
        String source = subtopology.sourceStores().get(store.name());
        if (source != null) {
            String topic =
                    subtopology.isInternal(source)
                            ? settings.applicationId() + "-" + source
                            : source;
            return new TopicPartition(topic, id.partition());
        }
        return store.logged() ? changelog(store) : null;
    }

    /** The names of the stores by what they are restored from. */
    public Map<TopicPartition, String> logs() {
        Map<TopicPartition, String> logs = new LinkedHashMap<>();
        for (ChangelogStore store : attached) {
            TopicPartition log = log(store);
            if (log != null) {
                logs.put(log, store.name());
            }
        }
        return logs;
    }

    /** Takes note of how far the stores are in what they are restored from. */
    public void noteReached() {
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        for (ChangelogStore store : attached) {
            TopicPartition log = log(store);
            if (log != null) {
                offsets.put(log, Math.max(0, store.position()));
            }
        }
        reached = offsets;
    }

    /** How far the stores are in what they are restored from; safe from any thread. */
    public Map<TopicPartition, Long> reached() {
        return reached;
    }

    /** How far the stores are that outlive the process, all together. */
    public long durablePosition() {
        long sum = 0;
        for (ChangelogStore store : attached) {
            StateStore whole = stores.get(store.name());
            if (whole != null && whole.persistent() && log(store) != null) {
                sum += Math.max(0, store.position());
            }
        }
        return sum;
    }

    /** Forgets what was not committed. */
    void rollback() {
        attached.forEach(ChangelogStore::rollback);
    }

    long bufferedBytes() {
        long bytes = 0;
        for (ChangelogStore store : attached) {
            bytes += store.bufferedBytes();
        }
        return bytes;
    }

    /** Closes the stores; what was not committed is forgotten. */
    public void close() {
        stores.values().forEach(StateStore::close);
    }

    @Override
    public String applicationId() {
        return settings.applicationId();
    }

    @Override
    public TaskId taskId() {
        return id;
    }

    @Override
    public Serde<?> keySerde() {
        return given(settings.keySerde(), "key");
    }

    @Override
    public Serde<?> valueSerde() {
        return given(settings.valueSerde(), "value");
    }

    private static Serde<?> given(Serde<?> serde, String what) {
        if (serde == null) {
            throw new StreamsException(
                    "There is no serde for a "
                            + what
                            + ": give one (Consumed, Produced, Grouped, Materialized) or set"
                            + " default."
                            + what
                            + ".serde.");
        }
        return serde;
    }

    @Override
    public File stateDir() {
        return folder.file();
    }

    @Override
    public StoreFolder folder() {
        return folder;
    }

    @Override
    public void register(StateStore store, StateRestoreCallback callback) {
        stores.put(store.name(), store);
    }

    /** What input the committed content of the stores has seen. */
    void committedPosition(Position position) {
        committedPosition = position;
    }

    @Override
    public Position committedPosition() {
        return committedPosition.copy();
    }

    @Override
    public void attach(ChangelogStore store) {
        attached.add(store);
    }

    @Override
    public SharedResources shared() {
        return shared;
    }

    @Override
    public Map<String, Object> appConfigs() {
        return settings.configs();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        Map<String, Object> found = new HashMap<>();
        settings.configs()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(prefix)) {
                                found.put(key.substring(prefix.length()), value);
                            }
                        });
        return found;
    }
}
