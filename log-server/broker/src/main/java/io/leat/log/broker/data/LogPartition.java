package io.leat.log.broker.data;

import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.coordinator.Coordinators;
import io.leat.log.broker.coordinator.MarkerTarget;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.storage.CleanerWorker;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica of a partition on its log: what is common to leaders and followers. It moves the high
 * watermark, and completes in the same turn what waited for that. Owned by its shard's loop.
 *
 * <pre>
 *   begin --this broker leads--> LeaderRole   --another epoch--> begin
 *         --another leads------> FollowerRole --another epoch--> begin (once no cut is under way)
 *         --nobody leads-------> neither      --another epoch--> begin
 * </pre>
 *
 * <p>With {@code durability=persisted} (and {@code auto} on one replica) the high watermark follows
 * the group commit, so that nothing is shown or acknowledged with acks=all before it is on disk.
 */
public final class LogPartition extends Partition implements MarkerTarget {

    private final ReplicaMoves moves;
    private final Coordinators coordinators;
    private final Replication replication;
    private final CommitWaiters waiters;
    private final PartitionWrites writes;
    private LogDirectory directory;
    private PartitionLog log;
    private LogContext context;
    private Compaction compaction;
    private FetchWatch[] watches = {};
    private Assignment assignment;
    private boolean persisted;
    private boolean throttledAsLeader;
    private boolean throttledAsFollower;
    private @Nullable LeaderRole leader;
    private @Nullable FollowerRole follower;
    private @Nullable Assignment delayed;
    private @Nullable LongConsumer onHighWatermark;
    private boolean closed;

    LogPartition(
            TopicIdPartition id,
            LogDirectory directory,
            PartitionLog log,
            MoveSteps steps,
            Coordinators coordinators,
            TransactionVerifier verifier,
            Replication replication,
            Assignment assignment) {
        super(id, steps.context(directory).loop());
        this.directory = directory;
        this.log = log;
        this.moves = new ReplicaMoves(this, steps);
        this.context = steps.context(directory);
        this.waiters = new CommitWaiters(context.loop());
        this.coordinators = coordinators;
        this.replication = replication;
        this.assignment = assignment;
        this.persisted = persisted(assignment);
        findThrottles();
        this.writes = new PartitionWrites(this, context.clock(), verifier, assignment.config());
        this.compaction =
                new Compaction(id, log.compaction(), context.clock(), assignment.config());
    }

    /** The folder it is in. */
    LogDirectory directory() {
        return directory;
    }

    /** The log, for reading where it stands. */
    public PartitionLog log() {
        return log;
    }

    public int leaderEpoch() {
        return assignment.leaderEpoch();
    }

    public Assignment assignment() {
        return assignment;
    }

    /** What it does while this broker leads it; null while it does not. */
    @Nullable LeaderRole leader() {
        return leader;
    }

    /** What it does while another broker leads it; null while none does. */
    public @Nullable FollowerRole follower() {
        return follower;
    }

    /** Whether, as its topic says, only what is on disk counts. */
    static boolean persisted(Assignment assignment) {
        String durability = assignment.config().get(TopicKeys.DURABILITY);
        return durability.equals("persisted")
                || durability.equals("auto")
                        && (assignment.state().settledReplicas() == 1
                                || assignment.config().get(TopicKeys.FLUSH_MESSAGES) == 1);
    }

    private void findThrottles() {
        int number = id().partition();
        int node = assignment.nodeId();
        throttledAsLeader =
                ReplicationThrottles.lists(
                        assignment.config(), TopicKeys.LEADER_THROTTLED, number, node);
        throttledAsFollower =
                ReplicationThrottles.lists(
                        assignment.config(), TopicKeys.FOLLOWER_THROTTLED, number, node);
    }

    /** Whether its topic lists it among those that are held back where they lead. */
    boolean throttledAsLeader() {
        return throttledAsLeader;
    }

