package io.leat.log.storage;

import java.util.List;
import java.util.Set;

/**
 * What one cleaning works on, taken from a log at one moment. Immutable, and so are the segments:
 * none of them is written to any more.
 *
 * @param segments the sealed segments to write again, from the first of the log on
 * @param firstDirty where records begin that were not compacted yet
 * @param aborted aborted transactions, by first offset
 * @param lastOfProducers last offsets of batches that say where a live producer stands
 * @param now the time, in ms
 */
record CleaningPlan(
        String directory,
        List<Segment> segments,
        long firstDirty,
        List<AbortedTransaction> aborted,
        Set<Long> lastOfProducers,
        int indexIntervalBytes,
        CompactionSettings settings,
        long now) {

    /** The offset behind the last segment. */
    long end() {
        return segments.get(segments.size() - 1).nextOffset();
    }

    long bytes() {
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.size();
        }
        return sum;
    }
}
