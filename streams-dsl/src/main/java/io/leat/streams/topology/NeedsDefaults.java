package io.leat.streams.topology;

import io.leat.common.serialization.Serde;
import java.util.function.Supplier;

/** A serializer or deserializer around one that may have been left to the defaults. */
public interface NeedsDefaults {

    /** Takes what it lacks; the suppliers throw when there is no default. */
    void useDefaults(Supplier<Serde<?>> key, Supplier<Serde<?>> value);
}
