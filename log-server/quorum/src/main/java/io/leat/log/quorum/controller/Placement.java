package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Spreads the replicas of new partitions over brokers, and makes the records. Immutable; made for
 * one decision.
 *
 * <p>Leaders go round robin from a start that differs by topic. The other replicas follow at a
 * distance that grows with every round, so that what one broker leads is not all copied by the same
 * other one. Where all brokers tell their rack, replicas of a partition are in as many racks as
 * possible (KIP-36). Brokers that are fenced or about to stop get replicas only if there are not
 * enough others, and are not in sync until they come back. Brokers whose folders are all cordoned
 * (KIP-1066) get none, unless somebody chooses them by hand.
 */
final class Placement {

    private final MetadataImage image;
    private final Liveness brokers;
    private final List<Integer> live;
    private final List<Integer> away;
    private final Map<Integer, String> racks;
    private final int rackCount;

    Placement(MetadataImage image) {
        this.image = image;
        this.brokers = Liveness.of(image);
        List<BrokerImage> usable =
                image.brokers().stream().filter(BrokerImage::takesReplicas).toList();
        List<BrokerImage> there = usable.stream().filter(b -> brokers.live(b.id())).toList();
        this.away = usable.stream().map(BrokerImage::id).filter(id -> !brokers.live(id)).toList();
        this.racks = new HashMap<>();
        boolean all = there.stream().map(BrokerImage::rack).allMatch(Objects::nonNull);
        for (BrokerImage broker : there) {
            racks.put(broker.id(), all ? Objects.requireNonNullElse(broker.rack(), "") : "");
        }
        this.rackCount = new HashSet<>(racks.values()).size();
        this.live = alternatingRacks(there);
    }

    private List<Integer> alternatingRacks(List<BrokerImage> there) {
        TreeMap<String, List<Integer>> byRack = new TreeMap<>();
        for (BrokerImage broker : there) {
            byRack.computeIfAbsent(racks.get(broker.id()), rack -> new ArrayList<>())
                    .add(broker.id());
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; order.size() < there.size(); i++) {
            for (List<Integer> rack : byRack.values()) {
                if (i < rack.size()) {
                    order.add(rack.get(i));
                }
            }
        }
        return order;
    }

    /** How many brokers take replicas, away or not. */
    int brokers() {
        return live.size() + away.size();
    }

    /** Replicas of partitions {@code first} to {@code end - 1} of a topic. */
    List<List<Integer>> spread(String topic, int first, int end, int replicationFactor) {
        if (live.isEmpty() || replicationFactor < 1 || replicationFactor > brokers()) {
            throw new Refusal(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "Unable to replicate the partition "
                            + replicationFactor
                            + " time(s): there are "
                            + brokers()
                            + " broker(s)"
                            + cordoned()
                            + ", "
                            + live.size()
                            + " of them live. "
                            + (live.isEmpty()
                                    ? "Start one, or wait until it has caught up"
                                    : "Ask for no more than that"));
        }
        int start = Math.floorMod(topic.hashCode(), live.size());
        List<List<Integer>> assignments = new ArrayList<>(end - first);
        for (int partition = first; partition < end; partition++) {
            assignments.add(replicas(start, partition, replicationFactor));
        }
        return assignments;
    }

    private String cordoned() {
        int others = image.brokers().size() - brokers();
        return others == 0
                ? ""
                : ", not counting " + others + " whose folders are all in cordoned.log.dirs";
    }

    private List<Integer> replicas(int start, int partition, int replicationFactor) {
        int count = live.size();
        int leader = Math.floorMod(start + partition, count);
        int distance = partition / count;
        List<Integer> replicas = new ArrayList<>(replicationFactor);
        Set<String> used = new HashSet<>();
        replicas.add(live.get(leader));
        used.add(racks.get(live.get(leader)));
        for (int i = 0; replicas.size() < Math.min(replicationFactor, count); i++) {
            int next = live.get((leader + 1 + Math.floorMod(distance + i, count - 1)) % count);
            String rack = racks.get(next);
            if (!replicas.contains(next) && (used.size() == rackCount || !used.contains(rack))) {
                replicas.add(next);
                used.add(rack);
            }
        }
        for (int i = 0; replicas.size() < replicationFactor; i++) {
            replicas.add(away.get((partition + i) % away.size()));
        }
        return replicas;
    }

    /** Checks replicas that were chosen by hand: {@code expected} of them, all known. */
    void check(List<Integer> replicas, int expected) {
        if (replicas.isEmpty() || replicas.size() != expected) {
            throw refusal(
                    "All partitions of a topic have the same number of replicas, at least one");
        }
        if (new HashSet<>(replicas).size() != replicas.size()) {
            throw refusal("A partition has a broker twice");
        }
        for (int broker : replicas) {
            if (image.broker(broker) == null) {
                throw refusal("There is no broker " + broker);
            }
        }
        if (replicas.stream().noneMatch(brokers::live)) {
            throw refusal("None of the brokers " + replicas + " is live: start one of them");
        }
    }

    private static Refusal refusal(String text) {
        return new Refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, text);
    }

    /** A new partition: its live replicas are in sync, the first of them leads. */
    PartitionRecord newPartition(Uuid topicId, int partition, List<Integer> replicas) {
        List<Integer> isr = replicas.stream().filter(brokers::live).toList();
        return PartitionRecord.builder()
                .topicId(topicId)
                .partitionId(partition)
                .replicas(replicas)
                .isr(isr)
                .leader(isr.get(0))
                .leaderEpoch(0)
                .partitionEpoch(0)
                .directories(directories(replicas))
                .build();
    }

    /** A broker with one log directory needs not tell where it put a replica. */
    private List<Uuid> directories(List<Integer> replicas) {
        List<Uuid> directories = new ArrayList<>(replicas.size());
        for (int replica : replicas) {
            BrokerImage broker = image.broker(replica);
            boolean one = broker != null && broker.logDirs().size() == 1;
            directories.add(
                    one && broker != null
                            ? broker.logDirs().get(0)
                            : PartitionImage.UNASSIGNED_DIRECTORY);
        }
        boolean unknown =
                directories.stream().allMatch(PartitionImage.UNASSIGNED_DIRECTORY::equals);
        return unknown ? List.of() : directories;
    }
}
