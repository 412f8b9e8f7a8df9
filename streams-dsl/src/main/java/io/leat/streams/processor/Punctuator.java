package io.leat.streams.processor;

/** Called at intervals of stream time or wall clock time, on the thread of its task. */
public interface Punctuator {
    void punctuate(long timestamp);
}
