package io.leat.streams.errors;

import io.leat.common.header.Headers;
import io.leat.streams.processor.TaskId;

/** Where an error happened: the input record and the node of the topology. */
public interface ErrorHandlerContext {

    String topic();

    int partition();

    long offset();

    Headers headers();

    String processorNodeId();

    TaskId taskId();

    long timestamp();

    byte[] sourceRawKey();

    byte[] sourceRawValue();
}