    /** Whether its topic lists it among those that are held back where they follow. */
    public boolean throttledAsFollower() {
        return throttledAsFollower;
    }

    /** Whether the cluster counts on this replica, as far as is known here. */
    public boolean isInSync() {
        return assignment.state().isr().contains(assignment.nodeId());
    }

    /** Whether only what is on disk counts. */
    public boolean persisted() {
        return persisted;
    }

    /** Where the log of this replica ends, as far as it counts. */
    long localEnd() {
        return moves.counts(persisted() ? log.flushedOffset() : log.endOffset());
    }

    /** The error for a request made under {@code epoch} (-1 if it names none), or NONE. */
    public ErrorCode checkEpoch(int epoch) {
        return leader == null ? ErrorCode.NOT_LEADER_OR_FOLLOWER : checkReadable(epoch);
    }

    /** As {@link #checkEpoch}, for readers who may come to a follower as well (KIP-392). */
    ErrorCode checkReadable(int epoch) {
        if (leader == null && follower == null) {
            return ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        if (epoch >= 0 && epoch < leaderEpoch()) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        return epoch > leaderEpoch() ? ErrorCode.UNKNOWN_LEADER_EPOCH : ErrorCode.NONE;
    }

    /** Whether another broker may lead by now, unknown to this one. */
    boolean maybeDeposed() {
        return replication.maybeDeposed();
    }

    // ---- writing ----

    /** What writes to it. */
    PartitionWrites writes() {
        return writes;
    }

    @Override
    public void appendMarker(TransactionMarker marker, Consumer<ErrorCode> done) {
        writes.appendMarker(marker, done);
    }

    /** Calls {@code done} once {@code offset} is committed, or with why it will not be known. */
    public void awaitCommitted(long offset, Consumer<ErrorCode> done) {
        if (offset < log.highWatermark()) {
            done.accept(ErrorCode.NONE);
        } else {
            waiters.add(offset, done);
        }
    }

    /** As above, but with REQUEST_TIMED_OUT after {@code timeoutMs}. */
    void awaitCommitted(long offset, int timeoutMs, Consumer<ErrorCode> done) {
        waiters.add(offset, timeoutMs, done);
    }

    /** Something was appended by this broker. */
    void appended() {
        moves.appended();
        if (leader != null) {
            leader.appended();
        }
        if (persisted()) {
            commit();
        } else if (leader != null) {
            leader.advance();
        }
        for (FetchWatch watch : watches) {
            watch.appended();
        }
    }

    private void commit() {
        flush(
                failure -> {
                    if (failure != null) {
                        failWaiters(ErrorCode.KAFKA_STORAGE_ERROR);
                    } else if (leader != null) {
                        leader.advance();
                    }
                });
    }

    /**
     * Makes what was appended durable, in both folders if it is about to move; {@code done} runs on
     * this loop with null, or with why not.
     */
    void flush(Consumer<@Nullable StorageException> done) {
        PartitionLog flushed = log;
        flushed.flush(
                failure -> {
                    if (flushed != log) {
                        flush(done); // it lies in another folder by now
                    } else if (failure != null) {
                        done.accept(failure);
                    } else {
                        moves.afterFlush(done);
                    }
                });
    }

    /** Raises the high watermark, at most to the end of the log. */
    void advance(long offset) {
        long before = log.highWatermark();
        log.advanceHighWatermark(offset);
        long now = log.highWatermark();
        if (now == before) {
            return;
        }
        waiters.committed(now);
        LongConsumer listener = onHighWatermark;
        if (listener != null) {
            listener.accept(now);
        }
        for (FetchWatch watch : watches) {
            watch.committed();
        }
    }

    private void failWaiters(ErrorCode error) {
        waiters.fail(error);
        changed();
    }

    /** A folder is offline: if it is in that, nothing that is waited for will come. */
    void directoryFailed(LogDirectory failed) {
        moves.failed(failed);
        if (!failed.equals(directory)) {
            return;
        }
        if (follower != null) {
            endRole();
            replication.unfollow(this);
        }
        failWaiters(ErrorCode.KAFKA_STORAGE_ERROR);
    }

    /** Calls {@code listener} with the high watermark each time it moves. One listener. */
    public void onHighWatermark(LongConsumer listener) {
        onHighWatermark = listener;
    }

    // ---- reading ----

    /** Where a client has to stop: the high watermark, or the last stable offset. */
    public long bound(boolean readCommitted) {
        return readCommitted ? log.lastStableOffset() : log.highWatermark();
    }

    /**
     * Whether all that earlier leaders wrote is known to be committed. Before, the high watermark
     * may lie below what was acknowledged.
     */
    public boolean caughtUp() {
        return leader != null && log.highWatermark() >= leader.start();
    }

    /** Reads from memory at once, or from files off the loop; {@code done} runs on this loop. */
    public void read(
            long offset,
            long bound,
            int maxBytes,
            boolean atLeastOne,
            BiConsumer<@Nullable LogRead, @Nullable Throwable> done) {
        Callable<LogRead> plan;
        try {
            LogRead tail = log.readTail(offset, bound, maxBytes, atLeastOne);
            if (tail != null) {
                done.accept(tail, null);
                return;
            }
            plan = log.planRead(offset, bound, maxBytes, atLeastOne);
        } catch (StorageException e) {
            done.accept(null, e);
            return;
        }
        offload(plan, done);
    }

    /** Runs a plan of the log beside the loop. */
    public <T extends @Nullable Object> void offload(
            Callable<T> plan, BiConsumer<@Nullable T, @Nullable Throwable> done) {
        context.reads()
                .run(
                        plan,
                        loop(),
                        (result, failure) -> {
                            if (failure != null) {
                                log.readFailed(failure);
                            }
                            done.accept(result, failure);
                        });
    }

    /** Tells {@code watch} what happens here, until it is taken away. */
    void watch(FetchWatch watch) {
        FetchWatch[] more = Arrays.copyOf(watches, watches.length + 1);
        more[watches.length] = watch;
        watches = more;
    }

    void unwatch(FetchWatch watch) {
        List<FetchWatch> left = new ArrayList<>(Arrays.asList(watches));
        left.remove(watch);
        watches = left.toArray(new FetchWatch[0]);
    }

    private void changed() {
        for (FetchWatch watch : watches) {
            watch.changed();
        }
    }

    // ---- cutting ----

    /**
     * Deletes records below {@code offset} (-1: all that are committed), durably, and waits until
     * every live replica has.
     *
     * @param done gets the offset below which no live replica has anything any more
     */
    void deleteRecords(long offset, int timeoutMs, BiConsumer<ErrorCode, Long> done) {
        if (offset < -1) {
            done.accept(ErrorCode.OFFSET_OUT_OF_RANGE, -1L);
            return;
        }
        if (!deletes()) {
            done.accept(ErrorCode.POLICY_VIOLATION, -1L);
            return;
        }
        long wanted = offset == -1 ? log.highWatermark() : offset;
        try {
            log.advanceStart(wanted);
        } catch (StorageException e) {
            done.accept(e.code(), -1L);
            return;
        }
        changed();
        flush(
                failure -> {
                    if (failure != null) {
                        done.accept(ErrorCode.KAFKA_STORAGE_ERROR, log.startOffset());
                    } else if (leader == null) {
                        done.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1L);
                    } else {
                        leader.awaitDeleted(wanted, timeoutMs, done);
                    }
                });
    }

