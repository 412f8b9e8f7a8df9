package io.leat.log.broker.share;

/** Offsets {@code first} to {@code last}, both included: those of a batch in the log. */
record Span(long first, long last) {}
