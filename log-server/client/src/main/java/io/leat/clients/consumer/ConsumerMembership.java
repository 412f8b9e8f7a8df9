package io.leat.clients.consumer;

import io.leat.clients.consumer.ConsumerHeartbeats.Heard;
import io.leat.clients.consumer.ConsumerHeartbeats.Subscription;
import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.Uuid;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This consumer's membership in a group whose coordinator assigns partitions (KIP-848). Owned by
 * the polling thread; {@link ConsumerHeartbeats} speaks with the coordinator on the loop.
 *
 * <pre>
 *   IDLE --assignment--> COMMITTING --commit done, or its time is over--> IDLE
 *                        (then: revoked, assigned, and the coordinator is told)
 * </pre>
 */
final class ConsumerMembership implements Membership {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerMembership.class);

    private final GroupSettings settings;
    private final Subscriptions subscriptions;
    private final Remote remote;
    private final Waiting waiting;
    private final ConsumerHeartbeats heartbeats;
    private final Commits commits;
    private final ConsumerMetrics metrics;
    private final RebalanceCallbacks callbacks;
    private final PatternTopics patterns;

    /** What the coordinator was told that this consumer reads; null outside of the group. */
    private Subscription said;

    /** What the coordinator wants this consumer to have; null before it said so. */
    private Map<Uuid, List<Integer>> target;

    /** Which part of the target was taken over last; null before there was any. */
    private Set<TopicPartition> reconciled;

    private boolean failed;
    private Set<TopicPartition> given;
    private CompletableFuture<?> committing;
    private long commitUntil;
    private Cluster unresolvedIn;

    ConsumerMembership(
            GroupSettings settings,
            Subscriptions subscriptions,
            Remote remote,
            Waiting waiting,
            ConsumerHeartbeats heartbeats,
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
        this.patterns =
                new PatternTopics(subscriptions, remote, waiting, settings.excludeInternal());
        commits.memberIs(heartbeats::member);
    }

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
    public void patternGiven() {
        patterns.given();
    }

    @Override
    public void rejoin(String why) {
        LOG.warn("Only the coordinator rebalances a group with group.protocol=consumer");
    }

    @Override
    public long wakeAt() {
        return given == null ? Long.MAX_VALUE : commitUntil;
    }

    @Override
    public void advance() {
        callbacks.rethrow();
        listen();
        patterns.match();
        subscribe();
        if (given == null) {
            prepare();
        }
        if (given != null && (committing.isDone() || waiting.now() >= commitUntil)) {
            takeOver();
        }
        callbacks.rethrow();
    }

    private void listen() {
        for (Heard next = heartbeats.take(); next != null; next = heartbeats.take()) {
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
        said = null;
        target = null;
        reconciled = null;
        given = null;
        committing = null;
        unresolvedIn = null;
    }

    private void subscribe() {
        if (failed || patterns.waits()) {
            return;
        }
        boolean remotely = subscriptions.kind() == Subscriptions.Kind.REMOTE_PATTERN;
        Subscription now =
                remotely
                        ? new Subscription(null, subscriptions.remotePattern().pattern())
                        : new Subscription(List.copyOf(subscriptions.topics()), null);
        if (!now.equals(said)) {
            remote.follow(subscriptions.topics());
            heartbeats.subscribe(now);
            said = now;
        }
    }

    /** Begins to take over the target, if it is another than before. */
    private void prepare() {
        if (target == null) {
            return;
        }
        Set<TopicPartition> next = resolve();
        if (next.equals(reconciled)) {
            return;
        }
        boolean revokes = !next.containsAll(subscriptions.assigned());
        CompletableFuture<?> commit = revokes ? commits.beforeRebalance() : null;
        given = next;
        committing = commit == null ? CompletableFuture.completedFuture(null) : commit;
        commitUntil = waiting.now() + settings.rebalanceTimeoutMs();
    }

    /** The partitions of the target whose topics this client knows; asks for the others. */
    private Set<TopicPartition> resolve() {
        Cluster cluster = remote.cluster();
        Set<TopicPartition> known = new LinkedHashSet<>();
        boolean missing = false;
        for (Map.Entry<Uuid, List<Integer>> topic : target.entrySet()) {
            String name = cluster.topicName(common(topic.getKey()));
            missing |= name == null;
            for (int number : name == null ? List.<Integer>of() : topic.getValue()) {
                known.add(new TopicPartition(name, number));
            }
        }
        if (missing && cluster != unresolvedIn) {
            unresolvedIn = cluster;
            waiting.watch(remote.refresh());
        }
        return known;
    }

    private static io.leat.common.Uuid common(Uuid id) {
        return new io.leat.common.Uuid(id.high(), id.low());
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
        reconciled = next;
        callbacks.revoked(revoked, false);
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
        callbacks.assigned(added);
        heartbeats.owns(byId(next));
    }

    private Map<Uuid, List<Integer>> byId(Set<TopicPartition> partitions) {
        Map<Uuid, List<Integer>> owned = new TreeMap<>();
        Cluster cluster = remote.cluster();
        for (Map.Entry<Uuid, List<Integer>> topic : target.entrySet()) {
            String name = cluster.topicName(common(topic.getKey()));
            for (int number : name == null ? List.<Integer>of() : topic.getValue()) {
                if (partitions.contains(new TopicPartition(name, number))) {
                    owned.computeIfAbsent(topic.getKey(), id -> new ArrayList<>()).add(number);
                }
            }
        }
        return owned;
    }

    @Override
    public CompletableFuture<Void> leave(String why, boolean tell) {
        Set<TopicPartition> all = new LinkedHashSet<>(subscriptions.assigned());
        if (subscriptions.byGroup() && !all.isEmpty()) {
            callbacks.revoked(all, false);
        }
        forget();
        failed = false;
        patterns.drop();
        return heartbeats.leave(tell);
    }

    @Override
    public void rethrow() {
        callbacks.rethrow();
    }
}
