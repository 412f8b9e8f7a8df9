package io.leat.clients.consumer;

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

/**
 * This consumer's membership in a consumer group (KIP-848). Owned by the polling thread, as {@link
 * AssignedMembership} says.
 */
final class ConsumerMembership extends AssignedMembership<Map<Uuid, List<Integer>>> {

    private final Subscriptions subscriptions;
    private final Remote remote;
    private final ConsumerHeartbeats heartbeats;
    private final PatternTopics patterns;

    /** What the coordinator was told that this consumer reads; null outside of the group. */
    private Subscription said;

    /** Which part of the target was taken over last; null before there was any. */
    private Set<TopicPartition> reconciled;

    ConsumerMembership(
            GroupSettings settings,
            Subscriptions subscriptions,
            Remote remote,
            Waiting waiting,
            ConsumerHeartbeats heartbeats,
            Commits commits,
            ConsumerMetrics metrics) {
        super(settings, subscriptions, remote, waiting, heartbeats, commits, metrics);
        this.subscriptions = subscriptions;
        this.remote = remote;
        this.heartbeats = heartbeats;
        this.patterns =
                new PatternTopics(subscriptions, remote, waiting, settings.excludeInternal());
    }

    @Override
    public void patternGiven() {
        patterns.given();
    }

    @Override
    void subscribe() {
        patterns.match();
        if (patterns.waits()) {
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

    /** Those of topics that this client knows; asks for the others. */
    @Override
    Set<TopicPartition> resolve(Map<Uuid, List<Integer>> target, Cluster cluster) {
        Set<TopicPartition> known = new LinkedHashSet<>();
        boolean missing = false;
        for (Map.Entry<Uuid, List<Integer>> topic : target.entrySet()) {
            String name = cluster.topicName(common(topic.getKey()));
            missing |= name == null;
            for (int number : name == null ? List.<Integer>of() : topic.getValue()) {
                known.add(new TopicPartition(name, number));
            }
        }
        if (missing) {
            lookUp(cluster);
        }
        return known;
    }

    private static io.leat.common.Uuid common(Uuid id) {
        return new io.leat.common.Uuid(id.high(), id.low());
    }

    @Override
    boolean isTaken(Map<Uuid, List<Integer>> target, Set<TopicPartition> partitions) {
        return partitions.equals(reconciled);
    }

    @Override
    void taken(Map<Uuid, List<Integer>> target, Set<TopicPartition> partitions) {
        reconciled = partitions;
        heartbeats.owns(byId(target, partitions));
    }

    @Override
    void forgotten() {
        said = null;
        reconciled = null;
    }

    private Map<Uuid, List<Integer>> byId(
            Map<Uuid, List<Integer>> target, Set<TopicPartition> partitions) {
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
        CompletableFuture<Void> left = super.leave(why, tell);
        patterns.drop();
        return left;
    }
}
