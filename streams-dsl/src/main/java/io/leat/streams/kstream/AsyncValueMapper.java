package io.leat.streams.kstream;

import java.util.concurrent.CompletionStage;

/** Turns a value into another one that comes later. Called on the task's thread: do not block. */
@FunctionalInterface
public interface AsyncValueMapper<K, V, VR> {

    /** The stage may be completed by any thread; it completes with the new value, null too. */
    CompletionStage<? extends VR> apply(K readOnlyKey, V value);
}
