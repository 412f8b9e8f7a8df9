package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AllocateProducerIdsRequest;
import io.leat.log.protocol.message.AllocateProducerIdsResponse;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest;
import io.leat.log.protocol.message.AssignReplicasToDirsResponse;
import io.leat.log.protocol.message.ControllerRegistrationRequest;
import io.leat.log.protocol.message.ControllerRegistrationResponse;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.RegisterControllerRecord;
import io.leat.log.protocol.message.RegisterControllerRecord.ControllerEndpoint;
import io.leat.log.protocol.message.RegisterControllerRecord.ControllerFeature;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.ControllerImage;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides the smaller requests of nodes: producer ids, registration of controllers, replicas in log
 * directories. Stateless.
 */
public final class NodeDecisions {

    private NodeDecisions() {}

    /** Gives a broker the next block of producer ids, if it is still the process it was. */
    public static Decision<AllocateProducerIdsResponse> allocateProducerIds(
            MetadataImage image, AllocateProducerIdsRequest request) {
        ErrorCode stale = staleness(image, request.brokerId(), request.brokerEpoch());
        if (stale != ErrorCode.NONE) {
            return Decision.nothing(AllocateProducerIdsResponse.builder().errorCode(stale).build());
        }
        long first = image.nextProducerId();
        long next = Math.addExact(first, ClusterDecisions.PRODUCER_ID_BLOCK);
        return new Decision<>(
                List.of(new ProducerIdsRecord(request.brokerId(), request.brokerEpoch(), next)),
                AllocateProducerIdsResponse.builder()
                        .producerIdStart(first)
                        .producerIdLen(ClusterDecisions.PRODUCER_ID_BLOCK)
                        .build());
    }

    private static ErrorCode staleness(MetadataImage image, int id, long epoch) {
        BrokerImage broker = image.broker(id);
        return broker != null && broker.epoch() == epoch
                ? ErrorCode.NONE
                : ErrorCode.STALE_BROKER_EPOCH;
    }

    /** Registers a start of a controller; the same start again changes nothing. */
    public static Decision<ControllerRegistrationResponse> registerController(
            MetadataImage image, ControllerRegistrationRequest request) {
        RegisterControllerRecord record =
                RegisterControllerRecord.builder()
                        .controllerId(request.controllerId())
                        .incarnationId(request.incarnationId())
                        .endPoints(
                                request.listeners().stream()
                                        .map(
                                                l ->
                                                        new ControllerEndpoint(
                                                                l.name(),
                                                                l.host(),
                                                                l.port(),
                                                                l.securityProtocol()))
                                        .toList())
                        .features(
                                request.features().stream()
                                        .map(
                                                f ->
                                                        new ControllerFeature(
                                                                f.name(),
                                                                f.minSupportedVersion(),
                                                                f.maxSupportedVersion()))
                                        .toList())
                        .build();
        boolean same =
                image.controllers().stream()
                        .filter(c -> c.id() == request.controllerId())
                        .anyMatch(c -> c.equals(ControllerImage.of(record)));
        return new Decision<>(
                same ? List.of() : List.of(record),
                ControllerRegistrationResponse.builder().errorMessage(null).build());
    }

    /** A broker tells in which of its log directories it keeps replicas. */
    public static Decision<AssignReplicasToDirsResponse> assignDirectories(
            MetadataImage image, AssignReplicasToDirsRequest request, TopicRules rules) {
        ErrorCode stale = staleness(image, request.brokerId(), request.brokerEpoch());
        if (stale != ErrorCode.NONE) {
            return Decision.nothing(
                    AssignReplicasToDirsResponse.builder().errorCode(stale).build());
        }
        DirectoryAssignment assignment = new DirectoryAssignment(image, request.brokerId(), rules);
        List<AssignReplicasToDirsResponse.DirectoryData> directories = new ArrayList<>();
        for (AssignReplicasToDirsRequest.DirectoryData directory : request.directories()) {
            List<AssignReplicasToDirsResponse.TopicData> topics = new ArrayList<>();
            for (AssignReplicasToDirsRequest.TopicData topic : directory.topics()) {
                List<AssignReplicasToDirsResponse.PartitionData> results = new ArrayList<>();
                for (AssignReplicasToDirsRequest.PartitionData each : topic.partitions()) {
                    int number = each.partitionIndex();
                    ErrorCode error = assignment.assign(topic.topicId(), number, directory.id());
                    results.add(
                            AssignReplicasToDirsResponse.PartitionData.builder()
                                    .partitionIndex(number)
                                    .errorCode(error)
                                    .build());
                }
                topics.add(new AssignReplicasToDirsResponse.TopicData(topic.topicId(), results));
            }
            directories.add(new AssignReplicasToDirsResponse.DirectoryData(directory.id(), topics));
        }
        return new Decision<>(
                assignment.records(),
                AssignReplicasToDirsResponse.builder().directories(directories).build());
    }
}
