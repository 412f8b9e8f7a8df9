package io.leat.streams.kstream;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;

import io.leat.streams.metrics.Recorder;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.api.ProcessingContext;
import io.leat.streams.state.spi.FinalResultsStore;
import io.leat.streams.topology.CurrentRecord;
import io.leat.streams.topology.OperatorTime;
import java.util.function.LongUnaryOperator;

/**
 * When results of closed windows go out: with a record that closes some, once in an interval of
 * wall-clock time. Up to when they did is remembered with the store and with the input's offsets.
 * Owned by the task's thread.
 */
final class FinalResults {

    private static final String INTERVAL = "__emit.interval.ms.kstreams.windowed.aggregation__";
    private static final long DEFAULT_INTERVAL_MS = 1_000;

    private final ProcessingContext context;
    private final FinalResultsStore store;
    private final OperatorTime committed;
    private final LongUnaryOperator keepFrom;
    private final long intervalMs;
    private final RecordingThread thread;
    private final Recorder emitted;
    private long nextMs;
    private long begun;

    private FinalResults(
            ProcessingContext context,
            String name,
            FinalResultsStore store,
            LongUnaryOperator keepFrom) {
        this.context = context;
        this.store = store;
        this.keepFrom = keepFrom;
        Object configured = context.appConfigs().get(INTERVAL);
        this.intervalMs =
                configured == null ? DEFAULT_INTERVAL_MS : Long.parseLong(configured.toString());
        CurrentRecord current = (CurrentRecord) context;
        this.committed = current.time(name);
        this.thread = current.meters().thread();
        this.emitted =
                current.meters()
                        .calls(
                                DEBUG,
                                "window-aggregate-final-emit",
                                "rounds that send the results of closed windows");
        note(lastCloseTime());
    }

    /**
     * For a store that keeps results until they went out; null where each update goes out.
     *
     * @param keepFrom the earliest time needed, from the close time up to which results went out
     */
    static FinalResults of(
            ProcessingContext context,
            EmitStrategy emit,
            StateStore store,
            LongUnaryOperator keepFrom) {
        return emit.type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE
                ? new FinalResults(context, store.name(), (FinalResultsStore) store, keepFrom)
                : null;
    }

    /** Whether windows that end before {@code closeTime} are to be looked for now. */
    boolean due(long closeTime) {
        long now = context.currentSystemTimeMs();
        if (now < nextMs) {
            return false;
        }
        nextMs = now + intervalMs;
        begun = thread.clock().nanos();
        return lastCloseTime() < 0 || lastCloseTime() < closeTime;
    }

    /** The close time up to which results went out; -1 in the beginning. */
    long lastCloseTime() {
        return Math.max(committed.millis(), store.sentUpTo());
    }

    void sentUpTo(long closeTime) {
        note(closeTime);
        emitted.record((thread.clock().nanos() - begun) / 1e6);
    }

    private void note(long closeTime) {
        committed.observe(closeTime);
        store.sentUpTo(closeTime, keepFrom.applyAsLong(closeTime));
    }
}
