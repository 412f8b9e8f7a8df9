package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AllocateProducerIdsRequest;
import io.leat.log.protocol.message.AllocateProducerIdsResponse;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest;
import io.leat.log.protocol.message.AssignReplicasToDirsResponse;
import io.leat.log.protocol.message.ControllerRegistrationRequest;
import io.leat.log.protocol.message.ControllerRegistrationResponse;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.RegisterControllerRecord;
import io.leat.log.protocol.message.RegisterControllerRecord.ControllerEndpoint;
import io.leat.log.protocol.message.RegisterControllerRecord.ControllerFeature;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.ControllerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        if (broker == null) {
            return ErrorCode.BROKER_ID_NOT_REGISTERED;
        }
        return broker.epoch() == epoch ? ErrorCode.NONE : ErrorCode.STALE_BROKER_EPOCH;
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
            MetadataImage image, AssignReplicasToDirsRequest request) {
        ErrorCode stale = staleness(image, request.brokerId(), request.brokerEpoch());
        if (stale != ErrorCode.NONE) {
            return Decision.nothing(
                    AssignReplicasToDirsResponse.builder().errorCode(stale).build());
        }
        Map<List<Object>, LogRecord> records = new LinkedHashMap<>();
        List<AssignReplicasToDirsResponse.DirectoryData> directories = new ArrayList<>();
        for (AssignReplicasToDirsRequest.DirectoryData directory : request.directories()) {
            List<AssignReplicasToDirsResponse.TopicData> topics = new ArrayList<>();
            for (AssignReplicasToDirsRequest.TopicData topic : directory.topics()) {
                List<AssignReplicasToDirsResponse.PartitionData> results = new ArrayList<>();
                for (AssignReplicasToDirsRequest.PartitionData each : topic.partitions()) {
                    int number = each.partitionIndex();
                    ErrorCode error =
                            assign(
                                    image.topic(topic.topicId()),
                                    number,
                                    request.brokerId(),
                                    directory.id(),
                                    records);
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
                List.copyOf(records.values()),
                AssignReplicasToDirsResponse.builder().directories(directories).build());
    }

    private static ErrorCode assign(
            @Nullable TopicImage topic,
            int number,
            int broker,
            Uuid directory,
            Map<List<Object>, LogRecord> records) {
        PartitionImage partition = topic == null ? null : topic.partition(number);
        if (topic == null) {
            return ErrorCode.UNKNOWN_TOPIC_ID;
        }
        if (partition == null) {
            return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        if (!partition.replicas().contains(broker)) {
            return ErrorCode.NOT_LEADER_OR_FOLLOWER;
        }
        if (!partition.directory(broker).equals(directory)) {
            List<Uuid> directories = new ArrayList<>();
            for (int replica : partition.replicas()) {
                directories.add(replica == broker ? directory : partition.directory(replica));
            }
            records.put(
                    List.of(topic.id(), number),
                    PartitionChangeRecord.builder()
                            .topicId(topic.id())
                            .partitionId(number)
                            .directories(directories)
                            .build());
        }
        return ErrorCode.NONE;
    }
}
