package io.leat.connect.header;

import io.leat.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** A named value with its schema. Immutable. */
public interface Header {

    String key();

    @Nullable Schema schema();

    @Nullable Object value();

    Header with(@Nullable Schema schema, @Nullable Object value);

    Header rename(String key);
}
