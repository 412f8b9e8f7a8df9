package io.leat.streams.task;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;
import static io.leat.common.metrics.Sensor.RecordingLevel.TRACE;
import static io.leat.streams.metrics.Figure.AVG;
import static io.leat.streams.metrics.Figure.MAX;
import static io.leat.streams.metrics.Figure.RATE;

import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import io.leat.streams.processor.StateStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What is recorded about one store of a task, from DEBUG on: rates, latencies in nanoseconds, and
 * iterators. Owned by the task's thread.
 */
final class StoreMetrics {

    private static final Map<String, String> OF_KEYS =
            Map.of(
                    "get", "get",
                    "put", "put",
                    "putIfAbsent", "put-if-absent",
                    "putAll", "put-all",
                    "delete", "delete",
                    "range", "range",
                    "reverseRange", "range",
                    "all", "all",
                    "reverseAll", "all",
                    "prefixScan", "prefix-scan");
    private static final Map<String, String> OF_WINDOWS =
            Map.of(
                    "put", "put",
                    "fetch", "fetch",
                    "backwardFetch", "fetch",
                    "fetchAll", "fetch",
                    "backwardFetchAll", "fetch",
                    "all", "fetch",
                    "backwardAll", "fetch");
    private static final Map<String, String> OF_SESSIONS =
            Map.of(
                    "put", "put",
                    "remove", "remove",
                    "fetch", "fetch",
                    "backwardFetch", "fetch",
                    "fetchSession", "fetch",
                    "findSessions", "fetch",
                    "backwardFindSessions", "fetch");

    private final MetricGroup group;
    private final Map<String, Recorder> calls = new HashMap<>();
    private final Recorder latency;
    private final LongSupplier recordTime;
    private final OpenIterators iterators;
    private final Recorder flush;
    private final Recorder commit;

    private StoreMetrics(
            MetricGroup group, Map<String, String> operations, LongSupplier recordTime) {
        this.group = group;
        this.recordTime = recordTime;
        Map<String, Recorder> byOperation = new HashMap<>();
        operations.forEach(
                (method, operation) ->
                        calls.put(method, byOperation.computeIfAbsent(operation, this::operation)));
        flush = operation("flush");
        commit = operation("commit");
        latency =
                group.spread(
                        TRACE,
                        "record-e2e-latency",
                        "ms from the input record's timestamp to the put");
        iterators = new OpenIterators(group);
    }

    /**
     * @param scope of the store's kind
     */
    static StoreMetrics of(TaskMetrics task, String scope, String store, LongSupplier recordTime) {
        return new StoreMetrics(
                task.store(scope, store),
                scope.endsWith("-session")
                        ? OF_SESSIONS
                        : scope.endsWith("-window") ? OF_WINDOWS : OF_KEYS,
                recordTime);
    }

    private Recorder operation(String name) {
        Recorder recorder = group.recorder(DEBUG, name, "calls of " + name, RATE);
        group.read(recorder, name + "-latency", "ns that a call of " + name + " takes", AVG, MAX);
        return recorder;
    }

    MetricGroup group() {
        return group;
    }

    void flushing(Runnable work) {
        timed(flush, work);
    }

    void committing(Runnable work) {
        timed(commit, work);
    }

    private void timed(Recorder recorder, Runnable work) {
        long begun = nanos();
        work.run();
        recorder.record(nanos() - begun);
    }

    private long nanos() {
        return group.thread().clock().nanos();
    }

    /** The same store, measured. */
    StateStore around(StateStore inner) {
        return (StateStore)
                Interfaces.proxy(
                        inner,
                        (proxy, method, arguments) -> {
                            Recorder recorder = calls.get(method.getName());
                            if (recorder == null) {
                                return Interfaces.call(inner, method, arguments);
                            }
                            long begun = nanos();
                            Object result = Interfaces.call(inner, method, arguments);
                            if (method.getName().equals("put")) {
                                latency.record(group.thread().nowMs() - recordTime.getAsLong());
                            }
                            if (result instanceof AutoCloseable open) {
                                return iterators.around(open, recorder, begun);
                            }
                            recorder.record(nanos() - begun);
                            return result;
                        });
    }
}
