package io.leat.streams.topology;

import io.leat.common.header.Headers;

/** The input record that a task is processing. Owned by the task's thread. */
public interface CurrentRecord {

    /** Its timestamp; the stream time when there is none. */
    long currentTimestamp();

    /** Its headers; empty when there is none. */
    Headers currentHeaders();
}
