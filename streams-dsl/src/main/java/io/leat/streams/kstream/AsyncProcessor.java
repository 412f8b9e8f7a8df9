package io.leat.streams.kstream;

import io.leat.streams.processor.api.Record;
import java.util.concurrent.CompletionStage;

/** Turns a record into others that come later. Called on the task's thread: do not block. */
@FunctionalInterface
public interface AsyncProcessor<K, V, KR, VR> {

    /** The stage may be completed by any thread; it completes with any number of records. */
    CompletionStage<? extends Iterable<? extends Record<? extends KR, ? extends VR>>> process(
            Record<K, V> record);
}
