package io.leat.log.quorum;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who votes, by the offset of the record that said so. Owned by the quorum's loop.
 *
 * <p>A set of voters holds from the moment it is in a replica's log, committed or not (Raft, 4.1);
 * when the log is cut, the set before it holds again.
 */
final class VoterHistory {

    private static final long BEFORE_THE_LOG = -1;

    private final TreeMap<Long, VoterSet> voters = new TreeMap<>();
    private final TreeMap<Long, Short> versions = new TreeMap<>();

    VoterHistory(VoterSet settings) {
        voters.put(BEFORE_THE_LOG, settings);
        versions.put(BEFORE_THE_LOG, KRaftVersion.STATIC_VOTERS);
    }

    void onAppend(MetadataBatch batch) {
        if (!batch.control()) {
            return;
        }
        long offset = batch.baseOffset();
        for (ByteBuffer record : batch.records()) {
            switch (ControlRecord.kind(record)) {
                case ControlRecord.KRAFT_VERSION ->
                        versions.put(offset, ControlRecord.readKraftVersion(record));
                case ControlRecord.VOTERS -> voters.put(offset, ControlRecord.readVoters(record));
                default -> {} // not about voters
            }
            offset++;
        }
    }

    /** The log was cut at {@code offset}. */
    void onTruncate(long offset) {
        voters.tailMap(offset, true).clear();
        versions.tailMap(offset, true).clear();
    }

    /** The log begins with a snapshot that ends at {@code offset}. */
    void onSnapshot(long offset, short version, @org.jspecify.annotations.Nullable VoterSet set) {
        onTruncate(0);
        if (set != null) {
            voters.put(offset - 1, set);
            versions.put(offset - 1, version);
        }
    }

    /** What was said before {@code offset} is never asked for again, but for the last of it. */
    void forgetBefore(long offset) {
        keepLast(voters, offset);
        keepLast(versions, offset);
    }

    private static <T> void keepLast(TreeMap<Long, T> map, long offset) {
        Map.Entry<Long, T> last = map.lowerEntry(offset);
        if (last != null) {
            map.subMap(0L, true, Math.max(0, last.getKey()), false).clear();
        }
    }

    VoterSet latest() {
        return voters.lastEntry().getValue();
    }

    /** Whether the latest set is in the log, and not only in the settings. */
    boolean inLog() {
        return voters.lastKey() != BEFORE_THE_LOG;
    }

    /** The offset after the record of the latest set: the change is over once that is committed. */
    long latestEnd() {
        return voters.lastKey() + 1;
    }

    short kraftVersion() {
        return versions.lastEntry().getValue();
    }

    /** Whether the set that holds at {@code offset}, or one after it, contains {@code key}. */
    boolean namedFrom(long offset, ReplicaKey key) {
        Long holding = voters.lowerKey(Math.max(0, offset));
        return voters.tailMap(holding == null ? BEFORE_THE_LOG : holding, true).values().stream()
                .anyMatch(set -> set.contains(key));
    }

    /** The set that held before {@code offset}. */
    VoterSet before(long offset) {
        return voters.lowerEntry(offset).getValue();
    }

    short kraftVersionBefore(long offset) {
        return versions.lowerEntry(offset).getValue();
    }
}
