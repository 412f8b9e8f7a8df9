package io.leat.clients.consumer;

import io.leat.clients.consumer.GroupHeartbeats.Heard;
import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This consumer's membership in a group whose coordinator assigns. Owned by the polling thread;
 * {@link GroupHeartbeats} speaks with the coordinator on the loop.
 *
 * <pre>
 *   IDLE --assignment--> COMMITTING --commit done, or its time is over--> IDLE
 *                        (then: revoked, assigned, and the coordinator is told)
 * </pre>
 *
 * @param <T> what the coordinator assigns
 */
abstract class AssignedMembership<T> implements Membership {

    private static final Logger LOG = LoggerFactory.getLogger(AssignedMembership.class);

    private final GroupSettings settings;
    private final Subscriptions subscriptions;
    private final Remote remote;
    private final Waiting waiting;
    private final GroupHeartbeats<T> heartbeats;
    private final Commits commits;
    private final ConsumerMetrics metrics;
    private final RebalanceCallbacks callbacks;

    /** What the coordinator wants this consumer to have; null before it said so. */
    private T target;

    private boolean failed;

    /** The partitions that are being taken over, and of which target; null if none are. */
    private Set<TopicPartition> given;

    private T givenTarget;
    private CompletableFuture<?> committing;
    private long commitUntil;
    private Cluster unresolvedIn;

    AssignedMembership(
            GroupSettings settings,
            Subscriptions subscriptions,
            Remote remote,
            Waiting waiting,
            GroupHeartbeats<T> heartbeats,
            Commits commits,
            ConsumerMetrics metrics) {
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.remote = remote;
        this.waiting = waiting;
        this.heartbeats = heartbeats;
        this.commits = commits;
        this.metrics = metrics;
        this.callbacks = new RebalanceCallbacks(subscriptions);
        commits.memberIs(heartbeats::member);
    }

    /** Says what this consumer subscribed to, if that is new. */
    abstract void subscribe();

    /**
     * The partitions to read for {@code target}; null while that cannot be told. Calls {@link
     * #lookUp} if it needs metadata.
     */
    abstract Set<TopicPartition> resolve(T target, Cluster cluster);

    /** Whether {@code target}, which means {@code partitions}, was taken over already. */
    abstract boolean isTaken(T target, Set<TopicPartition> partitions);

    /** What {@code target} takes away is given up; what it adds comes next. */
    void revoked(T target) {}

    /** {@code target} was taken over: the coordinator is to know. */
    abstract void taken(T target, Set<TopicPartition> partitions);

    /** Nothing counts any more of what was said and taken over. */
    abstract void forgotten();

    @Override
    public ConsumerGroupMetadata metadata() {
        Remote.Member member = heartbeats.member();
        return new ConsumerGroupMetadata(
                settings.groupId(), member.generation(), member.id(), settings.instanceId());
    }

    @Override
    public boolean preparing() {
        return given != null;
    }

    @Override
    public void polled() {
        heartbeats.polled();
    }

    @Override
    public void rejoin(String why) {
        LOG.warn("Only the coordinator rebalances this group");
    }

    @Override
    public long wakeAt() {
        return given == null ? Long.MAX_VALUE : commitUntil;
    }

    @Override
    public void advance() {
        callbacks.rethrow();
        listen();
        if (!failed) {
            subscribe();
        }
        if (given == null) {
            prepare();
        }
        if (given != null && (committing.isDone() || waiting.now() >= commitUntil)) {
            takeOver();
        }
        callbacks.rethrow();
    }

    private void listen() {
        for (Heard<T> next = heartbeats.take(); next != null; next = heartbeats.take()) {
            switch (next.kind()) {
                case ASSIGNED -> target = next.assignment();
                case LOST -> lose();
                case EXPIRED -> {
                    LOG.warn(
                            "Left group {}: no poll for longer than max.poll.interval.ms. Raise"
                                    + " it, or lower max.poll.records",
                            settings.groupId());
                    lose();
                }
                case FATAL -> {
                    lose();
                    failed = true;
                    throw next.cause();
                }
            }
        }
    }

    /** Others may have the partitions already; the member joins again as a new one. */
    private void lose() {
        Set<TopicPartition> all = new LinkedHashSet<>(subscriptions.assigned());
        forget();
        callbacks.lost(all);
        subscriptions.assignByGroup(Set.of());
    }

    private void forget() {
        target = null;
        given = null;
        committing = null;
        unresolvedIn = null;
        forgotten();
    }

    /** Begins to take over the target, if it is another than before. */
    private void prepare() {
        if (target == null) {
            return;
        }
        Set<TopicPartition> next = resolve(target, remote.cluster());
        if (next == null || isTaken(target, next)) {
            return;
        }
        boolean revokes = !next.containsAll(subscriptions.assigned());
        CompletableFuture<?> commit = revokes ? commits.beforeRebalance() : null;
        given = next;
        givenTarget = target;
        committing = commit == null ? CompletableFuture.completedFuture(null) : commit;
        commitUntil = waiting.now() + settings.rebalanceTimeoutMs();
    }

    /** Asks for metadata that {@code cluster} lacks, once. */
    final void lookUp(Cluster cluster) {
        if (cluster != unresolvedIn) {
            unresolvedIn = cluster;
            waiting.watch(remote.refresh());
        }
    }

    private void takeOver() {
        Set<TopicPartition> next = given;
        Set<TopicPartition> kept = new LinkedHashSet<>(subscriptions.assigned());
        Set<TopicPartition> revoked = new LinkedHashSet<>(kept);
        revoked.removeAll(next);
        kept.retainAll(next);
        List<TopicPartition> added = new ArrayList<>(next);
        added.removeAll(kept);
        given = null;
        committing = null;
        callbacks.revoked(revoked, false);
        revoked(givenTarget);
        subscriptions.assignByGroup(kept);
        subscriptions.assignByGroup(next);
        LOG.info(
                "Assigned group={} member={} epoch={} partitions={}",
                settings.groupId(),
                heartbeats.member().id(),
                heartbeats.member().generation(),
                next);
        commits.assigned();
        metrics.rebalanced(next.size());
        // Before the callback: it may take long, and to the coordinator what a member does not
        // name is given up.
        taken(givenTarget, next);
        callbacks.assigned(added);
    }

    @Override
    public CompletableFuture<Void> leave(String why, boolean tell) {
        Set<TopicPartition> all = new LinkedHashSet<>(subscriptions.assigned());
        if (subscriptions.byGroup() && !all.isEmpty()) {
            callbacks.revoked(all, false);
        }
        forget();
        failed = false;
        return heartbeats.leave(tell);
    }

    @Override
    public void rethrow() {
        callbacks.rethrow();
    }
}
