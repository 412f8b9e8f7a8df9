package io.leat.streams.task;

import io.leat.streams.processor.api.Record;

/** A node of a running task that takes records. Owned by the task's thread. */
interface Step {

    void process(Record<Object, Object> record);

    default void init() {}

    default void close() {}
}
