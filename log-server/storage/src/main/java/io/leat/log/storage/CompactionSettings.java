package io.leat.log.storage;

/**
 * How a log is compacted. Values follow the topic settings of the same names.
 *
 * @param minDirtyRatio share of bytes not compacted yet above which it is worth it
 * @param minLagMs records younger than this are left alone
 * @param maxLagMs records older than this are compacted whatever the ratio
 * @param deleteRetentionMs how long tombstones and markers stay once nothing else needs them
 * @param segmentBytes compacted segments are merged up to this
 */
public record CompactionSettings(
        double minDirtyRatio,
        long minLagMs,
        long maxLagMs,
        long deleteRetentionMs,
        int segmentBytes) {}
