package io.leat.log.testkit.cluster;

import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.coordinator.share.ShareStateCodec;
import io.leat.log.coordinator.share.ShareStateRecord;
import io.leat.log.coordinator.share.ShareStateRecord.Removed;
import io.leat.log.coordinator.share.ShareStateRecord.Snapshot;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What share coordinators wrote to their logs, in its order, beside what the partitions contain and
 * what consumers said: no record is passed that is not done, none is done of which nobody said so,
 * and what is known is neither forgotten nor taken back. Written from the protocol (KIP-932), not
 * from the product. Owned by the test script.
 */
public final class ShareGroupStates {

    /** What consumers said of records, if that is known. */
    public interface Said {

        /** Whether some consumer may have accepted it. */
        boolean accepted(String topic, int partition, long offset);

        /** Whether some consumer may have rejected it. */
        boolean rejected(String topic, int partition, long offset);

        /** How often a record may be given. */
        int deliveries();
    }

    /** What is known of a record that is not passed yet. */
    private record Fate(byte state, short deliveries) {

        boolean isDone() {
            return state == StateBatch.ACKNOWLEDGED || state == StateBatch.ARCHIVED;
        }

        /** Counts grow, and at the same count what is done is the later news. */
        Fate or(Fate other) {
            if (other.deliveries != deliveries) {
                return other.deliveries > deliveries ? other : this;
            }
            return other.state >= state ? other : this;
        }
    }

    /** One share-partition in one epoch of its state. */
    private static final class Kept {
        private final int epoch;
        private int snapshotEpoch;
        private int leaderEpoch;
        private long start;
        private final TreeMap<Long, Fate> fates = new TreeMap<>();

        Kept(ShareState state) {
            epoch = state.stateEpoch();
            snapshotEpoch = state.snapshotEpoch();
            leaderEpoch = state.leaderEpoch();
            start = state.startOffset();
        }
    }

    private record Place(Uuid topic, int partition) {}

    private final ShareStateCodec codec = new ShareStateCodec();
    private final Map<SharePartitionKey, Kept> all = new HashMap<>();
    private final Map<Place, PartitionContents> contents = new HashMap<>();
    private final Map<Place, String> names = new HashMap<>();
    private final Map<String, Said> said = new HashMap<>();
    private int passed;

    /** From now on it is known what consumers of {@code group} say. */
    public void judgeBy(String group, Said known) {
        said.put(group, known);
    }

    /** How many records were passed, in all share-partitions. */
    public int passed() {
        return passed;
    }

    /** The next committed batch of a partition that may be shared. */
    public void contains(TopicIdPartition partition, RecordBatch batch) {
        Place place = new Place(partition.topicId(), partition.partition());
        names.putIfAbsent(place, partition.topic());
        contents.computeIfAbsent(place, each -> new PartitionContents()).add(batch);
    }

    /** The next record of a coordinator's log. */
    public void record(ByteBuffer key, @Nullable ByteBuffer value) {
        ShareStateRecord record = codec.decode(new RawRecord(key, value));
        if (record instanceof Snapshot snapshot) {
            snapshot(snapshot.key(), snapshot.state());
        } else if (record instanceof Update update) {
            update(update);
        } else if (record instanceof Removed) {
            all.remove(record.key());
        }
    }

    private static Violation violation(SharePartitionKey key, String what, Object... parts) {
        return new Violation(key + ": " + String.format(what, parts));
    }

    private void snapshot(SharePartitionKey key, ShareState state) {
        Kept kept = all.get(key);
        if (kept != null && state.stateEpoch() < kept.epoch) {
            throw violation(key, "the state epoch fell from %d: %s", kept.epoch, state);
        }
        if (kept == null || state.stateEpoch() > kept.epoch) {
            all.put(key, new Kept(state));
            return;
        }
        if (state.snapshotEpoch() <= kept.snapshotEpoch) {
            throw violation(key, "snapshot %d after %d", state.snapshotEpoch(), kept.snapshotEpoch);
        }
        kept.snapshotEpoch = state.snapshotEpoch();
        told(key, kept, state.leaderEpoch(), state.startOffset(), state.batches());
        TreeMap<Long, Fate> now = new TreeMap<>();
        state.batches().forEach(batch -> spread(batch, state.startOffset(), now));
        if (!now.equals(kept.fates)) {
            throw violation(key, "snapshot %s, and what is known is %s", state, kept.fates);
        }
    }

