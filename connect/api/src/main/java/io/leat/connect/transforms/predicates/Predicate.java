package io.leat.connect.transforms.predicates;

import io.leat.common.Configurable;
import io.leat.connect.components.ConnectPlugin;
import io.leat.connect.connector.ConnectRecord;

/**
 * Decides whether a transform is applied to a record.
 *
 * @param <R> source or sink records
 */
public interface Predicate<R extends ConnectRecord<R>>
        extends Configurable, AutoCloseable, ConnectPlugin {

    boolean test(R record);

    @Override
    default String version() {
        return "undefined";
    }

    @Override
    void close();
}
