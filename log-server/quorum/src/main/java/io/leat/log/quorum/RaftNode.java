package io.leat.log.quorum;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One voter of the metadata quorum: Raft with KRaft's roles and messages. Owned by its loop, a pure
 * state machine over the ports it is given.
 *
 * <p>Invariants: the epoch never falls; one vote an epoch, durable before it is told; a leader
 * commits only over records of its own epoch; committed batches are told once and in order.
 */
public final class RaftNode {

    private static final Logger log = LoggerFactory.getLogger(RaftNode.class);

    private final RaftSettings settings;
    private final EventLoop loop;
    private final Entropy entropy;
    private final MetadataLog metadataLog;
    private final QuorumStore store;
    private final RaftTransport transport;
    private final RaftListener listener;

    private QuorumState state = QuorumState.INITIAL;
    private Role role;
    private long highWatermark;
    private long toldOffset;
    private boolean flushing;
    private boolean flushAgain;
    private int cuts;
    private boolean stopped;
    private @Nullable Timer timer;

    public RaftNode(
            RaftSettings settings,
            EventLoop loop,
            Entropy entropy,
            MetadataLog metadataLog,
            QuorumStore store,
            RaftTransport transport,
            RaftListener listener) {
        this.settings = settings;
        this.loop = loop;
        this.entropy = entropy;
        this.metadataLog = metadataLog;
        this.store = store;
        this.transport = transport;
        this.listener = listener;
        this.role = new Unattached(this, Long.MAX_VALUE);
    }

    /** Reads the state and takes part. On the loop. */
    public void start() {
        loop.checkInLoop();
        QuorumState stored = store.read();
        // A log that is ahead of the state file: its write was lost. Its epoch has begun all the
        // same; that it has a leader means this node needs no vote in it.
        state =
                stored.epoch() >= metadataLog.lastEpoch()
                        ? stored
                        : new QuorumState(metadataLog.lastEpoch(), -1);
        long nowMs = nowMs();
        if (settings.voters().size() == 1) {
            become(new Prospective(this, nowMs), nowMs); // its own pre-vote and vote are majorities
        } else {
            unattached(nowMs);
        }
        reschedule();
    }

    /** Stops at once, as a crash would. On the loop. */
    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Takes in a message of another voter. On the loop. */
    public void receive(int from, RaftMessage message) {
        if (stopped || !settings.voters().contains(from)) {
            return;
        }
        long nowMs = nowMs();
        boolean sounding = message instanceof RaftMessage.Vote vote && vote.preVote();
        if (message.epoch() > epoch() && !sounding) {
            enterEpoch(message.epoch(), -1);
            unattached(nowMs);
        }
        handle(from, message, nowMs);
        reschedule();
    }

    private void handle(int from, RaftMessage message, long nowMs) {
        if (message instanceof RaftMessage.Vote vote) {
            onVote(from, vote, nowMs);
        } else if (message.epoch() < epoch()) {
            return; // news from an epoch that is over
        } else if (message instanceof RaftMessage.VoteReply reply) {
            role.onVoteReply(from, reply, nowMs);
        } else if (message instanceof RaftMessage.BeginEpoch) {
            role.onBeginEpoch(from, nowMs);
        } else if (message instanceof RaftMessage.EndEpoch) {
            role.onEndEpoch(from, nowMs);
        } else if (message instanceof RaftMessage.Fetch fetch) {
            role.onFetch(from, fetch, nowMs);
        } else if (message instanceof RaftMessage.FetchReply reply) {
            role.onFetchReply(from, reply, nowMs);
        }
    }

    private void onVote(int from, RaftMessage.Vote vote, long nowMs) {
        boolean upToDate =
                vote.lastEpoch() > metadataLog.lastEpoch()
                        || (vote.lastEpoch() == metadataLog.lastEpoch()
                                && vote.endOffset() >= metadataLog.endOffset());
        boolean granted;
        if (vote.preVote()) {
            granted = upToDate && vote.epoch() >= epoch() && role.grantsPreVote(nowMs);
        } else {
            boolean free = state.votedFor() == -1 && role.grantsVote();
            granted = vote.epoch() == epoch() && upToDate && (free || state.votedFor() == from);
            if (granted && state.votedFor() == -1) {
                enterEpoch(epoch(), from);
                unattached(nowMs); // gives the candidate time to win
            }
        }
        send(from, new RaftMessage.VoteReply(epoch(), vote.preVote(), granted));
    }