    /** Lets go of what is too old or too much, and of idle producers. */
    void tidy(long producersIdleSince) {
        if (closed || log.isOffline()) {
            return;
        }
        try {
            if (deletes() && log.applyRetention()) {
                changed();
            }
        } catch (StorageException e) {
            return; // a full disk: tried again next time; else all of the directory is offline
        }
        log.expireProducers(producersIdleSince);
        writes.expire(producersIdleSince);
    }

    /** How much it is due to be compacted: from 0, not at all, to 1. */
    double dirtiness() {
        return closed || moves.current() != null ? 0 : compaction.dirtiness();
    }

    /** Compacts the log, then runs {@code done} on this loop. */
    void compact(CleanerWorker worker, Runnable done) {
        if (closed || moves.current() != null) {
            done.run();
        } else {
            compaction.run(worker, done);
        }
    }

    private boolean deletes() {
        return assignment.config().get(TopicKeys.CLEANUP_POLICY).contains("delete");
    }

    // ---- moving to another folder ----

    /** What takes it to another folder. */
    /** Whether it is on its way to another folder, or what is left of that is not cleaned up. */
    public boolean isMoving() {
        return moves.current() != null;
    }

    ReplicaMoves moves() {
        return moves;
    }

    /** The copy is its log from now on: it has the same records. */
    void become(PartitionLog copy, LogDirectory in) {
        log = copy;
        directory = in;
        context = moves.context(in);
        log.configure(LogSettingsOf.config(assignment.config()));
        compaction = new Compaction(id(), log.compaction(), context.clock(), assignment.config());
    }

