package io.leat.log.storage;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which leader epoch began at which offset. Owned by the partition's loop. */
final class EpochCache {

    private final TreeMap<Integer, Long> starts = new TreeMap<>();
    private boolean dirty;

    /** Notes that {@code epoch} wrote at {@code offset}; only what is newer than all counts. */
    void assign(int epoch, long offset) {
        if (epoch >= 0 && (starts.isEmpty() || epoch > starts.lastKey())) {
            starts.put(epoch, offset);
            dirty = true;
        }
    }

    long firstStart() {
        return starts.isEmpty() ? -1 : starts.firstEntry().getValue();
    }

    int latest() {
        return starts.isEmpty() ? -1 : starts.lastKey();
    }

    /** The largest epoch not above {@code epoch} and where it ends; null when there is none. */
    @Nullable EpochEnd endOf(int epoch, long logEnd) {
        Map.Entry<Integer, Long> floor = starts.floorEntry(epoch);
        if (floor == null) {
            return null;
        }
        Map.Entry<Integer, Long> next = starts.higherEntry(epoch);
        return new EpochEnd(floor.getKey(), next == null ? logEnd : next.getValue());
    }

    /** The epoch that wrote {@code offset}, -1 when unknown. */
    int epochAt(long offset) {
        int found = -1;
        for (Map.Entry<Integer, Long> entry : starts.entrySet()) {
            if (entry.getValue() > offset) {
                break;
            }
            found = entry.getKey();
        }
        return found;
    }

    void truncateFrom(long offset) {
        dirty |= starts.values().removeIf(start -> start >= offset);
    }

    /** Forgets epochs that end before {@code offset}; the one that holds it begins there. */
    void truncateBefore(long offset) {
        int holder = epochAt(offset);
        if (holder >= 0) {
            starts.headMap(holder, false).clear();
            starts.put(holder, Math.max(offset, starts.getOrDefault(holder, offset)));
            dirty = true;
        }
    }

    void clear() {
        starts.clear();
        dirty = true;
    }

    void markDirty() {
        dirty = true;
    }

    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(starts.size() * 12);
        starts.forEach((epoch, start) -> out.putInt(epoch).putLong(start));
        return out.flip();
    }

    void decode(@Nullable ByteBuffer in) {
        starts.clear();
        while (in != null && in.remaining() >= 12) {
            starts.put(in.getInt(), in.getLong());
        }
    }
}
