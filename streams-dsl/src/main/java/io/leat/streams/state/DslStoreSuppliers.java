package io.leat.streams.state;

import io.leat.common.Configurable;
import java.util.Map;

/** Chooses the stores of DSL operators that name none. */
public interface DslStoreSuppliers extends Configurable {

    @Override
    default void configure(Map<String, ?> configs) {}

    KeyValueBytesStoreSupplier keyValueStore(DslKeyValueParams params);

    WindowBytesStoreSupplier windowStore(DslWindowParams params);

    SessionBytesStoreSupplier sessionStore(DslSessionParams params);
}
