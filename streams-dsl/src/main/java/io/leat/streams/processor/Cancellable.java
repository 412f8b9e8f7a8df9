package io.leat.streams.processor;

/** Ends a punctuation. */
public interface Cancellable {
    void cancel();
}
