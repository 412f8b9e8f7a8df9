package io.leat.streams.processor.api;

/** Where the input record that is being processed came from. */
public interface RecordMetadata {

    String topic();

    int partition();

    long offset();
}
