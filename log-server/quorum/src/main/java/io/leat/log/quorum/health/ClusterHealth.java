package io.leat.log.quorum.health;

import io.leat.log.quorum.health.Finding.Severity;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells in plain words what is offline, below min.insync.replicas, under-replicated or moving, and
 * why: a pure function of an image. Immutable; used once.
 *
 * <p>Partitions of a topic with the same trouble share a line, so that the loss of a broker with
 * thousands of replicas can still be read.
 */
public final class ClusterHealth {

    private record Trouble(Severity severity, String topic, String text) {}

    private final MetadataImage image;
    private final ToIntFunction<String> minIsr;
    private final IntFunction<@Nullable String> since;
    private final Map<Trouble, List<Integer>> troubles = new LinkedHashMap<>();

    private ClusterHealth(
            MetadataImage image,
            ToIntFunction<String> minIsr,
            IntFunction<@Nullable String> since) {
        this.image = image;
        this.minIsr = minIsr;
        this.since = since;
    }

    /**
     * What there is to say, the worst first; one line if all is well.
     *
     * @param minIsr the min.insync.replicas of a topic
     * @param since how long a broker is fenced, such as "3 minutes", or null if that is not known
     */
    public static List<Finding> of(
            MetadataImage image,
            ToIntFunction<String> minIsr,
            IntFunction<@Nullable String> since) {
        return new ClusterHealth(image, minIsr, since).findings();
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (BrokerImage broker : image.brokers()) {
            look(broker, findings);
        }
        int partitions = 0;
        for (TopicImage topic : image.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                partitions++;
                look(topic.name(), partition);
            }
        }
        troubles.entrySet().stream()
                .sorted(Comparator.comparing(each -> each.getKey().topic()))
                .forEach(each -> findings.add(finding(each.getKey(), each.getValue())));
        findings.sort(Comparator.comparing(Finding::severity));
        if (findings.isEmpty()) {
            findings.add(
                    new Finding(
                            Severity.GOOD,
                            image.brokers().size()
                                    + " broker(s) are live, and all replicas of "
                                    + partitions
                                    + " partition(s) are in sync"));
        }
        return findings;
    }

    private static Finding finding(Trouble trouble, List<Integer> partitions) {
        String which =
                (partitions.size() == 1 ? "partition " : "partitions ")
                        + partitions.stream()
                                .limit(10)
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                        + (partitions.size() > 10
                                ? " and " + (partitions.size() - 10) + " more"
                                : "");
        return new Finding(
                trouble.severity(),
                "Topic " + trouble.topic() + ", " + which + ": " + trouble.text());
    }

    private void look(BrokerImage broker, List<Finding> findings) {
        String time = since.apply(broker.id());
        if (broker.fenced()) {
            findings.add(
                    new Finding(
                            Severity.DEGRADED,
                            "Broker "
                                    + broker.id()
                                    + " is fenced"
                                    + (time == null ? "" : " for " + time)
                                    + ": its process does not answer, or has not caught up yet."
                                    + " Start it, or read its log; if it will not come back,"
                                    + " decommission it"));
        } else if (broker.inControlledShutdown()) {
            findings.add(
                    new Finding(
                            Severity.MOVING,
                            "Broker "
                                    + broker.id()
                                    + " is stopping: others take over its leaders"));
        }
    }

    private void look(String topic, PartitionImage partition) {
        int needed = partition.minIsr(minIsr.applyAsInt(topic));
        List<Integer> missing =
                partition.replicas().stream()
                        .filter(replica -> !partition.isr().contains(replica))
                        .filter(replica -> !partition.addingReplicas().contains(replica))
                        .toList();
        if (!partition.hasLeader()) {
            add(Severity.DOWN, topic, partition, withoutLeader(partition));
        } else if (partition.isr().size() < needed) {
            add(
                    Severity.AT_RISK,
                    topic,
                    partition,
                    partition.isr().size()
                            + " of "
                            + needed
                            + " replicas that a write with acks=all needs are in sync; "
                            + why(missing));
        } else if (!missing.isEmpty()) {
            add(Severity.DEGRADED, topic, partition, "fewer copies than wanted; " + why(missing));
        }
        if (partition.recovering()) {
            add(
                    Severity.AT_RISK,
                    topic,
                    partition,
                    "broker "
                            + partition.leader()
                            + " leads after an election in which acknowledged records may have"
                            + " been lost; compare with what producers and consumers have");
        }
        if (partition.reassigning()) {
            add(Severity.MOVING, topic, partition, moving(partition));
        }
    }

    private void add(Severity severity, String topic, PartitionImage partition, String text) {
        troubles.computeIfAbsent(new Trouble(severity, topic, text), any -> new ArrayList<>())
                .add(partition.partition());
    }

    private String withoutLeader(PartitionImage partition) {
        List<Integer> complete = new ArrayList<>(partition.isr());
        complete.addAll(partition.elr());
        if (!complete.isEmpty()) {
            return "no leader, nothing can be read or written. Everything acknowledged is on "
                    + named(complete)
                    + ": start "
                    + (complete.size() == 1 ? "it" : "one of them");
        }
        String best =
                partition.lastKnownElr().isEmpty()
                        ? "its replicas are on " + named(partition.replicas())
                        : "the last leader was " + named(partition.lastKnownElr());
        return "no leader, nothing can be read or written, and no replica is known to have"
                + " everything acknowledged: "
                + best
                + ". Start it; or, if it is lost, elect what is left with leader-election"
                + " --election-type unclean, which loses what only the others had";
    }

    private String why(List<Integer> missing) {
        List<Integer> fenced = new ArrayList<>();
        List<Integer> behind = new ArrayList<>();
        for (int replica : missing) {
            BrokerImage broker = image.broker(replica);
            (broker == null || !broker.live() ? fenced : behind).add(replica);
        }
        List<String> reasons = new ArrayList<>();
        if (!fenced.isEmpty()) {
            reasons.add(
                    named(fenced)
                            + (fenced.size() == 1 ? " is" : " are")
                            + " not there: start "
                            + (fenced.size() == 1 ? "it" : "them"));
        }
        if (!behind.isEmpty()) {
            reasons.add(
                    named(behind)
                            + (behind.size() == 1 ? " is" : " are")
                            + " live but behind: catching up, or too slow");
        }
        return String.join("; ", reasons);
    }

    private String moving(PartitionImage partition) {
        List<Integer> waiting =
                partition.addingReplicas().stream()
                        .filter(replica -> !partition.isr().contains(replica))
                        .toList();
        String away =
                partition.removingReplicas().isEmpty()
                        ? ""
                        : ", away from " + named(partition.removingReplicas());
        return "replicas move"
                + (partition.addingReplicas().isEmpty()
                        ? ""
                        : " to " + named(partition.addingReplicas()))
                + away
                + (waiting.isEmpty()
                        ? "; waiting until enough of those that stay are in sync"
                        : "; " + why(waiting));
    }

    private static String named(List<Integer> brokers) {
        String ids = brokers.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (brokers.size() == 1 ? "broker " : "brokers ") + ids;
    }
}
