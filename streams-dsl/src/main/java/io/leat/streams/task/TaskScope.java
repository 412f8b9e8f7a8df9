package io.leat.streams.task;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.log.runtime.Clock;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.ProcessingExceptionHandler;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.api.Record;
import io.leat.streams.topology.NeedsDefaults;
import io.leat.streams.topology.OperatorTime;
import io.leat.streams.topology.Outstanding;
import io.leat.streams.topology.Subtopology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the nodes of a task share. Owned by the task's thread. */
final class TaskScope {

    private static final Logger LOG = LoggerFactory.getLogger(TaskScope.class);

    private final TaskId id;
    private final Subtopology subtopology;
    private final TaskSettings settings;
    private final Output output;
    private final Clock clock;
    private final TaskStores stores;
    private final GlobalStores globals;
    private final Punctuations punctuations = new Punctuations();
    private final List<LongConsumer> timeListeners = new ArrayList<>();
    private final List<Outstanding> outstanding = new ArrayList<>();
    private Input current;
    private long streamTime = -1;
    private boolean commitRequested;
    private final Map<String, OperatorTime> times = new TreeMap<>();
    private final Map<String, Map<Object, Headers>> heldHeaders = new HashMap<>();
    private final Map<Object, Object> shared = new IdentityHashMap<>();
    private final TaskMetrics metrics;
    private long dropped;

    TaskScope(
            TaskId id,
            Subtopology subtopology,
            TaskSettings settings,
            Output output,
            TaskMetrics metrics,
            TaskStores stores,
            GlobalStores globals) {
        this.id = id;
        this.subtopology = subtopology;
        this.settings = settings;
        this.output = output;
        this.metrics = metrics;
        this.clock = metrics.thread().clock();
        this.stores = stores;
        stores.currentRecord(() -> Optional.ofNullable(current));
        this.globals = globals;
    }

    TaskId id() {
        return id;
    }

    TaskSettings settings() {
        return settings;
    }

    Output output() {
        return output;
    }

    Clock clock() {
        return clock;
    }

    TaskStores stores() {
        return stores;
    }

    /** The store that every instance has whole, as processors see it; null if there is none. */
    StateStore global(String name) {
        StateStore global = globals.find(name);
        return global == null ? null : ReadOnlyStore.of(global);
    }

    /** Whether this fills the global stores. */
    boolean fillsGlobals() {
        return id.subtopology() < 0;
    }

    /** Those that do something when time goes on without a record, parents first. */
    List<LongConsumer> timeListeners() {
        return timeListeners;
    }

    void add(Outstanding calls) {
        outstanding.add(calls);
    }

    /** Whether there are operators whose answers come later. */
    boolean awaitsAnything() {
        return !outstanding.isEmpty();
    }

    /** Goes on with the answers that operators waited for; whether there were any. */
    boolean collectAnswers() {
        boolean any = false;
        for (Outstanding calls : outstanding) {
            any |= calls.collect(clock.millis());
        }
        return any;
    }

    /** Whether an operator takes no more input before it has answers. */
    boolean full() {
        for (Outstanding calls : outstanding) {
            if (calls.full()) {
                return true;
            }
        }
        return false;
    }

    boolean waitsForAnswers() {
        return outstanding.stream().anyMatch(calls -> calls.waiting() > 0);
    }

    Punctuations punctuations() {
        return punctuations;
    }

    /** The real name of a topic of the topology. */
    String topic(String name) {
        return subtopology.isInternal(name) ? settings.applicationId() + "-" + name : name;
    }

    @SuppressWarnings("unchecked")
    <T> T shared(Object owner, Supplier<T> maker) {
        return (T) shared.computeIfAbsent(owner, first -> maker.get());
    }

    /** Counts a record that does not go on; says so the 1st, 2nd, 4th, 8th... time. */
    void dropped(String node, String why) {
        metrics.dropped.add(1);
        dropped++;
        if (Long.bitCount(dropped) == 1) {
            LOG.warn(
                    "a record is dropped task={} node={} reason={} topic={} partition={} offset={}"
                            + " droppedSoFar={}",
                    id,
                    node,
                    why,
                    current == null ? null : current.topic(),
                    current == null ? -1 : current.partition(),
                    current == null ? -1 : current.offset(),
                    dropped);
        }
    }

    /** Records that did not go on since the task was made. */
    long droppedRecords() {
        return dropped;
    }

