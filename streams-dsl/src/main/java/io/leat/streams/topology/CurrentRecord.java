package io.leat.streams.topology;

import io.leat.common.header.Headers;

/** The input record that a task is processing. Owned by the task's thread. */
public interface CurrentRecord {

    /** Its timestamp; the stream time when there is none. */
    long currentTimestamp();

    /** Notes that it does not go on, and why: "its key is null". */
    void dropped(String why);

    /** Its headers; empty when there is none. */
    Headers currentHeaders();
}
