package io.leat.streams.processor.api;

import io.leat.common.serialization.Serde;
import io.leat.streams.StreamsMetrics;
import io.leat.streams.processor.Cancellable;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.Punctuator;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a processor sees of its task. Use it only on the task's thread. */
public interface ProcessingContext {

    String applicationId();

    TaskId taskId();

    /** Where the current input record came from; absent in punctuations. */
    Optional<RecordMetadata> recordMetadata();

    /** The default serde of keys. */
    Serde<?> keySerde();

    /** The default serde of values. */
    Serde<?> valueSerde();

    File stateDir();

    /** The metrics of the application; a processor may add its own. */
    StreamsMetrics metrics();

    /** A store that is connected to this processor. */
    <S extends StateStore> S getStateStore(String name);

    /** Calls {@code callback} each {@code interval} of the given clock. */
    Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback);

    /** As above, at {@code startTime} and then whole intervals after it (KIP-1146). */
    Cancellable schedule(
            Instant startTime, Duration interval, PunctuationType type, Punctuator callback);

    /**
     * The {@link Timers} that the store {@code name} of this processor holds; {@code callback} is
     * called when one fires. To be asked for in {@code init}, once for each store.
     *
     * @param clock that timers go by
     */
    default <K> Timers<K> timers(
            String name, Serde<K> keySerde, PunctuationType clock, Timers.Callback<K> callback) {
        throw new UnsupportedOperationException(
                "This context has no timers: test the topology with TopologyTestDriver.");
    }

    /** Asks for a commit soon. */
    void commit();

    Map<String, Object> appConfigs();

    Map<String, Object> appConfigsWithPrefix(String prefix);

    long currentSystemTimeMs();

    /** The highest timestamp that the task has taken for processing, -1 before the first. */
    long currentStreamTimeMs();
}
