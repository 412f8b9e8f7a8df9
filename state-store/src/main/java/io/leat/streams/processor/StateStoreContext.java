package io.leat.streams.processor;

import io.leat.common.serialization.Serde;
import java.io.File;
import java.util.Map;

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

    /** Makes the store known to the task; {@code callback} takes back what the changelog holds. */
    void register(StateStore store, StateRestoreCallback callback);

    Map<String, Object> appConfigs();

    /** The settings that begin with {@code prefix}, without it. */
    Map<String, Object> appConfigsWithPrefix(String prefix);
}
