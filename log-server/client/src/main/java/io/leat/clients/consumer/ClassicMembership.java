package io.leat.clients.consumer;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.RebalanceProtocol;
import io.leat.clients.consumer.Remote.Joined;
import io.leat.clients.consumer.Remote.Member;
import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import io.leat.common.errors.IllegalGenerationException;
import io.leat.common.errors.RebalanceInProgressException;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.UnknownMemberIdException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This consumer's membership in its classic group. Owned by the polling thread, which calls {@link
 * #advance} while it polls; the loop does the calls and the heartbeats.
 *
 * <pre>
 *   OUT --> PREPARING --> JOINING --> SYNCING --> STABLE --> PREPARING ...
 *            (commit,        |           ^
 *             revoke)        +> LEADING -+   (leader only: metadata, assignor)
 *   any failure --> OUT, after a pause when it may pass; after a lost membership with a new id
 * </pre>
 */
final class ClassicMembership implements Membership {

    private static final Logger LOG = LoggerFactory.getLogger(ClassicMembership.class);

    private enum State {
        OUT,
        PREPARING,
        JOINING,
        LEADING,
        SYNCING,
        STABLE
    }

    private final GroupSettings settings;
    private final Subscriptions subscriptions;
    private final Remote remote;
    private final Waiting waiting;
    private final Heartbeats heartbeats;
    private final Commits commits;
    private final Assignors assignors;
    private final ConsumerMetrics metrics;
    private final RebalanceCallbacks callbacks;
    private final PatternTopics patterns;
    private State state = State.OUT;
    private Member member;

    /** What the coordinator calls the member that is joining. Written on the client's loop. */
    private volatile Member named;

    private boolean lost;
    private boolean rejoin;
    private String reason = "";
    private long retryAt = Long.MIN_VALUE;
    private long prepareUntil;
    private CompletableFuture<?> preparation;
    private CompletableFuture<Joined> joining;
    private CompletableFuture<Cluster> describing;
    private CompletableFuture<ByteBuffer> syncing;
    private Joined joined;
    private Set<String> joinedTopics = Set.of();
    private Map<String, Integer> led = Map.of();

    ClassicMembership(
            GroupSettings settings,
            Subscriptions subscriptions,
            Remote remote,
            Waiting waiting,
            Heartbeats heartbeats,
            Commits commits,
            Assignors assignors,
            ConsumerMetrics metrics) {
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.remote = remote;
        this.waiting = waiting;
        this.heartbeats = heartbeats;
        this.commits = commits;
        this.assignors = assignors;
        this.metrics = metrics;
        this.callbacks = new RebalanceCallbacks(subscriptions);
        this.patterns =
                new PatternTopics(subscriptions, remote, waiting, settings.excludeInternal());
        this.member = Member.none(settings.instanceId());
        this.named = member;
        commits.memberIs(() -> member);
    }

    @Override
    public ConsumerGroupMetadata metadata() {
        return new ConsumerGroupMetadata(
                settings.groupId(), member.generation(), member.id(), settings.instanceId());
    }

    /** Whether positions must not move: what was read is being committed before revocation. */
    @Override
    public boolean preparing() {
        return state == State.PREPARING;
    }

    /** The application subscribed by pattern: topics are matched once metadata has come. */
    @Override
    public void patternGiven() {
        patterns.given();
    }

    @Override
    public void rejoin(String why) {
        rejoin = true;
        reason = why;
    }

    @Override
    public void polled() {
        heartbeats.polled();
    }

    /** When to call {@link #advance} again at the latest. */
    @Override
    public long wakeAt() {
        return switch (state) {
            case OUT -> retryAt > waiting.now() ? retryAt : Long.MAX_VALUE;
            case PREPARING -> prepareUntil;
            default -> Long.MAX_VALUE;
        };
    }

    /** Goes on as far as it can without waiting. Calls the rebalance listener on the way. */
    @Override
    public void advance() {
        callbacks.rethrow();
        listen();
        patterns.match();
        boolean moved = true;
        while (moved) {
            moved = step();
        }
        callbacks.rethrow();
    }

