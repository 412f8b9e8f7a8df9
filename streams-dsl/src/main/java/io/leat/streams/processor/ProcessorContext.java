package io.leat.streams.processor;

import io.leat.common.header.Headers;
import io.leat.common.serialization.Serde;
import io.leat.streams.StreamsMetrics;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a {@link io.leat.streams.kstream.ValueTransformerWithKey} sees of its task. Processors have
 * {@link io.leat.streams.processor.api.ProcessorContext}. Used on the task's thread only.
 */
public interface ProcessorContext {

    String applicationId();

    TaskId taskId();

    /** The default serde of keys. */
    Serde<?> keySerde();

    /** The default serde of values. */
    Serde<?> valueSerde();

    File stateDir();

    /** The metrics of the application; a transformer may add its own. */
    StreamsMetrics metrics();

    void register(StateStore store, StateRestoreCallback stateRestoreCallback);

    /** A store that is connected. */
    <S extends StateStore> S getStateStore(String name);

    /** Calls {@code callback} each {@code interval} of the given clock. */
    Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback);

    /** As above, at {@code startTime} and then whole intervals after it. */
    Cancellable schedule(
            Instant startTime, Duration interval, PunctuationType type, Punctuator callback);

    <K, V> void forward(K key, V value);

    <K, V> void forward(K key, V value, To to);

    /** Asks for a commit soon. */
    void commit();

    /** Of the input record; null in punctuations. */
    String topic();

    /** Of the input record; -1 in punctuations. */
    int partition();

    /** Of the input record; -1 in punctuations. */
    long offset();

    Headers headers();

    long timestamp();

    Map<String, Object> appConfigs();

    Map<String, Object> appConfigsWithPrefix(String prefix);

    long currentSystemTimeMs();

    long currentStreamTimeMs();
}
