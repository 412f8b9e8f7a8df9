package io.leat.streams.processor.api;

/** Does something with each record. One instance a task; owned by the task's thread. */
public interface Processor<KIn, VIn, KOut, VOut> {

    /** Called once before the first record. */
    default void init(ProcessorContext<KOut, VOut> context) {}

    void process(Record<KIn, VIn> record);

    /** Called once at the end; stores are closed by the runtime. */
    default void close() {}
}
