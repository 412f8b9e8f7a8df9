package io.leat.log.quorum;

import io.leat.log.protocol.Uuid;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a leader knows of those that fetch from it, voters and observers. Owned by the quorum's
 * loop; bounded by forgetting observers that went silent.
 */
final class Replicas {

    private static final int OBSERVERS_MAX = 10_000;
    private static final long OBSERVER_SILENCE_MS = 300_000;

    /** A fetch that waits for something to tell. */
    record Parked(RaftMessage.Fetch fetch, Consumer<RaftMessage.Reply> answer) {}

    /** What is known of one replica. */
    static final class Progress {

        final ReplicaKey key;
        long durableOffset;
        long heardMs;
        long fetchedMs = Long.MIN_VALUE;
        long caughtUpMs = Long.MIN_VALUE;
        long fetchedAtEpochMs = -1;
        long caughtUpAtEpochMs = -1;
        private @Nullable Parked parked;
        private int answers;
        private long answeredMs;

        /** Up to when, at least, it followed this leader. */
        private long followedMs = Long.MIN_VALUE;

        Progress(ReplicaKey key, long nowMs) {
            this.key = key;
            this.heardMs = nowMs;
        }

        boolean caughtUpSince(long sinceMs) {
            return caughtUpMs > sinceMs;
        }

        QuorumStatus.Replica status() {
            return new QuorumStatus.Replica(
                    key, durableOffset, fetchedAtEpochMs, caughtUpAtEpochMs);
        }

        /**
         * @param committed who has that much is as good as up to date
         */
        void fetched(RaftMessage.Fetch fetch, long committed, long nowMs, long epochMs) {
            durableOffset = Math.max(durableOffset, fetch.offset());
            fetchedMs = nowMs;
            if (fetch.answered() == answers && answers > 0) {
                followedMs = answeredMs;
            }
            fetchedAtEpochMs = epochMs;
            if (fetch.offset() >= committed) {
                caughtUpMs = nowMs;
                caughtUpAtEpochMs = epochMs;
            }
        }

        /** An earlier fetch is over: its connection is gone, and {@code nothing} gets there. */
        void letGo(RaftMessage.Reply nothing) {
            Parked earlier = unpark();
            if (earlier != null) {
                earlier.answer().accept(nothing);
            }
        }

        void park(RaftMessage.Fetch fetch, Consumer<RaftMessage.Reply> answer) {
            parked = new Parked(fetch, answer);
        }

        /** It is about to be answered; returns the number of the answer. */
        int answer(long nowMs) {
            answeredMs = nowMs;
            return ++answers;
        }

        @Nullable Parked unpark() {
            Parked waiting = parked;
            parked = null;
            return waiting;
        }
    }

    private final ReplicaKey self;
    private final Map<ReplicaKey, Progress> byKey = new LinkedHashMap<>();

    Replicas(ReplicaKey self) {
        this.self = self;
    }

    /** Every voter counts as heard of at {@code nowMs}: it has from now to fetch. */
    void follow(VoterSet voters, long nowMs) {
        for (VoterSet.Voter voter : voters.voters()) {
            if (voter.key().id() != self.id() && find(voter.key()) == null) {
                byKey.put(voter.key(), new Progress(voter.key(), nowMs));
            }
        }
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    Progress heard(ReplicaKey key, long nowMs) {
        Progress progress = byKey.get(key);
        if (progress == null) {
            Progress nameless = byKey.remove(ReplicaKey.of(key.id())); // now its disk is known
            progress = new Progress(key, nowMs);
            if (nameless != null) {
                progress.heardMs = nameless.heardMs;
            }
            byKey.put(key, progress);
        }
        progress.heardMs = nowMs;
        return progress;
    }

    /** The replica {@code key}; if its disk is not known, the one with its number heard last. */
    @Nullable Progress find(ReplicaKey key) {
        Progress exact = byKey.get(key);
        if (exact != null || !key.directoryId().equals(Uuid.ZERO)) {
            return exact;
        }
        Progress latest = null;
        for (Progress progress : byKey.values()) {
            if (progress.key.id() == key.id()
                    && (latest == null || progress.heardMs > latest.heardMs)) {
                latest = progress;
            }
        }
        return latest;
    }

    void each(Consumer<Progress> action) {
        byKey.values().forEach(action);
    }

    void refuseParked(RaftMessage.Reply refusal) {
        byKey.values().forEach(progress -> progress.letGo(refusal));
    }

    /** How many of {@code voters}, this node among them, were heard since {@code sinceMs}. */
    int heardSince(long sinceMs, VoterSet voters) {
        int heard = 0;
        for (VoterSet.Voter voter : voters.voters()) {
            Progress progress = find(voter.key());
            boolean here = voter.key().matches(self);
            heard += here || (progress != null && progress.heardMs > sinceMs) ? 1 : 0;
        }
        return heard;
    }

    /** Whether {@code peer} has a fetch waiting here, or sent one since {@code sinceMs}. */
    boolean fetchedSince(long sinceMs, Peer peer) {
        Progress progress = find(ReplicaKey.of(peer.id()));
        return progress != null && (progress.parked != null || progress.fetchedMs > sinceMs);
    }

    /**
     * The connection of {@code id} is gone: what waits is answered, in vain, so that it is let go.
     *
     * @return whether something waited
     */
    boolean disconnected(int id, RaftMessage.Reply nothing) {
        Progress progress = find(ReplicaKey.of(id));
        if (progress == null) {
            return false;
        }
        boolean waited = progress.parked != null;
        progress.fetchedMs = Long.MIN_VALUE;
        progress.letGo(nothing);
        return waited;
    }

    void forgetSilentObservers(long nowMs, VoterSet voters) {
        byKey.values()
                .removeIf(
                        progress ->
                                !voters.contains(progress.key)
                                        && (nowMs - progress.heardMs > OBSERVER_SILENCE_MS
                                                || byKey.size() > OBSERVERS_MAX));
    }

    /** What a majority of {@code voters} has on disk. */
    long durableAtMajority(VoterSet voters, long ownDurableOffset) {
        return atMajority(voters, ownDurableOffset, 0, progress -> progress.durableOffset);
    }

    /** Up to when, at least, a majority of {@code voters} followed this leader. */
    long followedByMajority(VoterSet voters, long nowMs) {
        return atMajority(voters, nowMs, Long.MIN_VALUE, progress -> progress.followedMs);
    }

    private long atMajority(
            VoterSet voters, long own, long unknown, ToLongFunction<Progress> value) {
        long[] values = new long[voters.size()];
        int i = 0;
        for (VoterSet.Voter voter : voters.voters()) {
            Progress progress = find(voter.key());
            values[i++] =
                    voter.key().matches(self)
                            ? own
                            : progress == null ? unknown : value.applyAsLong(progress);
        }
        Arrays.sort(values);
        return values[values.length - voters.majority()];
    }
}
