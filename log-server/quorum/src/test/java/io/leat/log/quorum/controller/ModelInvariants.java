package io.leat.log.quorum.controller;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataCodec;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What holds of every image, whatever happened. */
final class ModelInvariants {

    private record Epoch(Uuid topic, int partition, int leaderEpoch) {}

    private final Map<Epoch, Integer> leaders = new HashMap<>();
    private final TopicRules rules;
    private MetadataImage replayed = MetadataImage.EMPTY;

    ModelInvariants(TopicRules rules) {
        this.rules = rules;
    }

    void check(MetadataImage before, List<LogRecord> records, MetadataImage after) {
        MetadataDelta delta = new MetadataDelta(replayed);
        records.forEach(r -> delta.apply(MetadataCodec.decode(MetadataCodec.encode(r))));
        replayed = delta.image(after.offset());
        that(replayed.equals(after), "replay gives another image");
        for (TopicImage topic : after.topics()) {
            TopicImage old = before.topic(topic.id());
            for (PartitionImage partition : topic.partitions()) {
                if (old == null || old.partition(partition.partition()) != partition) {
                    check(after, topic, partition);
                }
                if (old != null && old.partition(partition.partition()) != null) {
                    grows(old.partition(partition.partition()), partition);
                }
            }
        }
        if (!records.isEmpty()) {
            for (TopicImage topic : after.topics()) {
                for (PartitionImage partition : topic.partitions()) {
                    live(after, topic, partition);
                }
            }
        }
    }

    /** Records are given up only if nobody has them all, or somebody asked for it. */
    void checkLoss(MetadataImage before, MetadataImage after, boolean asked) {
        for (TopicImage topic : after.topics()) {
            TopicImage old = before.topic(topic.id());
            for (PartitionImage now : topic.partitions()) {
                PartitionImage then = old == null ? null : old.partition(now.partition());
                if (!asked && then != null && now.recovering() && !then.recovering()) {
                    long complete =
                            then.replicas().stream()
                                    .filter(r -> then.isr().contains(r) || then.elr().contains(r))
                                    .filter(r -> sameProcess(before, after, r))
                                    .count();
                    that(complete == 0, "records given up: " + then + " -> " + now);
                }
            }
        }
    }

    private static boolean sameProcess(MetadataImage before, MetadataImage after, int id) {
        BrokerImage then = before.broker(id);
        BrokerImage now = after.broker(id);
        return now == null || (then != null && then.incarnation().equals(now.incarnation()));
    }

    private static void grows(PartitionImage old, PartitionImage now) {
        if (!old.equals(now)) {
            that(now.partitionEpoch() > old.partitionEpoch(), "partition epoch stays: " + now);
        }
        that(now.leaderEpoch() >= old.leaderEpoch(), "leader epoch falls: " + now);
        that(
                now.leader() == old.leader() || now.leaderEpoch() > old.leaderEpoch(),
                "new leader in the old epoch: " + now);
    }

    private void check(MetadataImage image, TopicImage topic, PartitionImage partition) {
        List<Integer> replicas = partition.replicas();
        that(!replicas.isEmpty(), "no replicas");
        that(new HashSet<>(replicas).size() == replicas.size(), "replica twice: " + partition);
        that(replicas.containsAll(partition.isr()), "ISR outside replicas: " + partition);
        that(replicas.containsAll(partition.elr()), "ELR outside replicas: " + partition);
        that(
                partition.isr().stream().noneMatch(partition.elr()::contains),
                "in sync and eligible: " + partition);
        that(
                replicas.containsAll(partition.addingReplicas())
                        && replicas.containsAll(partition.removingReplicas()),
                "reassignment outside replicas: " + partition);
        if (partition.hasLeader()) {
            that(partition.isr().contains(partition.leader()), "leader not in sync: " + partition);
            Integer known =
                    leaders.putIfAbsent(
                            new Epoch(topic.id(), partition.partition(), partition.leaderEpoch()),
                            partition.leader());
            that(
                    known == null || known == partition.leader(),
                    "two leaders in one epoch: " + partition);
        }
        int minIsr =
                new ReplicationRules(image, rules)
                        .minIsr(topic.name(), replicas.size() - partition.addingReplicas().size());
        that(
                partition.isr().size() < minIsr || partition.elr().isEmpty(),
                "eligible leaders beside a full ISR: " + partition);
    }

    private static void live(MetadataImage image, TopicImage topic, PartitionImage partition) {
        for (int replica : partition.isr()) {
            BrokerImage broker = image.broker(replica);
            that(
                    broker != null && !broker.fenced(),
                    "broker " + replica + " is in sync, but fenced: " + topic.name() + partition);
        }
        if (!partition.hasLeader()) {
            for (int replica : partition.replicas()) {
                BrokerImage broker = image.broker(replica);
                boolean fit =
                        partition.isr().contains(replica) || partition.elr().contains(replica);
                that(
                        !fit || broker == null || !broker.live(),
                        "broker " + replica + " could lead: " + topic.name() + partition);
            }
        }
    }

    static void that(boolean holds, String violated) {
        if (!holds) {
            throw new Violation(violated);
        }
    }

    /** The model found that something does not hold. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Violation(String what) {
            super(what);
        }
    }
}
