package io.leat.connect.transforms;

import io.leat.common.Configurable;
import io.leat.connect.components.ConnectPlugin;
import io.leat.connect.connector.ConnectRecord;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/**
 * Changes records one at a time, between connector and log.
 *
 * @param <R> source or sink records
 */
public interface Transformation<R extends ConnectRecord<R>>
        extends Configurable, Closeable, ConnectPlugin {

    /** The changed record, the same one, or null to drop it. Called from the task's thread. */
    @Nullable R apply(R record);

    @Override
    default String version() {
        return "undefined";
    }

    @Override
    void close();
}
