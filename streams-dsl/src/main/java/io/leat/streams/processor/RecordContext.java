package io.leat.streams.processor;

import io.leat.common.header.Headers;

/** Where the input record that is being processed came from. */
public interface RecordContext {

    /** The topic, or null when no record is being processed (punctuation). */
    String topic();

    int partition();

    long offset();

    long timestamp();

    Headers headers();

    byte[] sourceRawKey();

    byte[] sourceRawValue();
}
