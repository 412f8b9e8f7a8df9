package io.leat.streams.processor;

import io.leat.common.serialization.Serde;
import io.leat.streams.StreamsMetrics;
import io.leat.streams.processor.api.RecordMetadata;
import java.io.File;
import java.util.Map;
import java.util.Optional;

/** What a store sees of the task it belongs to. */
public interface StateStoreContext {

    String applicationId();

    TaskId taskId();

    /** The default serde of keys; throws when none is set. */
    Serde<?> keySerde();

    /** The default serde of values; throws when none is set. */
    Serde<?> valueSerde();

    /** The folder of the task, for what the store keeps. */
    File stateDir();

    /** The metrics of the application; the store may add its own. */
    StreamsMetrics metrics();

    /** Makes the store known to the task; {@code callback} takes back what the changelog holds. */
    void register(StateStore store, StateRestoreCallback callback);

    /**
     * As above; {@code commitCallback} hears of commits, after which the changelog is as long as
     * what the store has.
     */
    default void register(
            StateStore store, StateRestoreCallback callback, CommitCallback commitCallback) {
        register(store, callback);
    }

    /** Where the current input record came from; absent in punctuations and while restoring. */
    default Optional<RecordMetadata> recordMetadata() {
        return Optional.empty();
    }

    Map<String, Object> appConfigs();

    /** The settings that begin with {@code prefix}, without it. */
    Map<String, Object> appConfigsWithPrefix(String prefix);
}