    private boolean step() {
        return switch (state) {
            case OUT -> waiting.now() >= retryAt && !patterns.waits() && prepare();
            case STABLE -> mustRejoin() && prepare();
            case PREPARING -> prepared();
            case JOINING -> joining.isDone() && answered();
            case LEADING -> describing.isDone() && lead();
            case SYNCING -> syncing.isDone() && synced();
        };
    }

    private void listen() {
        Heartbeats.Heard heard = heartbeats.take();
        if (heard == null || !heard.member().equals(member)) {
            return;
        }
        switch (heard.kind()) {
            case REBALANCE -> rejoin("the group is rebalancing");
            case LOST -> forget("the coordinator no longer knew the member");
            case EXPIRED -> {
                LOG.warn(
                        "Left group {}: no poll for longer than max.poll.interval.ms. Raise it, or"
                                + " lower max.poll.records",
                        settings.groupId());
                forget("max.poll.interval.ms passed");
            }
            case FATAL -> {
                forget("fenced");
                retryAt = Long.MAX_VALUE;
                throw heard.cause();
            }
        }
    }

    /** The membership is gone; the next join begins anew. */
    private void forget(String why) {
        member = Member.none(settings.instanceId());
        lost = true;
        state = State.OUT;
        rejoin(why);
    }

    private boolean mustRejoin() {
        if (!rejoin && !subscriptions.topics().equals(joinedTopics)) {
            rejoin("the subscription changed");
        }
        if (!rejoin && !led.isEmpty()) {
            Cluster cluster = remote.cluster();
            for (Map.Entry<String, Integer> topic : led.entrySet()) {
                Integer count = cluster.partitionCountForTopic(topic.getKey());
                // A topic missing from a partial update is not a topic that was deleted.
                if (count != null && !count.equals(topic.getValue())) {
                    rejoin("the partitions of " + topic.getKey() + " changed");
                }
            }
        }
        return rejoin;
    }

    private boolean prepare() {
        state = State.PREPARING;
        preparation = lost ? null : commits.beforeRebalance();
        prepareUntil = waiting.now() + settings.rebalanceTimeoutMs();
        return true;
    }

    private boolean prepared() {
        if (preparation != null && !preparation.isDone() && waiting.now() < prepareUntil) {
            return false;
        }
        preparation = null;
        giveUp();
        rejoin = false;
        heartbeats.stop();
        joinedTopics = new LinkedHashSet<>(subscriptions.topics());
        List<TopicPartition> owned =
                assignors.protocol() == RebalanceProtocol.COOPERATIVE
                        ? List.copyOf(subscriptions.assigned())
                        : List.of();
        remote.follow(joinedTopics);
        state = State.JOINING;
        named = member;
        joining =
                waiting.watch(
                        remote.join(
                                member,
                                assignors.offers(joinedTopics, owned, member.generation()),
                                reason,
                                known -> named = known));
        return true;
    }

    /** Lets go of what may not be kept while joining. */
    private void giveUp() {
        Set<TopicPartition> all = new LinkedHashSet<>(subscriptions.assigned());
        if (lost) {
            lost = false;
            callbacks.lost(all);
            subscriptions.assignByGroup(Set.of());
        } else if (assignors.protocol() == RebalanceProtocol.EAGER) {
            callbacks.revoked(all, member.generation() >= 0);
            subscriptions.assignByGroup(Set.of());
        } else {
            Set<TopicPartition> dropped = new LinkedHashSet<>(all);
            dropped.removeIf(partition -> subscriptions.topics().contains(partition.topic()));
            callbacks.revoked(dropped, false);
            all.removeAll(dropped);
            subscriptions.assignByGroup(all);
        }
    }

    private boolean answered() {
        Joined answer = take(joining);
        if (answer == null) {
            return true;
        }
        joined = answer;
        member = answer.member();
        heartbeats.start(member);
        led = Map.of();
        if (!answer.leader()) {
            sync(Map.of());
            return true;
        }
        Set<String> topics = assignors.topicsOf(answer.joiners());
        remote.follow(topics);
        state = State.LEADING;
        describing = waiting.watch(remote.describe(topics));
        return true;
    }

