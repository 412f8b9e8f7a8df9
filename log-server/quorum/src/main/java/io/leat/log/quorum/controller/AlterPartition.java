package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.AlterPartitionRequest.BrokerState;
import io.leat.log.protocol.message.AlterPartitionResponse;
import io.leat.log.protocol.message.AlterPartitionResponse.PartitionData;
import io.leat.log.protocol.message.AlterPartitionResponse.TopicData;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides AlterPartition, versions 2 and 3: a leader proposes another ISR. Stateless.
 *
 * <p>The partition epoch makes it a compare-and-set; broker epochs keep a replica out that was
 * restarted, and perhaps lost its data, after the leader saw it caught up (KIP-903).
 */
public final class AlterPartition {

    private final TopicRules rules;

    public AlterPartition(TopicRules rules) {
        this.rules = rules;
    }

    /** Every partition succeeds or fails by itself. */
    public Decision<AlterPartitionResponse> decide(
            MetadataImage image, AlterPartitionRequest request) {
        BrokerImage sender = image.broker(request.brokerId());
        if (sender == null || sender.epoch() != request.brokerEpoch()) {
            return Decision.nothing(
                    AlterPartitionResponse.builder()
                            .errorCode(ErrorCode.STALE_BROKER_EPOCH)
                            .build());
        }
        List<LogRecord> records = new ArrayList<>();
        List<TopicData> topics = new ArrayList<>();
        ReplicationRules replication = new ReplicationRules(image, rules);
        Set<List<Object>> seen = new HashSet<>();
        for (AlterPartitionRequest.TopicData wanted : request.topics()) {
            TopicImage topic = image.topic(wanted.topicId());
            List<PartitionData> results = new ArrayList<>();
            for (AlterPartitionRequest.PartitionData each : wanted.partitions()) {
                PartitionData.Builder result =
                        PartitionData.builder().partitionIndex(each.partitionIndex());
                try {
                    if (!seen.add(List.of(wanted.topicId(), each.partitionIndex()))) {
                        throw new Refusal(
                                ErrorCode.OPERATION_NOT_ATTEMPTED,
                                "The request names the partition twice");
                    }
                    alter(image, replication, topic, request, each, records, result);
                } catch (Refusal refusal) {
                    result.errorCode(refusal.error());
                }
                results.add(result.build());
            }
            topics.add(new TopicData(wanted.topicId(), results));
        }
        return new Decision<>(records, AlterPartitionResponse.builder().topics(topics).build());
    }

    private static void alter(
            MetadataImage image,
            ReplicationRules replication,
            @Nullable TopicImage topic,
            AlterPartitionRequest request,
            AlterPartitionRequest.PartitionData wanted,
            List<LogRecord> records,
            PartitionData.Builder result) {
        if (topic == null) {
            throw new Refusal(ErrorCode.UNKNOWN_TOPIC_ID, "There is no such topic");
        }
        PartitionImage partition = topic.partition(wanted.partitionIndex());
        if (partition == null) {
            throw new Refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "There is no such partition");
        }
        checkEpochs(partition, request.brokerId(), wanted);
        List<BrokerState> proposed = proposed(wanted);
        checkIsr(image, partition, wanted, proposed);
        PartitionChangeRecord change =
                new PartitionChange(topic, partition, Liveness.of(image), replication)
                        .isr(proposed.stream().map(BrokerState::brokerId).toList())
                        .recovery(wanted.leaderRecoveryState())
                        .record();
        PartitionImage after = partition;
        if (change != null) {
            records.add(change);
            after = partition.changed(change);
        }
        if (after.leader() != request.brokerId()) {
            throw new Refusal(ErrorCode.NEW_LEADER_ELECTED, "The change moved the leader");
        }
        result.leaderId(after.leader())
                .leaderEpoch(after.leaderEpoch())
                .isr(after.isr())
                .leaderRecoveryState(after.leaderRecoveryState())
                .partitionEpoch(after.partitionEpoch());
    }

    private static void checkEpochs(
            PartitionImage partition, int sender, AlterPartitionRequest.PartitionData wanted) {
        if (wanted.leaderEpoch() > partition.leaderEpoch()
                || wanted.partitionEpoch() > partition.partitionEpoch()) {
            throw new Refusal(
                    ErrorCode.NOT_CONTROLLER,
                    "The leader knows more than this controller: it is no longer the active one");
        }
        if (wanted.leaderEpoch() < partition.leaderEpoch()) {
            throw new Refusal(ErrorCode.FENCED_LEADER_EPOCH, "There is a newer leader");
        }
        if (partition.leader() != sender) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, "The sender does not lead the partition");
        }
        if (wanted.partitionEpoch() < partition.partitionEpoch()) {
            throw new Refusal(
                    ErrorCode.INVALID_UPDATE_VERSION, "The partition has changed meanwhile");
        }
    }

    private static List<BrokerState> proposed(AlterPartitionRequest.PartitionData wanted) {
        return wanted.newIsrWithEpochs().isEmpty()
                ? wanted.newIsr().stream().map(id -> new BrokerState(id, -1)).toList()
                : wanted.newIsrWithEpochs();
    }

    private static void checkIsr(
            MetadataImage image,
            PartitionImage partition,
            AlterPartitionRequest.PartitionData wanted,
            List<BrokerState> proposed) {
        List<Integer> ids = proposed.stream().map(BrokerState::brokerId).toList();
        byte recovery = wanted.leaderRecoveryState();
        if (new HashSet<>(ids).size() != ids.size()
                || !partition.replicas().containsAll(ids)
                || !ids.contains(partition.leader())) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST,
                    "The ISR is a part of the replicas, with the leader in it");
        }
        if (recovery != PartitionImage.RECOVERED && recovery != PartitionImage.RECOVERING) {
            throw new Refusal(ErrorCode.INVALID_REQUEST, "No such recovery state: " + recovery);
        }
        if (recovery == PartitionImage.RECOVERING && (ids.size() > 1 || !partition.recovering())) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST, "A leader that recovers is in sync with nobody");
        }
        for (BrokerState each : proposed) {
            checkEligible(image, partition, each);
        }
    }

    private static void checkEligible(
            MetadataImage image, PartitionImage partition, BrokerState replica) {
        BrokerImage broker = image.broker(replica.brokerId());
        boolean leader = replica.brokerId() == partition.leader();
        boolean ready = broker != null && (leader ? !broker.fenced() : broker.live());
        boolean known =
                broker != null
                        && (replica.brokerEpoch() == -1 || replica.brokerEpoch() == broker.epoch());
        if (!ready || !known) {
            throw new Refusal(
                    ErrorCode.INELIGIBLE_REPLICA,
                    "Broker "
                            + replica.brokerId()
                            + " is fenced, about to stop, or was started again meanwhile");
        }
    }
}
