package io.leat.streams.kstream;

import io.leat.common.header.Headers;
import io.leat.common.serialization.Serde;
import io.leat.streams.StreamsMetrics;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.processor.Cancellable;
import io.leat.streams.processor.ProcessorContext;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.Punctuator;
import io.leat.streams.processor.StateRestoreCallback;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.To;
import io.leat.streams.processor.api.ProcessingContext;
import io.leat.streams.topology.CurrentRecord;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The context of a transformer: that of its processor, without a way to forward. */
record TransformerContext(ProcessingContext task) implements ProcessorContext {

    @Override
    public String applicationId() {
        return task.applicationId();
    }

    @Override
    public TaskId taskId() {
        return task.taskId();
    }

    @Override
    public Serde<?> keySerde() {
        return task.keySerde();
    }

    @Override
    public Serde<?> valueSerde() {
        return task.valueSerde();
    }

    @Override
    public File stateDir() {
        return task.stateDir();
    }

    @Override
    public StreamsMetrics metrics() {
        return task.metrics();
    }

    @Override
    public void register(StateStore store, StateRestoreCallback stateRestoreCallback) {
        throw new UnsupportedOperationException(
                "A transformer registers no stores: connect them by name.");
    }

    @Override
    public <S extends StateStore> S getStateStore(String name) {
        return task.getStateStore(name);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
        return task.schedule(interval, type, callback);
    }

    @Override
    public Cancellable schedule(
            Instant startTime, Duration interval, PunctuationType type, Punctuator callback) {
        return task.schedule(startTime, interval, type, callback);
    }

    @Override
    public <K, V> void forward(K key, V value) {
        throw noForward();
    }

    @Override
    public <K, V> void forward(K key, V value, To to) {
        throw noForward();
    }

    private static StreamsException noForward() {
        return new StreamsException(
                "ProcessorContext#forward() not supported: a transformer returns its result.");
    }

    @Override
    public void commit() {
        task.commit();
    }

    private CurrentRecord current() {
        return (CurrentRecord) task;
    }

    @Override
    public String topic() {
        return current().recordContext().topic();
    }

    @Override
    public int partition() {
        return current().recordContext().partition();
    }

    @Override
    public long offset() {
        return current().recordContext().offset();
    }

    @Override
    public Headers headers() {
        return current().currentHeaders();
    }

    @Override
    public long timestamp() {
        return current().currentTimestamp();
    }

    @Override
    public Map<String, Object> appConfigs() {
        return task.appConfigs();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        return task.appConfigsWithPrefix(prefix);
    }

    @Override
    public long currentSystemTimeMs() {
        return task.currentSystemTimeMs();
    }

    @Override
    public long currentStreamTimeMs() {
        return task.currentStreamTimeMs();
    }
}
