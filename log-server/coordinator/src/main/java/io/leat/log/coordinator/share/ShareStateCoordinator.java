package io.leat.log.coordinator.share;

import io.leat.log.coordinator.CoordinatorLog;
import io.leat.log.coordinator.CoordinatorShard;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.share.ShareStateRecord.Removed;
import io.leat.log.coordinator.share.ShareStateRecord.Snapshot;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The share coordinator of one partition of {@code __share_group_state}: keeps for the leaders of
 * partitions what share groups have delivered (KIP-932). Owned by the loop of that partition; its
 * requests are called through {@link io.leat.log.coordinator.CoordinatorPartition#decide}.
 *
 * <p>Two epochs fence those who are late: that of the partition's leader, which a new leader
 * announces when it reads, and that of the state, which grows when the group starts anew.
 */
public final class ShareStateCoordinator implements CoordinatorShard<ShareStateRecord> {

    /** What is kept of one share-partition, with where its last snapshot stands in the log. */
    private static final class Kept {
        private ShareState state;
        private long snapshotAt;
        private int updates;

        Kept(ShareState state, long snapshotAt) {
            this.state = state;
            this.snapshotAt = snapshotAt;
        }
    }

    private final Map<SharePartitionKey, Kept> all = new HashMap<>();
    private final CoordinatorLog log;
    private final Timers<ShareStateRecord> timers;
    private final Predicate<SharePartitionKey> exists;
    private final ShareStateSettings settings;

    /**
     * @param exists whether there is such a partition, as far as this broker knows
     */
    public ShareStateCoordinator(
            CoordinatorLog log,
            Timers<ShareStateRecord> timers,
            Predicate<SharePartitionKey> exists,
            ShareStateSettings settings) {
        this.log = log;
        this.timers = timers;
        this.exists = exists;
        this.settings = settings;
    }

    /**
     * Begins a state: at {@code startOffset}, or where the leader chooses if that is -1. What asks
     * for the same once more comes late, and takes nothing back that was done since.
     */
    public Decision<ShareStateRecord> initialize(
            SharePartitionKey key,
            int stateEpoch,
            long startOffset,
            Promise<ShareAnswer> promise,
            Moment now) {
        ShareAnswer refusal = check(key, true);
        Kept kept = all.get(key);
        if (refusal == null
                && kept != null
                && stateEpoch != -1
                && (kept.state.stateEpoch() > stateEpoch
                        || kept.state.stateEpoch() == stateEpoch
                                && !kept.state.hasJustBegun(startOffset))) {
            refusal = ShareAnswer.failed(ErrorCode.FENCED_STATE_EPOCH);
        }
        if (refusal != null) {
            return Decision.answer(promise, refusal);
        }
        int snapshotEpoch = kept == null ? 0 : kept.state.snapshotEpoch() + 1;
        int leaderEpoch = kept == null ? 0 : kept.state.leaderEpoch();
        long nowMs = now.epochMillis();
        ShareState state =
                new ShareState(
                        snapshotEpoch,
                        stateEpoch,
                        leaderEpoch,
                        startOffset,
                        startOffset == ShareState.UNINITIALIZED ? -1 : 0,
                        nowMs,
                        nowMs,
                        List.of());
        return Decision.<ShareStateRecord>none()
                .append(new Snapshot(key, state))
                .andAnswer(promise, ShareAnswer.DONE);
    }

    /**
     * The state for a leader of {@code leaderEpoch}, who fences those before him; -1 for nobody.
     */
    public Decision<ShareStateRecord> read(
            SharePartitionKey key, int leaderEpoch, Promise<ShareAnswer> promise) {
        ShareAnswer refusal = check(key, false);
        Kept kept = all.get(key);
        if (refusal == null && kept == null) {
            refusal =
                    ShareAnswer.failed(
                            ErrorCode.INVALID_REQUEST,
                            "Read operation on uninitialized share partition not allowed.");
        }
        if (refusal == null) {
            refusal = fenced(kept, leaderEpoch);
        }
        if (refusal != null || kept == null) {
            return Decision.answer(promise, refusal == null ? ShareAnswer.DONE : refusal);
        }
        Decision<ShareStateRecord> decision = Decision.none();
        ShareState state = kept.state;
        if (leaderEpoch > state.leaderEpoch()) {
            append(
                    decision,
                    kept,
                    new Update(
                            key,
                            state.snapshotEpoch(),
                            leaderEpoch,
                            state.startOffset(),
                            state.deliveryCompleteCount(),
                            List.of()),
                    state.writeMs());
        }
        return decision.andAnswer(promise, ShareAnswer.of(state));
    }

    /** What a leader tells: which records are in another state, and where the first one is. */
    public Decision<ShareStateRecord> write(
            Update news, int stateEpoch, Promise<ShareAnswer> promise, Moment now) {
        ShareAnswer refusal = check(news.key(), false);
        Kept kept = all.get(news.key());
        if (refusal == null && kept == null) {
            refusal =
                    ShareAnswer.failed(
                            ErrorCode.INVALID_REQUEST,
                            "Write operation on uninitialized share partition not allowed.");
        }
        if (refusal == null) {
            refusal = fenced(kept, news.leaderEpoch());
        }
        if (refusal == null
                && kept != null
                && stateEpoch != -1
                && stateEpoch < kept.state.stateEpoch()) {
            refusal = ShareAnswer.failed(ErrorCode.FENCED_STATE_EPOCH);
        }
        if (refusal != null || kept == null) {
            return Decision.answer(promise, refusal == null ? ShareAnswer.DONE : refusal);
        }
        Decision<ShareStateRecord> decision = Decision.none();
        // A leader that was not answered asks again, on another connection: what comes late of the
        // first time must not go back behind what was written since.
        boolean late = news.startOffset() < kept.state.startOffset();
        long start = late ? kept.state.startOffset() : news.startOffset();
        Update update =
                new Update(
                        news.key(),
                        kept.state.snapshotEpoch(),
                        kept.state.leaderEpoch(),
                        start,
                        late ? kept.state.deliveryCompleteCount() : news.deliveryCompleteCount(),
                        StateBatches.merge(List.of(), news.batches(), start));
        append(decision, kept, update, now.epochMillis());
        return decision.andAnswer(promise, ShareAnswer.DONE);
    }

    private void append(Decision<ShareStateRecord> decision, Kept kept, Update update, long nowMs) {
        boolean full = kept.updates >= settings.updatesPerSnapshot();
        decision.append(
                full
                        ? new Snapshot(update.key(), kept.state.with(update).snapshot(nowMs))
                        : update);
    }

    /** The state for people; without one, the answer has none. */
    public Decision<ShareStateRecord> summary(SharePartitionKey key, Promise<ShareAnswer> promise) {
        ShareAnswer refusal = check(key, true);
        Kept kept = all.get(key);
        return Decision.answer(
                promise,
                refusal != null ? refusal : ShareAnswer.of(kept == null ? null : kept.state));
    }

    /** Forgets the state; it is a success if there is none. */
    public Decision<ShareStateRecord> delete(SharePartitionKey key, Promise<ShareAnswer> promise) {
        ShareAnswer refusal = check(key, true);
        if (refusal != null) {
            return Decision.answer(promise, refusal);
        }
        Decision<ShareStateRecord> decision = Decision.none();
        if (all.containsKey(key)) {
            decision.append(new Removed(key));
        }
        return decision.andAnswer(promise, ShareAnswer.DONE);
    }

    /** Forgets the states of topics that are gone. */
    public Decision<ShareStateRecord> forgetTopics(Set<Uuid> gone) {
        Decision<ShareStateRecord> decision = Decision.none();
        for (SharePartitionKey key : all.keySet()) {
            if (gone.contains(key.topicId())) {
                decision.append(new Removed(key));
            }
        }
        return decision;
    }

    private static @Nullable ShareAnswer fenced(@Nullable Kept kept, int leaderEpoch) {
        boolean late = kept != null && leaderEpoch != -1 && leaderEpoch < kept.state.leaderEpoch();
        return late ? ShareAnswer.failed(ErrorCode.FENCED_LEADER_EPOCH) : null;
    }

    /**
     * @param strictly whether it has to exist even if its state does not; else the state decides
     */
    private @Nullable ShareAnswer check(SharePartitionKey key, boolean strictly) {
        if (key.partition() < 0) {
            return ShareAnswer.failed(
                    ErrorCode.INVALID_REQUEST, "The partition id cannot be a negative number.");
        }
        if ((strictly || all.containsKey(key)) && !exists.test(key)) {
            return ShareAnswer.failed(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        }
        return null;
    }

    @Override
    public void apply(long offset, @Nullable ProducerIdentity producer, ShareStateRecord record) {
        if (record instanceof Snapshot snapshot) {
            all.put(record.key(), new Kept(snapshot.state(), offset));
        } else if (record instanceof Removed) {
            all.remove(record.key());
        } else if (record instanceof Update update) {
            Kept kept = all.get(record.key());
            if (kept != null) { // else it belongs to a state that was deleted since
                kept.state = kept.state.with(update);
                kept.updates++;
            }
        }
    }

    @Override
    public void loaded(Moment now) {
        timers.schedule(settings.pruneIntervalMs(), this::tidy);
    }

    /** Repeats old snapshots, and lets go of the log before the oldest one that counts. */
    private Decision<ShareStateRecord> tidy(Moment now) {
        timers.schedule(settings.pruneIntervalMs(), this::tidy);
        Decision<ShareStateRecord> decision = Decision.none();
        long needed = log.endOffset();
        boolean cold = all.values().stream().anyMatch(each -> each.updates > 0);
        for (Map.Entry<SharePartitionKey, Kept> each : all.entrySet()) {
            Kept kept = each.getValue();
            needed = Math.min(needed, kept.snapshotAt);
            if (cold && now.epochMillis() - kept.state.writeMs() >= settings.coldSnapshotMs()) {
                decision.append(
                        new Snapshot(each.getKey(), kept.state.snapshot(now.epochMillis())));
            }
        }
        long before = needed;
        return decision.onCommitted(() -> log.deleteBefore(before));
    }

    /** The durable state, to compare: what is live must equal what a reload gives. */
    Map<SharePartitionKey, ShareState> durable() {
        Map<SharePartitionKey, ShareState> states = new HashMap<>();
        all.forEach((key, kept) -> states.put(key, kept.state));
        return states;
    }
}
