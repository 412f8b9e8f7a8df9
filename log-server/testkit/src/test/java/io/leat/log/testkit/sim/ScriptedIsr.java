package io.leat.log.testkit.sim;

import io.leat.log.broker.data.IsrAnswer;
import io.leat.log.broker.data.IsrProposal;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.AlterPartitionResponse;
import io.leat.log.quorum.controller.AlterPartition;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.TopicRules;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the product's controller decides of another ISR that a leader proposes. Stateless. */
final class ScriptedIsr {

    private static final AlterPartition RULES = new AlterPartition(new Rules());

    private ScriptedIsr() {}

    /** The topic says itself what it needs. */
    private record Rules() implements TopicRules {

        @Override
        public @Nullable String violation(String name, String value) {
            return null;
        }

        @Override
        public String defaultOf(String name) {
            return name.startsWith("unclean") ? "false" : "";
        }

        @Override
        public int defaultPartitions() {
            return 1;
        }

        @Override
        public int defaultReplicationFactor() {
            return 1;
        }
    }

    static Decision<AlterPartitionResponse> decide(
            MetadataImage image, int from, IsrProposal proposal) {
        List<AlterPartitionRequest.BrokerState> isr =
                proposal.isr().stream()
                        .map(
                                member ->
                                        new AlterPartitionRequest.BrokerState(
                                                member.id(), member.brokerEpoch()))
                        .toList();
        AlterPartitionRequest.PartitionData wanted =
                AlterPartitionRequest.PartitionData.builder()
                        .partitionIndex(proposal.partition().partition())
                        .leaderEpoch(proposal.leaderEpoch())
                        .newIsrWithEpochs(isr)
                        .leaderRecoveryState(PartitionImage.RECOVERED)
                        .partitionEpoch(proposal.partitionEpoch())
                        .build();
        return RULES.decide(
                image,
                AlterPartitionRequest.builder()
                        .brokerId(from)
                        .brokerEpoch(image.broker(from).epoch())
                        .topics(
                                List.of(
                                        new AlterPartitionRequest.TopicData(
                                                proposal.partition().topicId(), List.of(wanted))))
                        .build());
    }

    /** What the leader is told. */
    static IsrAnswer answer(AlterPartitionResponse response) {
        AlterPartitionResponse.PartitionData only = response.topics().get(0).partitions().get(0);
        return only.errorCode() == ErrorCode.NONE
                ? new IsrAnswer.Changed(only.leaderEpoch(), only.partitionEpoch(), only.isr())
                : new IsrAnswer.Refused(only.errorCode());
    }
}
