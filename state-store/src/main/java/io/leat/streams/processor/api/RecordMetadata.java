package io.leat.streams.processor.api;

import org.jspecify.annotations.Nullable;

/** Where the input record that is being processed came from. */
public interface RecordMetadata {

    @Nullable String topic();

    int partition();

    long offset();
}
