package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.leat.log.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import io.leat.log.protocol.message.ListPartitionReassignmentsRequest;
import io.leat.log.protocol.message.ListPartitionReassignmentsResponse;
import io.leat.log.protocol.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.leat.log.protocol.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides AlterPartitionReassignments and answers ListPartitionReassignments: replicas move in two
 * steps. Stateless.
 *
 * <pre>
 *   [1,2,3] --asked for [3,4]--> [3,4,1,2], adding 4, removing 1,2 --4 in sync--> [3,4]
 *                                       +--cancelled--> [3,1,2]
 * </pre>
 */
public final class Reassign {

    private final TopicRules rules;

    public Reassign(TopicRules rules) {
        this.rules = rules;
    }

    /** Every partition succeeds or fails by itself. */
    public Decision<AlterPartitionReassignmentsResponse> decide(
            MetadataImage image, AlterPartitionReassignmentsRequest request) {
        List<LogRecord> records = new ArrayList<>();
        List<ReassignableTopicResponse> topics = new ArrayList<>();
        HashSet<String> seen = new HashSet<>();
        for (ReassignableTopic wanted : request.topics()) {
            TopicImage topic = image.topic(wanted.name());
            List<ReassignablePartitionResponse> results = new ArrayList<>();
            for (ReassignablePartition each : wanted.partitions()) {
                ReassignablePartitionResponse.Builder result =
                        ReassignablePartitionResponse.builder()
                                .partitionIndex(each.partitionIndex())
                                .errorMessage(null);
                try {
                    if (!seen.add(wanted.name() + "-" + each.partitionIndex())) {
                        throw new Refusal(
                                ErrorCode.INVALID_REQUEST, "The request names the partition twice");
                    }
                    PartitionChangeRecord change =
                            change(image, topic, each, request.allowReplicationFactorChange());
                    if (change != null) {
                        records.add(change);
                    }
                } catch (Refusal refusal) {
                    result.errorCode(refusal.error()).errorMessage(refusal.text());
                }
                results.add(result.build());
            }
            topics.add(new ReassignableTopicResponse(wanted.name(), results));
        }
        return new Decision<>(
                records,
                AlterPartitionReassignmentsResponse.builder()
                        .allowReplicationFactorChange(request.allowReplicationFactorChange())
                        .errorMessage(null)
                        .responses(topics)
                        .build());
    }

    private @Nullable PartitionChangeRecord change(
            MetadataImage image,
            @Nullable TopicImage topic,
            ReassignablePartition wanted,
            boolean anyFactor) {
        PartitionImage partition = topic == null ? null : topic.partition(wanted.partitionIndex());
        if (topic == null || partition == null) {
            throw new Refusal(
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "There is no such topic or partition");
        }
        List<Integer> present = without(partition.replicas(), partition.addingReplicas());
        List<Integer> target = wanted.replicas();
        if (target == null) {
            if (!partition.reassigning()) {
                throw new Refusal(
                        ErrorCode.NO_REASSIGNMENT_IN_PROGRESS,
                        "The partition is not being reassigned: there is nothing to cancel");
            }
            target = present;
        } else {
            checkTarget(image, target, present, anyFactor);
        }
        List<Integer> removing = without(present, target);
        List<Integer> replicas = Stream.concat(target.stream(), removing.stream()).toList();
        List<Integer> isr = partition.isr().stream().filter(replicas::contains).toList();
        if (isr.isEmpty() && !partition.isr().isEmpty()) {
            throw new Refusal(
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    "Only replicas that the reassignment in progress adds have everything now, "
                            + partition.isr()
                            + ": let one of "
                            + present
                            + " catch up first");
        }
        return new PartitionChange(
                        topic, partition, Liveness.of(image), new ReplicationRules(image, rules))
                .replicas(replicas, without(target, present), removing)
                .isr(isr)
                .record();
    }

    private static void checkTarget(
            MetadataImage image, List<Integer> target, List<Integer> present, boolean anyFactor) {
        if (target.isEmpty() || new HashSet<>(target).size() != target.size()) {
            throw new Refusal(
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    "The replicas of a partition are at least one broker, each once: " + target);
        }
        for (int broker : target) {
            if (image.broker(broker) == null) {
                throw new Refusal(
                        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                        "There is no broker " + broker + "; nothing was moved");
            }
        }
        if (!anyFactor && target.size() != present.size()) {
            throw new Refusal(
                    ErrorCode.INVALID_REPLICATION_FACTOR,
                    "The partition has "
                            + present.size()
                            + " replicas, not "
                            + target.size()
                            + ", and the request does not allow to change that");
        }
    }

    private static List<Integer> without(List<Integer> all, List<Integer> excluded) {
        return all.stream().filter(each -> !excluded.contains(each)).toList();
    }

    /** The reassignments in progress, of the partitions asked for. */
    public static ListPartitionReassignmentsResponse list(
            MetadataImage image, ListPartitionReassignmentsRequest request) {
        List<OngoingTopicReassignment> topics = new ArrayList<>();
        List<ListPartitionReassignmentsRequest.Topics> wanted = request.topics();
        if (wanted == null) {
            for (TopicImage topic : image.topics()) {
                add(topics, topic, IntStream.range(0, topic.partitions().size()).boxed().toList());
            }
        } else {
            for (ListPartitionReassignmentsRequest.Topics each : wanted) {
                TopicImage topic = image.topic(each.name());
                if (topic != null) {
                    add(topics, topic, each.partitionIndexes());
                }
            }
        }
        return ListPartitionReassignmentsResponse.builder()
                .errorMessage(null)
                .topics(topics)
                .build();
    }

    private static void add(
            List<OngoingTopicReassignment> topics, TopicImage topic, List<Integer> partitions) {
        List<OngoingPartitionReassignment> ongoing = new ArrayList<>();
        for (int number : partitions) {
            PartitionImage partition = topic.partition(number);
            if (partition != null && partition.reassigning()) {
                ongoing.add(
                        new OngoingPartitionReassignment(
                                number,
                                partition.replicas(),
                                partition.addingReplicas(),
                                partition.removingReplicas()));
            }
        }
        if (!ongoing.isEmpty()) {
            topics.add(new OngoingTopicReassignment(topic.name(), ongoing));
        }
    }
}