    /**
     * Appends records that commit together, as leader. On the loop.
     *
     * @return the offset after them: they are committed when that much was told
     */
    public long append(List<ByteBuffer> records) {
        Check.that(role instanceof Leader, "only a leader appends");
        return ((Leader) role).append(false, records);
    }

    public boolean leading() {
        return role instanceof Leader;
    }

    /** Gives up leadership, if this node leads. On the loop. */
    public void resign() {
        if (role instanceof Leader leader) {
            leader.resign(nowMs());
            reschedule();
        }
    }

    public int epoch() {
        return state.epoch();
    }

    /** The leader of this epoch as far as this node knows, or -1. */
    public int leader() {
        if (role instanceof Follower follower) {
            return follower.leader();
        }
        return role instanceof Leader ? settings.nodeId() : -1;
    }

    /** The offset up to which the log is committed. */
    public long highWatermark() {
        return highWatermark;
    }

    int id() {
        return settings.nodeId();
    }

    RaftSettings settings() {
        return settings;
    }

    MetadataLog log() {
        return metadataLog;
    }

    RaftListener listener() {
        return listener;
    }

    long epochMillis() {
        return loop.clock().epochMillis();
    }

    void send(int to, RaftMessage message) {
        transport.send(to, message);
    }

    int randomElectionTimeoutMs() {
        return settings.electionTimeoutMs() + entropy.nextInt(settings.electionTimeoutMs());
    }

    void askForVotes(boolean preVote) {
        for (int voter : settings.voters()) {
            if (voter != id()) {
                int lastEpoch = metadataLog.lastEpoch();
                long endOffset = metadataLog.endOffset();
                send(voter, new RaftMessage.Vote(epoch(), preVote, lastEpoch, endOffset));
            }
        }
    }

    /** Votes for itself in the next epoch and asks the others to. */
    void standForElection(long nowMs) {
        enterEpoch(epoch() + 1, id());
        become(new Candidate(this, nowMs), nowMs);
    }

    void unattached(long nowMs) {
        become(new Unattached(this, nowMs + randomElectionTimeoutMs()), nowMs);
    }

    void become(Role next, long nowMs) {
        role.leave();
        role = next;
        log.debug("Node {} is {} in epoch {}", id(), next.getClass().getSimpleName(), epoch());
        next.enter(nowMs);
    }

    /** Remembers epoch and vote durably, before anybody is told. */
    private void enterEpoch(int epoch, int votedFor) {
        Check.that(epoch >= state.epoch(), "the epoch never falls");
        QuorumState next = new QuorumState(epoch, votedFor);
        store.write(next);
        state = next;
    }

    /** Everything before {@code offset} is committed. */
    void commit(long offset) {
        if (offset <= highWatermark) {
            return;
        }
        highWatermark = offset;
        for (MetadataBatch batch : metadataLog.read(toldOffset, highWatermark, Integer.MAX_VALUE)) {
            toldOffset = batch.endOffset();
            if (!batch.control()) {
                listener.onCommitted(batch);
            }
        }
    }

    /**
     * Makes the log durable and tells the role: one flush at a time, for all that came together.
     */
    void flush() {
        if (flushing) {
            flushAgain = true;
            return;
        }
        flushing = true;
        int cutsBefore = cuts;
        metadataLog.flush(offset -> flushed(offset, cutsBefore == cuts));
    }

    /** Cuts off what the leader does not have. */
    void truncate(long offset) {
        cuts++;
        metadataLog.truncate(offset);
    }

    /**
     * @param valid false if the log was cut while the flush was under way: it then says nothing
     *     about what came after
     */
    private void flushed(long offset, boolean valid) {
        if (stopped) {
            return;
        }
        flushing = false;
        boolean again = flushAgain || !valid;
        flushAgain = false;
        if (again) {
            flush();
        }
        if (valid) {
            role.onFlushed(offset, nowMs());
        }
        reschedule();
    }

    private void reschedule() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        long deadlineMs = role.deadlineMs();
        if (!stopped && deadlineMs != Long.MAX_VALUE) {
            timer = loop.schedule(Math.max(0, deadlineMs - nowMs()), this::onTimer);
        }
    }

    private void onTimer() {
        timer = null;
        long nowMs = nowMs();
        if (!stopped && nowMs >= role.deadlineMs()) {
            role.onDeadline(nowMs);
        }
        reschedule();
    }

    private long nowMs() {
        return loop.clock().millis();
    }
}
