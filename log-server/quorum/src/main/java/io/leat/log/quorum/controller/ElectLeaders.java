package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.leat.log.protocol.message.ElectLeadersResponse;
import io.leat.log.protocol.message.ElectLeadersResponse.PartitionResult;
import io.leat.log.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides ElectLeaders, and the elections that bring leaders back to balance. Stateless. */
public final class ElectLeaders {

    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;

    private final TopicRules rules;

    public ElectLeaders(TopicRules rules) {
        this.rules = rules;
    }

    /** Every partition succeeds or fails by itself. */
    public Decision<ElectLeadersResponse> decide(MetadataImage image, ElectLeadersRequest request) {
        if (request.electionType() != PREFERRED && request.electionType() != UNCLEAN) {
            return Decision.nothing(
                    ElectLeadersResponse.builder().errorCode(ErrorCode.INVALID_REQUEST).build());
        }
        boolean unclean = request.electionType() == UNCLEAN;
        List<LogRecord> records = new ArrayList<>();
        List<ReplicaElectionResult> results = new ArrayList<>();
        List<TopicPartitions> wanted = request.topicPartitions();
        if (wanted != null) {
            Set<String> seen = new HashSet<>();
            for (TopicPartitions topic : wanted) {
                List<PartitionResult> partitions = new ArrayList<>();
                for (int partition : topic.partitions()) {
                    if (seen.add(topic.topic() + "-" + partition)) {
                        partitions.add(elect(image, topic.topic(), partition, unclean, records));
                    }
                }
                results.add(new ReplicaElectionResult(topic.topic(), partitions));
            }
        } else {
            for (TopicImage topic : image.topics()) {
                List<PartitionResult> partitions = new ArrayList<>();
                for (PartitionImage each : topic.partitions()) {
                    PartitionResult result =
                            elect(image, topic.name(), each.partition(), unclean, records);
                    if (result.errorCode() != ErrorCode.ELECTION_NOT_NEEDED) {
                        partitions.add(result); // those that need none would drown the others
                    }
                }
                if (!partitions.isEmpty()) {
                    results.add(new ReplicaElectionResult(topic.name(), partitions));
                }
            }
        }
        return new Decision<>(
                records, ElectLeadersResponse.builder().replicaElectionResults(results).build());
    }

    private PartitionResult elect(
            MetadataImage image,
            String topicName,
            int number,
            boolean unclean,
            List<LogRecord> records) {
        PartitionResult.Builder result =
                PartitionResult.builder().partitionId(number).errorMessage(null);
        try {
            records.add(elect(image, topicName, number, unclean));
        } catch (Refusal refusal) {
            result.errorCode(refusal.error()).errorMessage(refusal.text());
        }
        return result.build();
    }

    private PartitionChangeRecord elect(
            MetadataImage image, String topicName, int number, boolean unclean) {
        TopicImage topic = image.topic(topicName);
        PartitionImage partition = topic == null ? null : topic.partition(number);
        if (topic == null || partition == null) {
            throw new Refusal(
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    "There is no partition " + number + " of topic '" + topicName + "'");
        }
        if (unclean ? partition.hasLeader() : partition.leader() == partition.preferredLeader()) {
            throw new Refusal(
                    ErrorCode.ELECTION_NOT_NEEDED,
                    "Broker " + partition.leader() + " leads the partition already");
        }
        PartitionChangeRecord change =
                new PartitionChange(
                                topic,
                                partition,
                                Liveness.of(image),
                                new ReplicationRules(image, rules))
                        .election(
                                unclean
                                        ? LeaderElection.Kind.UNCLEAN
                                        : LeaderElection.Kind.PREFERRED)
                        .record();
        int leader = change == null ? partition.leader() : partition.changed(change).leader();
        if (change == null
                || leader == PartitionImage.NO_LEADER
                || (!unclean && leader != partition.preferredLeader())) {
            throw unclean
                    ? new Refusal(
                            ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
                            "No replica is live: start one of brokers " + partition.replicas())
                    : new Refusal(
                            ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE,
                            "The preferred leader, broker "
                                    + partition.preferredLeader()
                                    + ", is not live and in sync");
        }
        return change;
    }

    /**
     * Brings leaders back to the first replica of each partition, where a broker leads noticeably
     * less than it should.
     *
     * @param percentage how much of what prefers a broker may be led by others
     * @param max how many leaders move at once
     */
    public Decision<Integer> balance(MetadataImage image, int percentage, int max) {
        Map<Integer, int[]> preferredAndElsewhere = new HashMap<>();
        for (TopicImage topic : image.topics()) {
            for (PartitionImage each : topic.partitions()) {
                int[] counts =
                        preferredAndElsewhere.computeIfAbsent(
                                each.preferredLeader(), broker -> new int[2]);
                counts[0]++;
                counts[1] += each.leader() == each.preferredLeader() ? 0 : 1;
            }
        }
        List<LogRecord> records = new ArrayList<>();
        for (TopicImage topic : image.topics()) {
            for (PartitionImage each : topic.partitions()) {
                int @Nullable [] counts = preferredAndElsewhere.get(each.preferredLeader());
                if (records.size() < max
                        && each.hasLeader()
                        && each.leader() != each.preferredLeader()
                        && counts != null
                        && counts[1] * 100L > (long) percentage * counts[0]) {
                    add(records, image, topic.name(), each.partition());
                }
            }
        }
        return new Decision<>(records, records.size());
    }

    private void add(List<LogRecord> records, MetadataImage image, String topic, int partition) {
        try {
            records.add(elect(image, topic, partition, false));
        } catch (Refusal expected) {
            // The preferred leader is not ready: a later round moves the leader.
            return;
        }
    }

    /** Leaders for partitions that have none but could have, for settings that have changed. */
    public Decision<Integer> leaderless(MetadataImage image) {
        List<LogRecord> records = new BrokerMoves(image, rules).leaderless();
        return new Decision<>(records, records.size());
    }
}