    private void update(Update update) {
        Kept kept = all.get(update.key());
        if (kept != null) { // else it belongs to a state that was deleted since
            told(update.key(), kept, update.leaderEpoch(), update.startOffset(), update.batches());
        }
    }

    private static void spread(StateBatch batch, long start, Map<Long, Fate> into) {
        Fate fate = new Fate(batch.state(), batch.deliveryCount());
        for (long at = Math.max(start, batch.first()); at <= batch.last(); at++) {
            into.merge(at, fate, Fate::or);
        }
    }

    private void told(
            SharePartitionKey key, Kept kept, int leader, long start, List<StateBatch> news) {
        if (leader < kept.leaderEpoch) {
            throw violation(key, "leader epoch %d after %d", leader, kept.leaderEpoch);
        }
        kept.leaderEpoch = leader;
        if (start != ShareState.UNINITIALIZED && start < kept.start) {
            throw violation(key, "the start went back from %d to %d", kept.start, start);
        }
        for (StateBatch batch : news) {
            makesSense(key, batch);
            spread(batch, kept.start, kept.fates);
        }
        if (start > kept.start) {
            passes(key, kept, start);
        }
    }

    private void makesSense(SharePartitionKey key, StateBatch batch) {
        Said known = said.get(key.groupId());
        if (batch.state() == StateBatch.ACQUIRED || batch.first() > batch.last()) {
            throw violation(key, "%s was written", batch);
        }
        if (known == null) {
            return;
        }
        if (batch.deliveryCount() > known.deliveries()) {
            throw violation(key, "%s, and %d are allowed", batch, known.deliveries());
        }
        String name = names.get(new Place(key.topicId(), key.partition()));
        for (long at = batch.first(); at <= batch.last(); at++) {
            if (!batch.isDone() || name == null || !isRecord(key, at)) {
                continue;
            }
            boolean asSaid =
                    batch.state() == StateBatch.ACKNOWLEDGED
                            ? known.accepted(name, key.partition(), at)
                            : batch.deliveryCount() == known.deliveries()
                                    || known.rejected(name, key.partition(), at);
            if (!asSaid) {
                throw violation(key, "nobody said what makes %d of %s done", at, batch);
            }
        }
    }

    private boolean isRecord(SharePartitionKey key, long offset) {
        PartitionContents known = contents.get(new Place(key.topicId(), key.partition()));
        if (known == null || offset >= known.end()) {
            throw violation(key, "%d is done and not committed", offset);
        }
        return known.isRecord(offset);
    }

    /**
     * Whether only the last delivery was left: if it is not answered in time the start moves at
     * once, and what is before the start is not written.
     */
    private boolean wasKeptTooOften(SharePartitionKey key, Fate fate) {
        Said known = said.get(key.groupId());
        return known != null && fate.deliveries == known.deliveries() - 1;
    }

    /** All records before {@code start} have to be done; a group that is judged begins with 0. */
    private void passes(SharePartitionKey key, Kept kept, long start) {
        boolean chooses =
                kept.start == ShareState.UNINITIALIZED && !said.containsKey(key.groupId());
        for (long at = chooses ? start : Math.max(0, kept.start); at < start; at++) {
            Fate fate = kept.fates.get(at);
            boolean done = fate != null && (fate.isDone() || wasKeptTooOften(key, fate));
            if (!done && isRecord(key, at)) {
                throw violation(
                        key,
                        "start %d passes %d, of which is known: %s",
                        start,
                        at,
                        String.valueOf(fate));
            }
            passed += done ? 1 : 0;
        }
        kept.start = start;
        kept.fates.headMap(start).clear();
    }
}
