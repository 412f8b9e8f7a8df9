package io.leat.streams.processor.api;

/**
 * Does something with each record and leaves its key as it is. One instance a task; owned by the
 * task's thread.
 */
public interface FixedKeyProcessor<KIn, VIn, VOut> {

    /** Called once before the first record. */
    default void init(FixedKeyProcessorContext<KIn, VOut> context) {}

    void process(FixedKeyRecord<KIn, VIn> record);

    /** Called once at the end; stores are closed by the runtime. */
    default void close() {}
}
