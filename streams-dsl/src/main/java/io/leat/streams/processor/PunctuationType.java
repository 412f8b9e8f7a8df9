package io.leat.streams.processor;

/** Which clock drives a punctuation. */
public enum PunctuationType {
    /** The timestamps of records: without records it stands still. */
    STREAM_TIME,
    /** The clock of the machine. */
    WALL_CLOCK_TIME
}
