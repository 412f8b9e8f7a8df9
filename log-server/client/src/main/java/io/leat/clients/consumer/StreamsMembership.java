package io.leat.clients.consumer;

import io.leat.clients.consumer.StreamsGroupMember.Status;
import io.leat.clients.consumer.StreamsGroupMember.Tasks;
import io.leat.common.Cluster;
import io.leat.common.TopicPartition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A streams thread's membership in a streams group (KIP-1071). Owned by the polling thread, as
 * {@link AssignedMembership} says.
 */
final class StreamsMembership extends AssignedMembership<Tasks> {

    private final Subscriptions subscriptions;
    private final Remote remote;
    private final StreamsHeartbeats heartbeats;
    private final StreamsGroupMember thread;
    private boolean joined;

    /** What was taken over last; null before there was any. */
    private Tasks taken;

    StreamsMembership(
            GroupSettings settings,
            Subscriptions subscriptions,
            Remote remote,
            Waiting waiting,
            StreamsHeartbeats heartbeats,
            Commits commits,
            ConsumerMetrics metrics,
            StreamsGroupMember thread) {
        super(settings, subscriptions, remote, waiting, heartbeats, commits, metrics);
        this.subscriptions = subscriptions;
        this.remote = remote;
        this.heartbeats = heartbeats;
        this.thread = thread;
    }

    @Override
    public void patternGiven() {
        throw new UnsupportedOperationException(
                "Topics cannot be given by a pattern with group.protocol=streams");
    }

    @Override
    void subscribe() {
        if (!joined) {
            remote.follow(subscriptions.topics());
            heartbeats.join();
            joined = true;
        }
    }

    @Override
    public void advance() {
        passOn();
        super.advance();
    }

    /** Passes on what heartbeats brought besides tasks. */
    private void passOn() {
        List<StreamsGroupMember.EndpointPartitions> hosts = heartbeats.takeHosts();
        if (hosts != null) {
            thread.told(hosts);
        }
        Map<Status, String> statuses = heartbeats.takeStatuses();
        if (statuses != null) {
            thread.told(statuses);
        }
    }

    @Override
    Set<TopicPartition> resolve(Tasks target, Cluster cluster) {
        Set<TopicPartition> all =
                thread.partitions(target.active(), cluster::partitionCountForTopic).orElse(null);
        if (all == null) {
            lookUp(cluster);
        }
        return all == null ? null : new LinkedHashSet<>(all);
    }

    @Override
    boolean isTaken(Tasks target, Set<TopicPartition> partitions) {
        return target.equals(taken) && partitions.equals(subscriptions.assigned());
    }

    @Override
    void revoked(Tasks target) {
        thread.told(target);
    }

    @Override
    void taken(Tasks target, Set<TopicPartition> partitions) {
        taken = target;
        heartbeats.owns(target);
    }

    @Override
    void forgotten() {
        joined = false;
        taken = null;
        thread.left();
    }
}
