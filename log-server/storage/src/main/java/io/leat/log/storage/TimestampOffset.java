package io.leat.log.storage;

/** A record found by its timestamp. */
public record TimestampOffset(long timestamp, long offset, int leaderEpoch) {}