    private boolean lead() {
        Cluster cluster = take(describing);
        if (cluster == null) {
            return true;
        }
        Map<String, Integer> counts = new HashMap<>();
        for (String topic : assignors.topicsOf(joined.joiners())) {
            Integer count = cluster.partitionCountForTopic(topic);
            counts.put(topic, count == null ? 0 : count);
        }
        led = counts;
        sync(joined.skipAssignment() ? Map.of() : assignors.assign(joined, cluster));
        return true;
    }

    private void sync(Map<String, ByteBuffer> assignments) {
        state = State.SYNCING;
        syncing = waiting.watch(remote.sync(member, joined.protocol(), assignments));
    }

    private boolean synced() {
        ByteBuffer bytes = take(syncing);
        if (bytes == null) {
            return true;
        }
        Assignment assignment = AssignmentCodec.assignment(bytes);
        Set<TopicPartition> owned = new LinkedHashSet<>(subscriptions.assigned());
        Set<TopicPartition> given = new LinkedHashSet<>(assignment.partitions());
        List<TopicPartition> added = new ArrayList<>(given);
        state = State.STABLE;
        LOG.info(
                "Joined group {} as {} in generation {} with {}",
                settings.groupId(),
                member.id(),
                member.generation(),
                given);
        if (assignors.protocol() == RebalanceProtocol.COOPERATIVE) {
            added.removeAll(owned);
            Set<TopicPartition> taken = new LinkedHashSet<>(owned);
            taken.removeAll(given);
            if (!taken.isEmpty()) {
                callbacks.revoked(taken, false);
                rejoin("gave up " + taken.size() + " partitions for others");
            } else if (assignors.takesAway(joined.protocol(), assignment)) {
                rejoin("its predecessor gave up partitions for others");
            }
        }
        subscriptions.assignByGroup(given);
        assignors.assigned(joined.protocol(), assignment, metadata());
        commits.assigned();
        metrics.rebalanced(given.size());
        callbacks.assigned(added);
        return true;
    }

    /** The answer; null when the join failed and begins again. */
    private <T> T take(CompletableFuture<T> answer) {
        try {
            return Waiting.done(answer);
        } catch (UnknownMemberIdException | IllegalGenerationException e) {
            heartbeats.stop();
            member = Member.none(settings.instanceId());
            lost |= !subscriptions.assigned().isEmpty();
            again(0, "the coordinator no longer knew the member");
        } catch (RebalanceInProgressException e) {
            again(0, "the group began another rebalance");
        } catch (RetriableException e) {
            again(settings.backoffMs(), "the last join failed: " + e.getMessage());
        } catch (RuntimeException e) {
            again(settings.backoffMs(), "the last join failed: " + e.getMessage());
            throw e;
        }
        return null;
    }

    private void again(long pauseMs, String why) {
        state = State.OUT;
        retryAt = waiting.now() + pauseMs;
        rejoin(why);
    }

    /** The application gives up its subscription: revokes, and leaves unless told to stay. */
    @Override
    public CompletableFuture<Void> leave(String why, boolean tell) {
        heartbeats.stop();
        Set<TopicPartition> all = new LinkedHashSet<>(subscriptions.assigned());
        if (subscriptions.byGroup() && !all.isEmpty()) {
            if (lost) {
                callbacks.lost(all);
            } else {
                callbacks.revoked(all, false);
            }
        }
        Member leaving = state == State.JOINING ? named : member;
        member = Member.none(settings.instanceId());
        state = State.OUT;
        patterns.drop();
        lost = false;
        rejoin = false;
        retryAt = Long.MIN_VALUE;
        led = Map.of();
        boolean known = !leaving.id().isEmpty() || leaving.instanceId().isPresent();
        return tell && known ? remote.leave(leaving, why) : CompletableFuture.completedFuture(null);
    }

    @Override
    public void rethrow() {
        callbacks.rethrow();
    }
}
