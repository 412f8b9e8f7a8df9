package io.leat.streams.topology;

import io.leat.common.header.Headers;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.processor.RecordContext;
import io.leat.streams.processor.api.Record;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The input record that a task is processing. Owned by the task's thread. */
public interface CurrentRecord {

    /** Its timestamp; the stream time when there is none. */
    long currentTimestamp();

    /** Something that processors of one task share; {@code maker} makes it for the first. */
    <T> T shared(Object owner, Supplier<T> maker);

    /** Notes that it does not go on, and why: "its key is null". */
    void dropped(String why);

    /** The metrics of this node. */
    MetricGroup meters();

    /** The metrics of a store of that kind. */
    MetricGroup storeMeters(String kind, String store);

    /** Where it came from. */
    RecordContext recordContext();

    /** Does {@code work} as if {@code other} were the current record. */
    void within(RecordContext other, Runnable work);

    /** A time of that name, as this task has it; the same for all that ask. */
    OperatorTime time(String name);

    /**
     * Calls {@code listener} with the stream time when it goes on without a record; operators
     * before this one have been called then, and their changes went downstream.
     */
    void whenTimeGoesOn(LongConsumer listener);

    /** Takes note of an operator with calls that are answered later. */
    void outstanding(Outstanding calls);

    /** Lets the processing exception handler decide about {@code record}. */
    void failed(Record<?, ?> record, Exception cause);

    /**
     * The headers of the last records that changed keys which {@code store} holds back, for all
     * operators that write to it.
     */
    Map<Object, Headers> heldHeaders(String store);

    /** Its headers; empty when there is none. */
    Headers currentHeaders();
}
