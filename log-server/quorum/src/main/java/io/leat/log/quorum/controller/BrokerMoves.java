package io.leat.log.quorum.controller;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the partitions of a broker that comes, goes or is about to go. Immutable; made
 * for one decision.
 */
final class BrokerMoves {

    private final MetadataImage image;
    private final ReplicationRules rules;
    private final Liveness brokers;

    BrokerMoves(MetadataImage image, TopicRules rules) {
        this.image = image;
        this.rules = new ReplicationRules(image, rules);
        this.brokers = Liveness.of(image);
    }

    /** It is gone, and will come back with everything it had: out of every ISR, leader of none. */
    List<LogRecord> gone(int broker) {
        Liveness others = brokers.without(broker);
        return each(
                partition -> partition.isr().contains(broker) || partition.leader() == broker,
                others,
                change -> change.withoutInIsr(broker));
    }

    /**
     * Its process ended without closing its logs, and it is back, but may not serve yet: it may
     * lack what it had not written to disk.
     */
    List<LogRecord> crashed(int broker) {
        return afterCrash(broker, brokers.without(broker), UnaryOperator.identity());
    }

    /**
     * It is the only broker there is, and is back, serving at once. If it crashed, what it leads
     * gets a new epoch: no offset may be used twice in one epoch.
     */
    List<LogRecord> backAlone(int broker, boolean crashed) {
        return crashed
                ? afterCrash(broker, brokers.with(broker), PartitionChange::newEpoch)
                : each(
                        partition -> waitsFor(partition, broker) || isCutOff(partition),
                        brokers.with(broker),
                        UnaryOperator.identity());
    }

    /** Whether its leader is in a log directory that is gone. */
    private boolean isCutOff(PartitionImage partition) {
        return partition.hasLeader() && !brokers.of(partition).present(partition.leader());
    }

    /**
     * Whether its disk came back as another one, while somebody else leads: what it had forced is
     * gone too, and it may begin anew.
     */
    private boolean isReplaced(PartitionImage partition, int broker) {
        return partition.hasLeader()
                && partition.leader() != broker
                && !brokers.of(partition).hasOnline(broker);
    }

    private List<LogRecord> afterCrash(
            int broker, Liveness after, UnaryOperator<PartitionChange> wanted) {
        List<LogRecord> records = new ArrayList<>();
        for (TopicImage topic : image.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                boolean waits = after.live(broker) && waitsFor(partition, broker);
                if (waits || concerns(partition, broker)) {
                    PartitionChange change =
                            wanted.apply(new PartitionChange(topic, partition, after, rules));
                    if (!rules.persisted(topic.name(), partition.settledReplicas())
                            || isReplaced(partition, broker)) {
                        change.lostRecords(broker);
                    } else if (!after.live(broker)) {
                        change.withoutInIsr(broker);
                    }
                    add(records, change);
                }
            }
        }
        return records;
    }

    /** It may serve again: what has no leader may have one now. */
    List<LogRecord> unfenced(int broker) {
        return each(
                partition -> waitsFor(partition, broker),
                brokers.with(broker),
                UnaryOperator.identity());
    }

    /**
     * It wants to stop: what others can lead they lead, and nobody waits for it any more. What
     * nobody else can lead stays with it until it is gone.
     */
    List<LogRecord> leaving(int broker) {
        Liveness others = brokers.without(broker);
        return each(
                partition -> concerns(partition, broker) && movable(partition, others),
                others,
                change -> change.withoutInIsr(broker));
    }

    /** What it had in some log directories is gone for now. */
    List<LogRecord> directoriesFailed(int broker, Predicate<PartitionImage> failed) {
        return each(
                partition -> concerns(partition, broker) && failed.test(partition),
                brokers.without(broker),
                change -> change.withoutInIsr(broker));
    }

    /** Elections that are due without anything having happened: leaders for what has none. */
    List<LogRecord> leaderless() {
        return each(partition -> !partition.hasLeader(), brokers, UnaryOperator.identity());
    }

    private static boolean waitsFor(PartitionImage partition, int broker) {
        return !partition.hasLeader() && partition.replicas().contains(broker);
    }

    private static boolean concerns(PartitionImage partition, int broker) {
        return partition.isr().contains(broker)
                || partition.elr().contains(broker)
                || partition.leader() == broker;
    }

    private static boolean movable(PartitionImage partition, Liveness others) {
        return partition.isr().stream().anyMatch(others::live)
                || partition.elr().stream().anyMatch(others::live);
    }

    private List<LogRecord> each(
            Predicate<PartitionImage> concerned,
            Liveness after,
            UnaryOperator<PartitionChange> wanted) {
        List<LogRecord> records = new ArrayList<>();
        for (TopicImage topic : image.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                if (concerned.test(partition)) {
                    add(records, wanted.apply(new PartitionChange(topic, partition, after, rules)));
                }
            }
        }
        return records;
    }

    private static void add(List<LogRecord> records, PartitionChange change) {
        @Nullable PartitionChangeRecord record = change.record();
        if (record != null) {
            records.add(record);
        }
    }
}