    TaskMetrics metrics() {
        return metrics;
    }

    /** The input record that is being processed, or null. */
    Input current() {
        return current;
    }

    void begin(Input input) {
        current = input;
        if (input != null) {
            streamTime = Math.max(streamTime, input.timestamp());
        }
    }

    /** Does {@code work} as if {@code other} were the input record. */
    void within(RecordContext other, Runnable work) {
        Input before = current;
        current = other instanceof Input input ? input : Input.of(other);
        try {
            work.run();
        } finally {
            current = before;
        }
    }

    RecordContext recordContext() {
        return current == null ? new Nowhere(streamTime, new RecordHeaders()) : current;
    }

    /** The task's time is at least that. */
    void observe(long time) {
        streamTime = Math.max(streamTime, time);
    }

    Map<Object, Headers> heldHeaders(String store) {
        return heldHeaders.computeIfAbsent(store, first -> new HashMap<>());
    }

    OperatorTime time(String name) {
        return times.computeIfAbsent(
                subtopology.formerNames().ofTime(name), first -> new OperatorTime());
    }

    /** The times of the operators, to be committed with the offsets. */
    Map<String, OperatorTime> times() {
        return times;
    }

    long streamTime() {
        return streamTime;
    }

    /** The timestamp of the input record, or the stream time where there is none. */
    long currentTimestamp() {
        return current == null ? streamTime : current.timestamp();
    }

    void requestCommit() {
        commitRequested = true;
    }

    boolean takeCommitRequest() {
        boolean requested = commitRequested;
        commitRequested = false;
        return requested;
    }

    boolean commitRequested() {
        return commitRequested;
    }

    /** Where {@code record} is on its way. */
    ErrorHandlerContext errorContext(String node, Record<?, ?> record) {
        return errorContext(node, record.timestamp(), record.headers());
    }

    private ErrorHandlerContext errorContext(String node, long timestamp, Headers headers) {
        return ErrorContext.of(
                id, node, current == null ? null : current.raw(), timestamp, headers);
    }

    RecordContext recordContext(Record<?, ?> record) {
        if (current == null) {
            return new Nowhere(record.timestamp(), record.headers());
        }
        return new Input(current.raw(), null, null, record.timestamp());
    }

    /** The handler of processing exceptions goes on without the record, or fails. */
    void processingFailed(String node, Record<?, ?> record, Exception cause) {
        processingFailed(errorContext(node, record), record, cause);
    }

    void punctuationFailed(String node, long timestamp, Exception cause) {
        processingFailed(errorContext(node, timestamp, new RecordHeaders()), null, cause);
    }

    private void processingFailed(ErrorHandlerContext where, Record<?, ?> record, Exception cause) {
        ProcessingExceptionHandler.Response response;
        try {
            response =
                    Objects.requireNonNull(
                            settings.processingHandler().handleError(where, record, cause),
                            "the processing exception handler gave no response");
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            throw new FailedException(where.processorNodeId(), e);
        }
        response.deadLetterQueueRecords().forEach(dead -> output.send(dead, where));
        if (response.result() == ProcessingExceptionHandler.Result.FAIL) {
            throw new FailedException(where.processorNodeId(), cause);
        }
    }

    Serializer<?> keySerializer(Serializer<?> given) {
        return given == null ? stores.keySerde().serializer() : prepared(given);
    }

    Serializer<?> valueSerializer(Serializer<?> given) {
        return given == null ? stores.valueSerde().serializer() : prepared(given);
    }

    Deserializer<?> keyDeserializer(Deserializer<?> given) {
        return given == null ? stores.keySerde().deserializer() : prepared(given);
    }

    Deserializer<?> valueDeserializer(Deserializer<?> given) {
        return given == null ? stores.valueSerde().deserializer() : prepared(given);
    }

    private <T> T prepared(T given) {
        if (given instanceof NeedsDefaults needy) {
            needy.useDefaults(() -> (Serde<?>) stores.keySerde(), stores::valueSerde);
        }
        return given;
    }

    /** The context of a record that comes from a punctuation. */
    private record Nowhere(long timestamp, Headers headers) implements RecordContext {

        @Override
        public String topic() {
            return null;
        }

        @Override
        public int partition() {
            return -1;
        }

        @Override
        public long offset() {
            return -1;
        }

        @Override
        public byte[] sourceRawKey() {
            return null;
        }

        @Override
        public byte[] sourceRawValue() {
            return null;
        }
    }
}
