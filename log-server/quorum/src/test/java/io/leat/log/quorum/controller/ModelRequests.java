package io.leat.log.quorum.controller;

import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.leat.log.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.AlterPartitionRequest.BrokerState;
import io.leat.log.protocol.message.BrokerHeartbeatRequest;
import io.leat.log.protocol.message.BrokerRegistrationRequest;
import io.leat.log.protocol.message.CreateTopicsRequest;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.leat.log.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.leat.log.protocol.message.ElectLeadersRequest;
import io.leat.log.protocol.message.ElectLeadersRequest.TopicPartitions;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.leat.log.quorum.image.PartitionImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that brokers and people send, for tests. */
final class ModelRequests {

    private static final String MIN_ISR = "min.insync.replicas";

    private ModelRequests() {}

    static BrokerRegistrationRequest register(int id, Uuid incarnation, long previousEpoch) {
        var listener = new BrokerRegistrationRequest.Listener("P", "h", 1, (short) 0);
        return BrokerRegistrationRequest.builder()
                .brokerId(id)
                .clusterId("c")
                .incarnationId(incarnation)
                .listeners(List.of(listener))
                .previousBrokerEpoch(previousEpoch)
                .build();
    }

    static BrokerHeartbeatRequest heartbeat(int id, long epoch, long seen, boolean stop) {
        return BrokerHeartbeatRequest.builder()
                .brokerId(id)
                .brokerEpoch(epoch)
                .currentMetadataOffset(seen)
                .wantShutDown(stop)
                .build();
    }

    static AlterPartitionRequest isr(
            int sender,
            long brokerEpoch,
            Uuid topic,
            PartitionImage known,
            List<BrokerState> isr,
            byte recovery) {
        var partition =
                AlterPartitionRequest.PartitionData.builder()
                        .partitionIndex(known.partition())
                        .leaderEpoch(known.leaderEpoch())
                        .newIsrWithEpochs(isr)
                        .leaderRecoveryState(recovery)
                        .partitionEpoch(known.partitionEpoch())
                        .build();
        return AlterPartitionRequest.builder()
                .brokerId(sender)
                .brokerEpoch(brokerEpoch)
                .topics(List.of(new AlterPartitionRequest.TopicData(topic, List.of(partition))))
                .build();
    }

    static CreateTopicsRequest create(String name, int partitions, @Nullable String minIsr) {
        var topic =
                CreatableTopic.builder()
                        .name(name)
                        .numPartitions(partitions)
                        .replicationFactor((short) -1);
        if (minIsr != null) {
            topic.configs(List.of(new CreatableTopicConfig(MIN_ISR, minIsr)));
        }
        return CreateTopicsRequest.builder().topics(List.of(topic.build())).build();
    }

    static DeleteTopicsRequest delete(Uuid topic) {
        return DeleteTopicsRequest.builder()
                .topics(List.of(new DeleteTopicState(null, topic)))
                .build();
    }

    /**
     * @param replicas null to cancel
     */
    static AlterPartitionReassignmentsRequest reassign(
            String topic, int partition, @Nullable List<Integer> replicas) {
        var wanted =
                ReassignablePartition.builder()
                        .partitionIndex(partition)
                        .replicas(replicas)
                        .build();
        return AlterPartitionReassignmentsRequest.builder()
                .topics(List.of(new ReassignableTopic(topic, List.of(wanted))))
                .build();
    }

    static ElectLeadersRequest elect(String topic, int partition, boolean unclean) {
        return ElectLeadersRequest.builder()
                .electionType((byte) (unclean ? 1 : 0))
                .topicPartitions(List.of(new TopicPartitions(topic, List.of(partition))))
                .build();
    }

    static IncrementalAlterConfigsRequest minIsr(String topic, int value) {
        var change = new AlterableConfig(MIN_ISR, (byte) 0, String.valueOf(value));
        return IncrementalAlterConfigsRequest.builder()
                .resources(List.of(new AlterConfigsResource((byte) 2, topic, List.of(change))))
                .build();
    }
}
