package io.leat.streams.topology;

import io.leat.common.header.Headers;
import java.util.function.Supplier;

/** The input record that a task is processing. Owned by the task's thread. */
public interface CurrentRecord {

    /** Its timestamp; the stream time when there is none. */
    long currentTimestamp();

    /** Something that processors of one task share; {@code maker} makes it for the first. */
    <T> T shared(Object owner, Supplier<T> maker);

    /** Notes that it does not go on, and why: "its key is null". */
    void dropped(String why);

    /** Its headers; empty when there is none. */
    Headers currentHeaders();
}
