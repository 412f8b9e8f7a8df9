package io.leat.common.header;

import org.jspecify.annotations.Nullable;

/** A name with bytes that travels with a record. */
public interface Header {

    String key();

    byte @Nullable [] value();
}
