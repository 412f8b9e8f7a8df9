package io.leat.streams.task;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TaskCorruptedException;
import io.leat.streams.errors.TaskMigratedException;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.Punctuator;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.query.Position;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.state.spi.StoreFolder;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.Subtopology;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * One subtopology running on one partition: its stores, processors and waiting records. Owned by
 * one stream thread.
 *
 * <p>A commit is, in this order: {@link #forwardChanges}, {@link #logChanges}, the runtime's commit
 * of output and {@link #consumed offsets}, {@link #committed}.
 */
public final class Task {

    /** Before the name of a store, among the times that are committed. */
    private static final String CHANGELOG_END = "changelog-end:";

    private final TaskId id;
    private final Subtopology subtopology;
    private final TaskMetrics metrics;
    private final TaskScope scope;
    private final TaskStores stores;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final RecordQueues queues;
    private final Set<TopicPartition> repartitions = new HashSet<>();
    private final IdleTime idleTime;
    private final Map<TopicPartition, Long> committedOffsets = new HashMap<>();
    private final Function<TopicPartition, OptionalLong> lag;
    private final Punctuations.Caller punctuator = this::call;
    private Map<TopicPartition, Long> purgeable = Map.of();
    private boolean commitNeeded;

    /**
     * Opens the stores; {@link #start} comes when they are restored.
     *
     * @param partitions what the task reads, by the real names of topics
     * @param thread that owns the task, with its clock
     * @param lag how many records of a partition are not read yet; empty while that is unknown
     * @param globals the stores that processors may read without being connected to them
     */
    public Task(
            TaskId id,
            Subtopology subtopology,
            Set<TopicPartition> partitions,
            TaskSettings settings,
            Output output,
            RecordingThread thread,
            StoreFolder folder,
            SharedResources shared,
            Function<TopicPartition, OptionalLong> lag,
            GlobalStores globals) {
        this(
                new TaskStores(id, subtopology, settings, folder, shared),
                partitions,
                settings,
                output,
                thread,
                lag,
                globals);
    }

    /**
     * With {@code stores} that are open; they belong to the task from now on.
     *
     * @param partitions what the task reads, by the real names of topics
     * @param thread that owns the task, with its clock
     * @param lag how many records of a partition are not read yet; empty while that is unknown
     * @param globals the stores that processors may read without being connected to them
     */
    public Task(
            TaskStores stores,
            Set<TopicPartition> partitions,
            TaskSettings settings,
            Output output,
            RecordingThread thread,
            Function<TopicPartition, OptionalLong> lag,
            GlobalStores globals) {
        this.id = stores.id();
        this.idleTime = IdleTime.of(stores.subtopology(), settings);
        this.lag = lag;
        this.subtopology = stores.subtopology();
        this.stores = stores;
        this.metrics = new TaskMetrics(stores.metrics(), thread, id);
        this.scope = new TaskScope(id, subtopology, settings, output, metrics, stores, globals);
        this.queues =
                new RecordQueues(
                        new IdleWait(settings.maxIdleMs(), lag), scope.clock(), metrics.enforced);
        stores.measure(metrics, scope::currentTimestamp);
        build(partitions);
        for (InternalTopic topic : subtopology.repartitionSources()) {
            repartitions.add(new TopicPartition(scope.topic(topic.name()), id.partition()));
        }
    }

    private void build(Set<TopicPartition> partitions) {
        Map<String, NodeContext> contexts = new LinkedHashMap<>();
        for (GraphNode node : subtopology.nodes()) {
            NodeContext context =
                    new NodeContext(node.name(), scope, subtopology.storesOf(node.name()));
            contexts.put(node.name(), context);
            if (node instanceof GraphNode.Source source) {
                read(source, partitions, context);
                continue;
            }
            Step step =
                    node instanceof GraphNode.Sink sink
                            ? new SinkStep(sink, scope)
                            : new ProcessorStep((GraphNode.Processing) node, scope, context);
            steps.put(node.name(), step);
            node.parents().forEach(parent -> contexts.get(parent).addChild(node.name(), step));
        }
    }

    private void read(
            GraphNode.Source source, Set<TopicPartition> partitions, NodeContext context) {
        Recorder processed = context.meters().counter(DEBUG, "process", "processed records");
        Recorder latency = TaskMetrics.latency(context.meters());
        for (TopicPartition partition : partitions) {
            if (reads(source, partition.topic())) {
                queues.put(
                        partition,
                        new RecordQueue(
                                source, partition.topic(), scope, context, processed, latency));
            }
        }
    }

    private boolean reads(GraphNode.Source source, String topic) {
        return source.pattern() != null
                ? source.pattern().matcher(topic).matches()
                : source.topics().stream().anyMatch(name -> scope.topic(name).equals(topic));
    }

    /** Initializes the processors. */
    public void start() {
        guarded(() -> steps.values().forEach(Step::init));
    }

    public TaskId id() {
        return id;
    }

    public Subtopology subtopology() {
        return subtopology;
    }

    public Set<TopicPartition> partitions() {
        return queues.partitions();
    }

    public Map<String, StateStore> stores() {
        return stores.all();
    }

    public Iterable<ChangelogStore> changelogStores() {
        return stores.attached();
    }

    public TopicPartition changelog(ChangelogStore store) {
        return stores.changelog(store);
    }

    public void add(TopicPartition partition, Iterable<ConsumerRecord<byte[], byte[]>> records) {
        metrics.thread().look();
        queues.add(partition, records);
    }

    /** Records that wait in {@code partition}. */
    public int waiting(TopicPartition partition) {
        return queues.of(partition).size();
    }

    /** Whether any record waits. */
    public boolean hasRecords() {
        return !queues.isEmpty();
    }

    /**
     * Goes on with the answers that operators waited for, and processes the waiting record with the
     * lowest timestamp; false when there is nothing to do.
     */
    public boolean process() {
        boolean answered = scope.awaitsAnything() && guarded(scope::collectAnswers);
        boolean processed = !scope.full() && step();
        if (answered || processed) {
            commitNeeded = true;
            limitBuffers();
        }
        return answered || processed;
    }

    /** Whether operators wait for answers. */
    public boolean waitsForAnswers() {
        return scope.waitsForAnswers();
    }

    private boolean step() {
        RecordQueue next = queues.next();
        if (next == null) {
            return false;
        }
        Input input = queues.take(next);
        scope.begin(input);
        metrics.processed.add(1);
        if (idleTime.enabled()) {
            idleTime.active(scope.clock().millis(), scope.streamTime());
        }
        try {
            if (metrics.processLatency.isOn()) {
                processTimed(next, input);
            } else {
                next.process(input);
            }
        } catch (FailedException e) {
            throw located(e);
        }
        return true;
    }

    private void processTimed(RecordQueue queue, Input input) {
        metrics.lateness.record(Math.max(0, scope.streamTime() - input.timestamp()));
        metrics.waiting.is(queues.size());
        long begun = scope.clock().nanos();
        queue.process(input);
        metrics.processLatency.record((scope.clock().nanos() - begun) / 1e6);
    }

    /** The share of this task in the time that its thread processed lately. */
    public void tookOfProcessing(double share) {
        metrics.processRatio(share);
    }

    private void limitBuffers() {
        long allowed = scope.settings().bufferBytes();
        if (allowed == 0) {
            guarded(this::forwardAll);
            return;
        }
        long held = stores.bufferedBytes();
        if (metrics.processLatency.isOn()) {
            metrics.bufferedBytes.is(held);
        }
        if (held > allowed) {
            scope.requestCommit();
        }
    }

    /** Calls the punctuations that stream time has reached. */
    public boolean punctuateStreamTime() {
        return scope.streamTime() >= 0
                && punctuate(PunctuationType.STREAM_TIME, scope.streamTime());
    }

    /** Calls the punctuations that the wall clock has reached, after what a silent input means. */
    public boolean punctuateWallClock() {
        boolean later = idleTime.enabled() && goOnWithoutRecords();
        return punctuate(PunctuationType.WALL_CLOCK_TIME, scope.clock().epochMillis()) | later;
    }

    private boolean goOnWithoutRecords() {
        long now = scope.clock().millis();
        if (hasRecords() || waitsForAnswers() || !queues.caughtUp()) {
            idleTime.active(now, scope.streamTime());
            return false;
        }
        long time = idleTime.time(now, scope.streamTime());
        if (time <= scope.streamTime()) {
            return false;
        }
        scope.observe(scope.time(IdleTime.NAME).observe(time));
        for (LongConsumer operator : scope.timeListeners()) {
            guarded(this::forwardAll);
            guarded(() -> operator.accept(time));
        }
        commitNeeded = true;
        limitBuffers();
        punctuateStreamTime();
        return true;
    }

    private boolean punctuate(PunctuationType type, long now) {
        boolean called = scope.punctuations().run(type, now, punctuator);
        commitNeeded |= called;
        return called;
    }

    private void call(String node, Punctuator callback, long timestamp) {
        long begun = scope.clock().nanos();
        Input before = scope.current();
        scope.begin(null);
        guarded(
                () -> {
                    try {
                        callback.punctuate(timestamp);
                    } catch (FailedException | TaskMigratedException | TaskCorruptedException e) {
                        throw e;
                    } catch (RuntimeException e) {
                        scope.punctuationFailed(node, timestamp, e);
                    }
                });
        scope.begin(before);
        metrics.punctuated.record((scope.clock().nanos() - begun) / 1e6);
    }

    private void guarded(Runnable work) {
        guarded(
                () -> {
                    work.run();
                    return true;
                });
    }

    private boolean guarded(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (FailedException e) {
            throw located(e);
        }
    }

    /** Says where {@code failed} happened. */
    private StreamsException located(FailedException failed) {
        Input input = scope.current();
        return new StreamsException(
                "Node "
                        + failed.node()
                        + " of task "
                        + id
                        + " failed"
                        + (input == null
                                ? ""
                                : " on offset "
                                        + input.offset()
                                        + " of "
                                        + input.topic()
                                        + "-"
                                        + input.partition())
                        + ": "
                        + failed.getCause(),
                failed.getCause(),
                id);
    }

    /** Records that were dropped since the task was made: late ones, null keys. */
    public long droppedRecords() {
        return scope.droppedRecords();
    }

    /** Whether there is anything to commit. */
    public boolean commitNeeded() {
        return commitNeeded;
    }

    public boolean commitRequested() {
        return scope.commitRequested();
    }

    /** Lets downstream hear of the changes that stores held back. */
    public void forwardChanges() {
        guarded(this::forwardAll);
    }

    private void forwardAll() {
        stores.forwardChanges();
    }

    /** Sends the changes of stores to their changelogs. */
    public void logChanges() {
        for (ChangelogStore store : stores.attached()) {
            if (store.logged()) {
                TopicPartition changelog = changelog(store);
                ErrorContext context = ErrorContext.ofChange(id);
                store.logChanges(
                        (key, value, timestamp, headers) ->
                                scope.output()
                                        .log(
                                                new ProducerRecord<>(
                                                        changelog.topic(),
                                                        changelog.partition(),
                                                        timestamp < 0
                                                                ? Math.max(
                                                                        0, scope.currentTimestamp())
                                                                : timestamp,
                                                        key.get(),
                                                        value,
                                                        headers),
                                                context));
            }
        }
    }

    /** The next offset to read of each partition that was read from. */
    public Map<TopicPartition, Long> consumed() {
        return queues.consumed();
    }

    /**
     * What is committed beside the offset of {@code partition}: its time, those of operators, and
     * where changelogs end.
     *
     * @param changelogEnds by the names of stores, with all that belongs to this commit
     */
    public String metadata(TopicPartition partition, Map<String, Long> changelogEnds) {
        Map<String, Long> operators = new TreeMap<>();
        scope.times()
                .forEach(
                        (name, time) -> {
                            if (time.millis() >= 0) {
                                operators.put(name, time.millis());
                            }
                        });
        changelogEnds.forEach(
                (store, end) ->
                        operators.put(CHANGELOG_END + subtopology.formerNames().of(store), end));
        return new CommittedTimes(queues.of(partition).partitionTime(), operators).encode();
    }

    /**
     * How far changelogs have to be restored at least, by the names of stores: up to there they
     * belong to the offset that {@code metadata} was committed with. What leaders say is not
     * enough: one that was replaced and does not know it yet names an older end.
     */
    public static Map<String, Long> changelogEnds(String metadata) {
        Map<String, Long> ends = new HashMap<>();
        CommittedTimes.decode(metadata)
                .operators()
                .forEach(
                        (name, end) -> {
                            if (name.startsWith(CHANGELOG_END)) {
                                ends.put(name.substring(CHANGELOG_END.length()), end);
                            }
                        });
        return ends;
    }

    /** The stores have what comes from the records of {@code partition} before {@code offset}. */
    public void restored(TopicPartition partition, long offset) {
        stores.committedPosition(
                stores.committedPosition()
                        .withComponent(partition.topic(), partition.partition(), offset - 1));
    }

    /**
     * Goes on from what was committed of {@code partition}: the next offset, and what went with it.
     */
    public void committed(TopicPartition partition, long offset, String metadata) {
        committedOffsets.put(partition, offset);
        restored(partition, offset);
        CommittedTimes times = CommittedTimes.decode(metadata);
        queues.of(partition).partitionTime(times.partitionTime());
        scope.observe(times.partitionTime());
        times.operators()
                .forEach(
                        (name, time) -> {
                            if (!name.startsWith(CHANGELOG_END)) {
                                scope.time(name).observe(time);
                                if (name.equals(IdleTime.NAME)) {
                                    scope.observe(time);
                                }
                            }
                        });
    }

    /**
     * Output and offsets are committed: makes the state durable.
     *
     * @param positions the offsets after the last change in each changelog, where one was logged
     */
    public void committed(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> consumed = consumed();
        committedOffsets.putAll(consumed);
        for (ChangelogStore store : stores.attached()) {
            boolean fromSource = subtopology.sourceStores().containsKey(store.name());
            stores.commit(
                    store,
                    fromSource
                            ? consumed.getOrDefault(stores.log(store), -1L)
                            : positions.getOrDefault(changelog(store), -1L));
        }
        stores.commitForeign();
        metrics.committed.add(1);
        stores.noteReached();
        commitNeeded = false;
        Position position = stores.committedPosition();
        consumed.forEach(
                (partition, next) ->
                        position.withComponent(partition.topic(), partition.partition(), next - 1));
        stores.committedPosition(position);
        purgeable = new LinkedHashMap<>(consumed);
        purgeable.keySet().retainAll(repartitions);
        scope.takeCommitRequest();
    }

    /** The next offset to read of each partition after a failure; -1 while there is none. */
    public Map<TopicPartition, Long> committedOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        queues.partitions()
                .forEach(
                        partition ->
                                offsets.put(
                                        partition, committedOffsets.getOrDefault(partition, -1L)));
        return offsets;
    }

    /** Where {@code partition} ends as far as that is known; -1 while it is not. */
    public long end(TopicPartition partition) {
        RecordQueue queue = queues.of(partition);
        OptionalLong behind = lag.apply(partition);
        long next = Math.max(queue.next(), committedOffsets.getOrDefault(partition, 0L));
        return behind.isEmpty() ? -1 : next + behind.getAsLong();
    }

    /** Since when (epoch milliseconds) it waits for records of an empty partition. */
    public Optional<Long> idleSince() {
        return queues.idleSince();
    }

    /** Up to where nobody reads the repartition topics again: what was committed. */
    public Map<TopicPartition, Long> purgeable() {
        return purgeable;
    }

    /** From where to read what waits once more, for a task that takes the place of this one. */
    public Map<TopicPartition, Long> unprocessed() {
        return queues.unprocessed();
    }

    /** The stores, which belong to the task. */
    public TaskStores taskStores() {
        return stores;
    }

    /** Closes the processors and gives the stores back, without what was not committed. */
    public TaskStores release() {
        guarded(() -> steps.values().forEach(Step::close));
        stores.rollback();
        metrics.close();
        stores.unmeasure();
        return stores;
    }

    /** Closes the processors and stores; what was not committed is forgotten. */
    public void close() {
        try {
            guarded(() -> steps.values().forEach(Step::close));
        } finally {
            metrics.close();
            stores.close();
        }
    }
}
