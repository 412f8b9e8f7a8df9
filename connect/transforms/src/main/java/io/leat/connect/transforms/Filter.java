package io.leat.connect.transforms;

import io.leat.common.config.ConfigDef;
import io.leat.connect.connector.ConnectRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drops every record it is applied to; a predicate says which those are. */
public class Filter<R extends ConnectRecord<R>> implements Transformation<R> {

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public @Nullable R apply(R record) {
        return null;
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public void close() {}
}