    /** What a move has held back counts. */
    void committed() {
        if (persisted()) {
            commit();
        } else if (leader != null) {
            leader.advance();
        }
    }

    // ---- its life ----

    /** Takes the role that its assignment says. First when it is open, then for every epoch. */
    void begin() {
        endRole();
        writes.onNewEpoch(leaderEpoch(), assignment.leads());
        if (assignment.leads()) {
            replication.unfollow(this);
            LeaderRole role = new LeaderRole(this, replication, assignment);
            leader = role;
            if (persisted()) {
                commit();
            }
            role.begin();
            coordinators.led(id(), new LedPartitionLog(this));
            return;
        }
        coordinators.resigned(id());
        failWaiters(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        if (assignment.follows() && !log.isOffline()) {
            follower = new FollowerRole(this, assignment);
            replication.follow(this);
        } else {
            replication.unfollow(this);
        }
    }

    private void endRole() {
        if (leader != null) {
            leader.end();
            leader = null;
            onHighWatermark = null;
        }
        if (follower != null) {
            follower.end();
            follower = null;
        }
    }

    @Override
    protected void update(Assignment next) {
        if (log.isTruncating()) {
            delayed = next;
            return;
        }
        Assignment before = assignment;
        assignment = next;
        persisted = persisted(next);
        findThrottles();
        if (next.config() != before.config()) {
            writes.configure(next.config());
            compaction.configure(next.config());
            log.configure(LogSettingsOf.config(next.config()));
        }
        if (next.leaderEpoch() != before.leaderEpoch()) {
            begin();
        } else if (leader != null) {
            leader.update(next);
        }
        changed();
    }

    /** The log was cut: what the image said meanwhile is done now. */
    void truncated() {
        moves.truncated();
        Assignment next = delayed;
        delayed = null;
        if (next != null && !closed) {
            update(next);
        }
        changed();
    }

    /** Looks whether followers have fallen behind. Called now and then. */
    void checkFollowers() {
        if (leader != null) {
            leader.shrink();
        }
    }

    @Override
    protected void close(boolean clean, Runnable done) {
        coordinators.resigned(id());
        replication.unfollow(this);
        endRole();
        closed = true;
        failWaiters(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        moves.stop(clean, () -> closeLog(clean, done));
    }

    private void closeLog(boolean clean, Runnable done) {
        if (clean) {
            log.close(done);
        } else {
            log.abandon(done);
        }
    }

    /** Runs {@code action} on the loop: at once if that is where we are. */
    void here(Runnable action) {
        if (loop().inLoop()) {
            action.run();
        } else {
            loop().execute(action);
        }
    }
}
