package io.leat.log.storage;

import java.util.TreeMap;

/** Which segments a log lets go of by age and size. Stateless; called by the log's owner. */
final class Retention {

    private Retention() {}

    /**
     * The offset below which everything may go, by whole segments; the start of the first segment
     * if nothing may.
     */
    static long start(
            TreeMap<Long, Segment> segments, LogSettings settings, long highWatermark, long now) {
        boolean bounded = settings.retentionBytes() >= 0;
        long excess = -settings.retentionBytes();
        for (Segment segment : segments.values()) {
            excess += segment.size();
        }
        Segment active = segments.lastEntry().getValue();
        long start = segments.firstKey();
        for (Segment segment : segments.values()) {
            boolean tooMuch = bounded && excess >= segment.size();
            if (segment != active && segment.maxTimestamp() < 0 && !tooMuch) {
                continue; // compaction left nothing with a date: goes with what follows
            }
            boolean old =
                    settings.retentionMs() >= 0
                            && segment.maxTimestamp() >= 0
                            && now - segment.maxTimestamp() > settings.retentionMs();
            boolean decided = segment.nextOffset() <= highWatermark && segment.size() > 0;
            if (!decided || !(old || tooMuch)) {
                break;
            }
            excess -= segment.size();
            start = segment.nextOffset();
        }
        return start;
    }
}
