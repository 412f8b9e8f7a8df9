package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.CreatePartitionsRequest;
import io.leat.log.protocol.message.CreatePartitionsRequest.Assignment;
import io.leat.log.protocol.message.CreatePartitionsRequest.Topic;
import io.leat.log.protocol.message.CreatePartitionsResponse;
import io.leat.log.protocol.message.CreatePartitionsResponse.TopicResult;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides CreatePartitions: topics grow, they never shrink. Stateless. */
public final class CreatePartitions {

    private static final int PARTITIONS_MAX = 10_000;

    private CreatePartitions() {}

    /** Every topic succeeds or fails by itself. */
    public static Decision<CreatePartitionsResponse> decide(
            MetadataImage image, CreatePartitionsRequest request) {
        List<LogRecord> records = new ArrayList<>();
        List<TopicResult> results = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Topic topic : request.topics()) {
            TopicResult.Builder result = TopicResult.builder().name(topic.name());
            try {
                if (!seen.add(topic.name())) {
                    throw new Refusal(
                            ErrorCode.INVALID_REQUEST, "The request names the topic twice");
                }
                grow(image, topic, records);
            } catch (Refusal refusal) {
                result.errorCode(refusal.error()).errorMessage(refusal.text());
            }
            results.add(result.build());
        }
        CreatePartitionsResponse response =
                CreatePartitionsResponse.builder().results(results).build();
        return new Decision<>(request.validateOnly() ? List.of() : records, response);
    }

    private static void grow(MetadataImage image, Topic wanted, List<LogRecord> records) {
        TopicImage topic = image.topic(wanted.name());
        if (topic == null) {
            throw new Refusal(
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no topic '" + wanted.name() + "'");
        }
        int present = topic.partitions().size();
        if (topic.internal()) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST,
                    "Where groups and transactions are found depends on the number of partitions"
                            + " of '"
                            + topic.name()
                            + "'");
        }
        if (wanted.count() <= present || wanted.count() > PARTITIONS_MAX) {
            throw new Refusal(
                    ErrorCode.INVALID_PARTITIONS,
                    "The topic '"
                            + topic.name()
                            + "' currently has "
                            + present
                            + " partition(s); "
                            + wanted.count()
                            + " would not be an increase, or too many.");
        }
        Placement placement = new Placement(image);
        List<List<Integer>> replicas = replicas(placement, wanted, topic);
        for (int i = 0; i < replicas.size(); i++) {
            records.add(placement.newPartition(topic.id(), present + i, replicas.get(i)));
        }
    }

    private static List<List<Integer>> replicas(
            Placement placement, Topic wanted, TopicImage topic) {
        int present = topic.partitions().size();
        PartitionImage one = topic.partitions().get(0);
        int replicationFactor = one.replicas().size() - one.addingReplicas().size();
        List<Assignment> assignments = wanted.assignments();
        if (assignments == null) {
            return placement.spread(topic.name(), present, wanted.count(), replicationFactor);
        }
        if (assignments.size() != wanted.count() - present) {
            throw new Refusal(
                    ErrorCode.INVALID_REPLICA_ASSIGNMENT,
                    (wanted.count() - present)
                            + " partition(s) are new, but "
                            + assignments.size()
                            + " are assigned");
        }
        List<List<Integer>> replicas = new ArrayList<>();
        for (Assignment assignment : assignments) {
            placement.check(assignment.brokerIds(), replicationFactor);
            replicas.add(assignment.brokerIds());
        }
        return replicas;
    }
}
