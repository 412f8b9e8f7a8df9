package io.leat.log.quorum;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica of the metadata log, voter or observer: Raft with KRaft's roles and messages. Owned
 * by its loop, a pure state machine over the ports it is given.
 *
 * <p>Invariants: the epoch never falls; one vote an epoch, durable before it is told; a leader
 * commits only over records of its own epoch; committed batches are told once and in order. Whoever
 * is not among the voters follows the leader and is not counted.
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
    private final VoterHistory voters;
    private final Flushes flushes;
    private final Committed committed;
    private final Tenure tenure;
    private final LeaderNews news;
    private final Patience patience;

    private QuorumState state = QuorumState.INITIAL;
    private Role role;
    private boolean stopped;
    private volatile short finalizedVersion;
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
        this.voters = new VoterHistory(settings.voters());
        this.flushes = new Flushes(metadataLog, this::flushed);
        this.committed = new Committed(settings, loop, metadataLog, voters, listener);
        this.tenure = new Tenure(this::nowMs);
        this.news = new LeaderNews(listener);
        this.patience = new Patience(settings.electionTimeoutMs(), entropy);
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
                        : new QuorumState(metadataLog.lastEpoch(), null);
        committed.start();
        long nowMs = nowMs();
        if (voting() && voters().size() == 1) {
            become(new Prospective(this, null, nowMs), nowMs); // it is the majority
        } else if (!campaigning()) {
            become(new Unattached(this, nowMs), nowMs);
        } else {
            unattached(nowMs);
        }
        settle();
    }

    /** Stops at once, as a crash would. On the loop. */
    public void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Takes in a request of another replica; {@code answer} runs once, now or later, or never. */
    public void receive(RaftMessage.Request request, Consumer<RaftMessage.Reply> answer) {
        if (!stopped) {
            orStop(() -> handle(request, answer));
        }
    }

    /** Runs a step; if the state cannot be made durable, this replica stops in the midst of it. */
    private void orStop(Runnable step) {
        try {
            step.run();
        } catch (DiskException e) {
            stop();
            listener.onFailed(e);
        }
    }

    private void handle(RaftMessage.Request request, Consumer<RaftMessage.Reply> answer) {
        long nowMs = nowMs();
        if (request.epoch() < epoch()) {
            answer.accept(refusal(ErrorCode.FENCED_LEADER_EPOCH));
        } else if (request instanceof RaftMessage.Vote vote) {
            onVote(vote, answer, nowMs);
        } else if (request instanceof RaftMessage.BeginEpoch begin) {
            enterIfNewer(begin.epoch(), nowMs);
            role.onLeader(begin.sender(), nowMs);
            answer.accept(new RaftMessage.EpochReply(epoch(), role.leader()));
        } else if (request instanceof RaftMessage.EndEpoch end) {
            enterIfNewer(end.epoch(), nowMs);
            role.onEndEpoch(end.sender(), nowMs);
            answer.accept(new RaftMessage.EpochReply(epoch(), role.leader()));
        } else if (request.epoch() > epoch()) {
            answer.accept(refusal(ErrorCode.UNKNOWN_LEADER_EPOCH));
        } else if (request instanceof RaftMessage.Fetch fetch) {
            role.onFetch(fetch, answer, nowMs);
        } else if (request instanceof RaftMessage.FetchSnapshot fetch) {
            role.onFetchSnapshot(fetch, answer, nowMs);
        }
        settle();
    }

    /** Takes in the answer that {@code from} gave to {@code request}. On the loop. */
    public void answered(Peer from, RaftMessage.Request request, RaftMessage.Reply reply) {
        if (!stopped && reply.epoch() >= epoch()) { // else news from an epoch that is over
            orStop(() -> handle(from, request, reply));
        }
    }

    private void handle(Peer from, RaftMessage.Request request, RaftMessage.Reply reply) {
        long nowMs = nowMs();
        enterIfNewer(reply.epoch(), nowMs);
        Peer leader = reply.leader();
        if (leader != null) {
            role.onHearsay(known(leader), nowMs);
        }
        if (reply instanceof RaftMessage.VoteReply vote
                && request instanceof RaftMessage.Vote asked) {
            role.onVoteReply(from.id(), asked, vote, nowMs);
        } else if (reply instanceof RaftMessage.FetchReply fetched
                && request instanceof RaftMessage.Fetch asked) {
            role.onFetchReply(from.id(), asked, fetched, nowMs);
        } else if (reply instanceof RaftMessage.SnapshotReply piece
                && request instanceof RaftMessage.FetchSnapshot asked) {
            role.onSnapshotReply(from.id(), asked, piece, nowMs);
        } else if (reply instanceof RaftMessage.Refused refused) {
            role.onRefused(request, refused, nowMs);
        }
        settle();
    }

    /**
     * The connection to {@code node} broke, or could not be made: if it leads, it is not waited
     * for. A leader that is well loses nothing, because the others do not give their pre-votes.
     */
    public void disconnected(int node) {
        if (!stopped) {
            orStop(
                    () -> {
                        role.onDisconnected(node, nowMs());
                        settle();
                    });
        }
    }

    private void onVote(RaftMessage.Vote vote, Consumer<RaftMessage.Reply> answer, long nowMs) {
        if (!settings.replica().matches(new ReplicaKey(id(), vote.voterDirectoryId()))) {
            answer.accept(refusal(ErrorCode.INVALID_VOTER_KEY));
            return;
        }
        boolean upToDate =
                vote.lastEpoch() > metadataLog.lastEpoch()
                        || (vote.lastEpoch() == metadataLog.lastEpoch()
                                && vote.endOffset() >= metadataLog.endOffset());
        boolean granted;
        if (vote.preVote()) {
            granted = upToDate && role.grantsPreVote(vote, nowMs);
            if (!upToDate) {
                role.onWeakerCandidate(vote.candidate().id());
            }
            if (granted) {
                enterIfNewer(vote.epoch(), nowMs); // no leader is disturbed, and the answer counts
            }
        } else {
            enterIfNewer(vote.epoch(), nowMs);
            boolean free = state.votedFor() == null && role.grantsVote();
            granted = upToDate && (free || vote.candidate().equals(state.votedFor()));
            if (granted && state.votedFor() == null) {
                enterEpoch(epoch(), vote.candidate());
                unattached(nowMs); // gives the candidate time to win
            }
        }
        answer.accept(new RaftMessage.VoteReply(epoch(), role.leader(), granted));
    }

    private void enterIfNewer(int epoch, long nowMs) {
        if (epoch > epoch()) {
            enterEpoch(epoch, null);
            unattached(nowMs);
        }
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
            settle();
        }
    }

    public int epoch() {
        return state.epoch();
    }

    /** What this node has promised, as it is on its disk. */
    public QuorumState promised() {
        return state;
    }

    /** The leader of this epoch as far as this node knows, or -1. */
    public int leader() {
        Peer leader = role.leader();
        return leader == null ? -1 : leader.id();
    }

    /** Where the leader's controller listens, null if there is none or its address is not known. */
    public @Nullable Endpoint leaderEndpoint() {
        Peer leader = role.leader();
        return leader == null ? null : known(leader).endpoint();
    }

    /** Whether this node is one of the voters, as far as its log says. */
    public boolean voting() {
        return voters().contains(settings.replica());
    }

    /**
     * Whether this node may stand for election: also if it was a voter until a change that may not
     * be committed, because only who has that record may be able to win (Raft, 4.2.2).
     */
    boolean campaigning() {
        return voters.namedFrom(highWatermark(), settings.replica());
    }

    /** The voters as this node's log has them, committed or not. */
    public VoterSet voters() {
        return voters.latest();
    }

    /** The offset up to which the log is committed. */
    public long highWatermark() {
        return committed.highWatermark();
    }

    /** Who led, and when this node certainly did. */
    public Leadership leadership() {
        return tenure;
    }

    Tenure tenure() {
        return tenure;
    }

    /** What this node knows of the quorum as its leader; null if it does not lead. */
    public @Nullable QuorumStatus status() {
        return role instanceof Leader leader ? leader.status() : null;
    }

    /**
     * Adds a voter, as leader: one that follows the log already. On the loop.
     *
     * @param whenCommitted whether to answer only when the change cannot be lost any more
     * @param done is told what came of it, once
     */
    public void addVoter(
            VoterSet.Voter voter, boolean whenCommitted, Consumer<VoterChangeResult> done) {
        changeVoters(leader -> leader.changes().add(voter, whenCommitted, nowMs(), done), done);
    }

    /** Removes a voter, as leader; if that is this node, it resigns once that holds. */
    public void removeVoter(ReplicaKey key, Consumer<VoterChangeResult> done) {
        changeVoters(leader -> leader.changes().remove(key, nowMs(), done), done);
    }

    /** Changes where a voter listens, as leader. */
    public void updateVoter(VoterSet.Voter voter, Consumer<VoterChangeResult> done) {
        changeVoters(leader -> leader.changes().update(voter, done), done);
    }

    /**
     * Raises the level of the feature {@code kraft.version}, as leader. On the loop.
     *
     * @param dryRun whether to say only if it could be done
     */
    public void upgrade(short level, boolean dryRun, Consumer<VoterChangeResult> done) {
        changeVoters(leader -> leader.changes().upgrade(level, dryRun, nowMs(), done), done);
    }

    /** Whether the voters are those of the settings, as this node's log has it. On the loop. */
    public boolean hasStaticVoters() {
        return kraftVersion() == KRaftVersion.STATIC_VOTERS;
    }

    /** The level of the feature {@code kraft.version}, as this node's log has it. On every loop. */
    public short finalizedVersion() {
        return finalizedVersion;
    }

    private void changeVoters(Consumer<Leader> change, Consumer<VoterChangeResult> done) {
        if (role instanceof Leader leader) {
            change.accept(leader);
            settle();
        } else {
            done.accept(
                    new VoterChangeResult(
                            ErrorCode.NOT_LEADER_OR_FOLLOWER,
                            "This node does not lead the quorum"));
        }
    }

    int id() {
        return settings.replica().id();
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

    boolean votersInLog() {
        return voters.inLog();
    }

    short kraftVersion() {
        return voters.kraftVersion();
    }

    /** Whether the latest set of voters is not committed yet. */
    boolean voterChangeUnderWay() {
        return voters.latestEnd() > highWatermark();
    }

    long epochMillis() {
        return loop.clock().epochMillis();
    }

    Patience patience() {
        return patience;
    }

    /** Nobody won in time: it sounds out the others again. */
    void nextRound(long nowMs) {
        patience.failed();
        become(new Prospective(this, null, nowMs), nowMs);
    }

    void checkOneLeader(int one, int other) {
        Check.that(one == other, "two leaders of epoch %d: %d, %d", epoch(), one, other);
    }

    RaftMessage.Reply refusal(ErrorCode error) {
        return new RaftMessage.Refused(epoch(), role.leader(), error);
    }

    RaftMessage.Reply endOfLeadership() {
        return new RaftMessage.Refused(epoch(), null, ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    void send(Peer to, RaftMessage.Request request) {
        transport.send(to, request);
    }

    void eachOtherVoter(Consumer<Peer> action) {
        for (VoterSet.Voter voter : voters().voters()) {
            if (voter.key().id() != id()) {
                action.accept(voter.peer());
            }
        }
    }

    /** With the address from the set of voters, if {@code peer} came without. */
    private Peer known(Peer peer) {
        VoterSet.Voter voter = voters().find(peer.id());
        return peer.endpoint() != null || voter == null ? peer : voter.peer();
    }

    void askForVotes(boolean preVote) {
        eachOtherVoter(to -> askForVote(to.id(), preVote));
    }

    void askForVote(int voterId, boolean preVote) {
        VoterSet.Voter voter = voters().find(voterId);
        if (voter != null) {
            send(
                    voter.peer(),
                    new RaftMessage.Vote(
                            epoch(),
                            settings.replica(),
                            voter.key().directoryId(),
                            preVote,
                            metadataLog.lastEpoch(),
                            metadataLog.endOffset()));
        }
    }

    /** Whether this node's log ends before that of the candidate. */
    boolean behind(RaftMessage.Vote vote) {
        return vote.lastEpoch() > metadataLog.lastEpoch()
                || (vote.lastEpoch() == metadataLog.lastEpoch()
                        && vote.endOffset() > metadataLog.endOffset());
    }

    /** Asks one controller for the log: who does not lead says who does. */
    void askAnybody() {
        List<Peer> peers = new ArrayList<>();
        eachOtherVoter(peers::add);
        for (int i = 0; i < settings.bootstrap().size(); i++) {
            peers.add(new Peer(-2 - i, settings.bootstrap().get(i)));
        }
        if (!peers.isEmpty()) {
            send(peers.get(entropy.nextInt(peers.size())), fetchAt(metadataLog.endOffset(), 0));
        }
    }

    /**
     * @param answered number of the last answer of this leader
     */
    RaftMessage.Fetch fetchAt(long offset, int answered) {
        return new RaftMessage.Fetch(
                epoch(),
                settings.replica(),
                offset,
                metadataLog.lastEpoch(),
                highWatermark(),
                answered);
    }

    /** Votes for itself in the next epoch and asks the others to. */
    void standForElection(long nowMs) {
        enterEpoch(epoch() + 1, settings.replica());
        become(new Candidate(this, nowMs), nowMs);
    }

    void follow(Peer leader, long nowMs) {
        become(new Follower(this, known(leader), nowMs), nowMs);
    }

    /** A voter gives others time to win; an observer soon looks for the leader. */
    void unattached(long nowMs) {
        int patienceMs = campaigning() ? patience.electionMs() : settings.electionTimeoutMs() / 10;
        long deadlineMs = nowMs + patienceMs;
        become(new Unattached(this, deadlineMs), nowMs);
    }

    void become(Role next, long nowMs) {
        Role before = role;
        role = next;
        before.leave();
        Peer leader = next.leader();
        if (leader != null) {
            patience.renew();
            tenure.begins(leader.id(), epoch());
        }
        log.debug("Node {} is {} in epoch {}", id(), next.getClass().getSimpleName(), epoch());
        if (role == next) {
            next.enter(nowMs);
        }
    }

    /** Remembers epoch and vote durably, before anybody is told. */
    private void enterEpoch(int epoch, @Nullable ReplicaKey votedFor) {
        Check.that(epoch >= state.epoch(), "the epoch never falls");
        QuorumState next = new QuorumState(epoch, votedFor);
        store.write(next);
        state = next;
    }

    void append(MetadataBatch batch) {
        metadataLog.append(batch);
        voters.onAppend(batch);
    }

    /** Cuts off what the leader does not have. */
    void truncate(long offset) {
        Check.that(offset >= highWatermark(), "committed records would be cut off");
        flushes.onCut();
        metadataLog.truncate(offset);
        voters.onTruncate(offset);
    }

    void flush() {
        flushes.flush();
    }

    private void flushed(long offset) {
        if (!stopped) {
            orStop(
                    () -> {
                        role.onFlushed(offset, nowMs());
                        settle();
                    });
        }
    }

    /** Everything before {@code offset} is committed. */
    void commit(long offset) {
        committed.commit(offset);
    }

    /** Goes on from a snapshot that the leader sent. */
    void install(SnapshotId id) {
        Check.that(role instanceof Follower, "only a follower loads a snapshot");
        flushes.onCut();
        committed.install(id);
    }

    /** After every event: the timer is right, and changes of the leader are told. */
    private void settle() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (stopped) {
            return;
        }
        news.tell(role.leader(), epoch(), voters().size() == 1);
        finalizedVersion = voters.kraftVersion();
        tenure.alone(role instanceof Leader && voting() && voters().size() == 1);
        long deadlineMs = role.deadlineMs();
        if (deadlineMs != Long.MAX_VALUE) {
            timer = loop.schedule(Math.max(0, deadlineMs - nowMs()), this::onTimer);
        }
    }

    private void onTimer() {
        timer = null;
        if (stopped) {
            return;
        }
        orStop(
                () -> {
                    long nowMs = nowMs();
                    if (nowMs >= role.deadlineMs()) {
                        role.onDeadline(nowMs);
                    }
                    settle();
                });
    }

    long nowMs() {
        return loop.clock().millis();
    }
}
