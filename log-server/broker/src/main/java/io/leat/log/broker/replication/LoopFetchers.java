package io.leat.log.broker.replication;

import io.leat.log.broker.Broker;
import io.leat.log.broker.data.FollowerRole;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.peer.KnownVersions;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The fetchers of one loop: a few for each leader, so that a partition that comes anew never waits
 * for the long poll of others. Those whose records have to be durable have fetchers of their own:
 * the others never wait for a disk. Owned by the loop.
 */
final class LoopFetchers {

    /** Most connections to one leader for one kind of partitions. */
    private static final int FETCHERS_MAX = 4;

    private record Key(int leader, boolean persisted) {}

    private final Broker broker;
    private final EventLoop loop;
    private final ReplicaFetchers.Addresses addresses;
    private final LongSupplier brokerEpoch;
    private final Map<Key, List<ReplicaFetcher>> fetchers = new HashMap<>();
    private final Map<TopicIdPartition, ReplicaFetcher> owners = new HashMap<>();

    /** Of the leaders: who follows a new one has mostly followed it before. */
    private final KnownVersions versions = new KnownVersions();

    private int made;

    LoopFetchers(
            Broker broker,
            EventLoop loop,
            ReplicaFetchers.Addresses addresses,
            LongSupplier brokerEpoch) {
        this.broker = broker;
        this.loop = loop;
        this.addresses = addresses;
        this.brokerEpoch = brokerEpoch;
    }

    void follow(LogPartition partition) {
        loop.checkInLoop();
        unfollow(partition.id());
        FollowerRole role = partition.follower();
        if (role != null) {
            ReplicaFetcher fetcher = choose(new Key(role.leader(), partition.persisted()));
            owners.put(partition.id(), fetcher);
            fetcher.add(partition, role);
        }
    }

    private ReplicaFetcher choose(Key key) {
        List<ReplicaFetcher> candidates = fetchers.computeIfAbsent(key, k -> new ArrayList<>());
        ReplicaFetcher least = null;
        for (ReplicaFetcher each : candidates) {
            if (!each.isFetching()) {
                return each;
            }
            least = least == null || each.size() < least.size() ? each : least;
        }
        if (least != null && candidates.size() >= FETCHERS_MAX) {
            return least;
        }
        String name = "broker-" + broker.nodeId() + "-fetcher-" + key.leader + "-" + made++;
        ReplicaFetcher fetcher =
                new ReplicaFetcher(
                        broker, loop, key.leader, name, versions, addresses, brokerEpoch);
        candidates.add(fetcher);
        return fetcher;
    }

    void unfollow(TopicIdPartition id) {
        loop.checkInLoop();
        ReplicaFetcher owner = owners.remove(id);
        if (owner != null && owner.remove(id)) {
            fetchers.values().removeIf(list -> list.remove(owner) && list.isEmpty());
        }
    }
}
