package io.leat.log.cli.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.leat.log.protocol.Message;
import io.leat.log.protocol.Uuid;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records as Kafka's tools write them in JSON: without the fields that the version of a record does
 * not have, and without tagged ones that hold their default. Stateless.
 */
final class RecordJson {

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .registerModule(
                            new SimpleModule()
                                    .addSerializer(Uuid.class, ToStringSerializer.instance));

    private static final String NO_ID = "\"AAAAAAAAAAAAAAAAAAAAAA\"";

    /** Fields that are not always there, by the message they are in, at any depth. */
    private static final Map<String, List<Sometimes>> FIELDS =
            List.of(
                            since("GroupMetadataValue", "currentStateTimestamp", 2),
                            since("GroupMetadataValue", "groupInstanceId", 3),
                            since("GroupMetadataValue", "rebalanceTimeout", 1),
                            since("OffsetCommitValue", "leaderEpoch", 3),
                            new Sometimes("OffsetCommitValue", "expireTimestamp", 1, 1, null),
                            tagged("OffsetCommitValue", "topicId", 4, NO_ID),
                            tagged("ConsumerGroupMetadataValue", "metadataHash", 0, "0"),
                            tagged(
                                    "ConsumerGroupMemberMetadataValue",
                                    "classicMemberMetadata",
                                    0,
                                    "{\"sessionTimeoutMs\":0,\"supportedProtocols\":[]}"),
                            tagged(
                                    "ConsumerGroupTargetAssignmentMetadataValue",
                                    "assignmentTimestamp",
                                    0,
                                    "0"),
                            tagged(
                                    "ConsumerGroupCurrentMemberAssignmentValue",
                                    "assignmentEpochs",
                                    0,
                                    "null"),
                            tagged(
                                    "ShareGroupTargetAssignmentMetadataValue",
                                    "assignmentTimestamp",
                                    0,
                                    "0"),
                            tagged("ShareSnapshotValue", "deliveryCompleteCount", 0, "-1"),
                            tagged("ShareUpdateValue", "deliveryCompleteCount", 0, "-1"),
                            tagged("StreamsGroupMetadataValue", "validatedTopologyEpoch", 0, "-1"),
                            tagged("StreamsGroupMetadataValue", "lastAssignmentConfigs", 0, "[]"),
                            tagged(
                                    "StreamsGroupTargetAssignmentMetadataValue",
                                    "assignmentTimestamp",
                                    0,
                                    "0"),
                            tagged(
                                    "StreamsGroupCurrentMemberAssignmentValue",
                                    "assignmentEpochs",
                                    0,
                                    "null"),
                            tagged("TransactionLogValue", "previousProducerId", 1, "-1"),
                            tagged("TransactionLogValue", "nextProducerId", 1, "-1"),
                            tagged("TransactionLogValue", "nextProducerEpoch", 1, "-1"),
                            tagged("TransactionLogValue", "clientTransactionVersion", 1, "0"),
                            since("RegisterBrokerRecord", "isMigratingZkBroker", 2),
                            since("RegisterBrokerRecord", "inControlledShutdown", 1),
                            tagged("RegisterBrokerRecord", "logDirs", 3, "[]"),
                            tagged("RegisterBrokerRecord", "cordonedLogDirs", 4, "null"),
                            tagged("BrokerRegistrationChangeRecord", "fenced", 0, "0"),
                            tagged(
                                    "BrokerRegistrationChangeRecord",
                                    "inControlledShutdown",
                                    1,
                                    "0"),
                            tagged("BrokerRegistrationChangeRecord", "logDirs", 2, "[]"),
                            tagged("BrokerRegistrationChangeRecord", "cordonedLogDirs", 3, "null"),
                            tagged("PartitionRecord", "leaderRecoveryState", 0, "0"),
                            since("PartitionRecord", "directories", 1),
                            tagged("PartitionRecord", "eligibleLeaderReplicas", 2, "null"),
                            tagged("PartitionRecord", "lastKnownElr", 2, "null"),
                            tagged("PartitionChangeRecord", "isr", 0, "null"),
                            tagged("PartitionChangeRecord", "leader", 0, "-2"),
                            tagged("PartitionChangeRecord", "replicas", 0, "null"),
                            tagged("PartitionChangeRecord", "removingReplicas", 0, "null"),
                            tagged("PartitionChangeRecord", "addingReplicas", 0, "null"),
                            tagged("PartitionChangeRecord", "leaderRecoveryState", 0, "-1"),
                            tagged("PartitionChangeRecord", "directories", 1, "null"),
                            tagged("PartitionChangeRecord", "eligibleLeaderReplicas", 2, "null"),
                            tagged("PartitionChangeRecord", "lastKnownElr", 2, "null"),
                            tagged("BeginTransactionRecord", "name", 0, "null"),
                            tagged("AbortTransactionRecord", "reason", 0, "null"),
                            since("LeaderChangeMessage", "voterDirectoryId", 1),
                            since("ConsumerProtocolSubscription", "ownedPartitions", 1),
                            since("ConsumerProtocolSubscription", "generationId", 2),
                            since("ConsumerProtocolSubscription", "rackId", 3))
                    .stream()
                    .collect(Collectors.groupingBy(Sometimes::message));

    /**
     * A field of some versions.
     *
     * @param fallback of a tagged field: the default, with which it is left out
     */
    private record Sometimes(
            String message, String field, int lowest, int highest, @Nullable String fallback) {

        boolean isLeftOut(int version, JsonNode value) {
            return version < lowest || version > highest || value.toString().equals(fallback);
        }
    }

    private RecordJson() {}

    private static Sometimes since(String message, String field, int version) {
        return new Sometimes(message, field, version, Integer.MAX_VALUE, null);
    }

    private static Sometimes tagged(String message, String field, int version, String fallback) {
        return new Sometimes(message, field, version, Integer.MAX_VALUE, fallback);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode of(Message message, int version) {
        ObjectNode json = JSON.valueToTree(message);
        for (Sometimes each : FIELDS.getOrDefault(message.getClass().getSimpleName(), List.of())) {
            for (JsonNode parent : json.findParents(each.field)) {
                if (each.isLeftOut(version, parent.get(each.field))) {
                    ((ObjectNode) parent).remove(each.field);
                }
            }
        }
        return json;
    }
}
