package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AddOffsetsToTxnResponse;
import io.leat.log.protocol.message.AddPartitionsToTxnResponse;
import io.leat.log.protocol.message.AddRaftVoterResponse;
import io.leat.log.protocol.message.AllocateProducerIdsResponse;
import io.leat.log.protocol.message.AlterPartitionResponse;
import io.leat.log.protocol.message.AlterShareGroupOffsetsResponse;
import io.leat.log.protocol.message.ApiMessages;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.AssignReplicasToDirsResponse;
import io.leat.log.protocol.message.BrokerHeartbeatResponse;
import io.leat.log.protocol.message.BrokerRegistrationResponse;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.ControllerRegistrationResponse;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsResponse;
import io.leat.log.protocol.message.DescribeAclsResponse;
import io.leat.log.protocol.message.DescribeClientQuotasResponse;
import io.leat.log.protocol.message.DescribeClusterResponse;
import io.leat.log.protocol.message.DescribeLogDirsResponse;
import io.leat.log.protocol.message.DescribeQuorumResponse;
import io.leat.log.protocol.message.DescribeUserScramCredentialsResponse;
import io.leat.log.protocol.message.ElectLeadersResponse;
import io.leat.log.protocol.message.EndTxnResponse;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FindCoordinatorResponse;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsResponse;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.ListConfigResourcesResponse;
import io.leat.log.protocol.message.ListGroupsResponse;
import io.leat.log.protocol.message.ListPartitionReassignmentsResponse;
import io.leat.log.protocol.message.ListTransactionsResponse;
import io.leat.log.protocol.message.MetadataResponse;
import io.leat.log.protocol.message.OffsetDeleteResponse;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.PushTelemetryResponse;
import io.leat.log.protocol.message.RemoveRaftVoterResponse;
import io.leat.log.protocol.message.SaslAuthenticateResponse;
import io.leat.log.protocol.message.SaslHandshakeResponse;
import io.leat.log.protocol.message.ShareAcknowledgeResponse;
import io.leat.log.protocol.message.ShareFetchResponse;
import io.leat.log.protocol.message.ShareGroupHeartbeatResponse;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import io.leat.log.protocol.message.SyncGroupResponse;
import io.leat.log.protocol.message.UnregisterBrokerResponse;
import io.leat.log.protocol.message.UpdateFeaturesResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Responses that say nothing but that a request cannot be served. Without state; safe on every
 * loop.
 *
 * <p>The error is at the top of the response where its version has a place for it. Elsewhere each
 * element the request named gets it; a response without elements would pass for a success, so that
 * there is none when the request names none, or cannot be read.
 */
public final class Refusals {

    private Refusals() {}

    /**
     * The response to {@code key} with {@code error}, to be written in the version of {@code body},
     * which is also the version the body is taken for; null if the error has no place in it.
     */
    static @Nullable ApiMessage of(ApiKey key, Reader body, ErrorCode error) {
        ApiMessage whole = whole(key, body.version(), error);
        if (whole != null) {
            return whole;
        }
        try {
            return ofElements(ApiMessages.readRequest(key, body), error);
        } catch (MalformedMessageException e) {
            return null; // a version with another layout
        }
    }

    /** As above, for a request of {@code version} that was read. */
    public static @Nullable ApiMessage of(ApiMessage request, int version, ErrorCode error) {
        ApiMessage whole = whole(request.apiKey(), version, error);
        return whole != null ? whole : ofElements(request, error);
    }

    private static @Nullable ApiMessage ofElements(ApiMessage request, ErrorCode error) {
        ApiMessage partitions = PartitionRefusals.of(request, error);
        if (partitions != null) {
            return partitions;
        }
        ApiMessage shares = ShareRefusals.of(request, error);
        return shares != null ? shares : NamedRefusals.of(request, error);
    }

    private static @Nullable ApiMessage whole(ApiKey key, int version, ErrorCode error) {
        return switch (key) {
            case ADD_OFFSETS_TO_TXN -> AddOffsetsToTxnResponse.builder().errorCode(error).build();
            case ADD_PARTITIONS_TO_TXN ->
                    version < 4
                            ? null
                            : AddPartitionsToTxnResponse.builder().errorCode(error).build();
            case API_VERSIONS -> apiVersions(error);
            case CONSUMER_GROUP_HEARTBEAT ->
                    ConsumerGroupHeartbeatResponse.builder()
                            .errorCode(error)
                            .errorMessage(error.message())
                            .build();
            case DESCRIBE_CLUSTER -> DescribeClusterResponse.builder().errorCode(error).build();
            case END_TXN -> EndTxnResponse.builder().errorCode(error).build();
            case FETCH -> version < 7 ? null : FetchResponse.builder().errorCode(error).build();
            case FIND_COORDINATOR -> version < 4 ? findCoordinator(error) : null;
            case HEARTBEAT -> HeartbeatResponse.builder().errorCode(error).build();
            case INIT_PRODUCER_ID -> InitProducerIdResponse.builder().errorCode(error).build();
            case JOIN_GROUP -> JoinGroupResponse.builder().errorCode(error).build();
            case LEAVE_GROUP -> LeaveGroupResponse.builder().errorCode(error).build();
            case LIST_GROUPS -> ListGroupsResponse.builder().errorCode(error).build();
            case LIST_TRANSACTIONS -> ListTransactionsResponse.builder().errorCode(error).build();
            case METADATA ->
                    version < 13 ? null : MetadataResponse.builder().errorCode(error).build();
            case OFFSET_DELETE -> OffsetDeleteResponse.builder().errorCode(error).build();
            case OFFSET_FETCH ->
                    version < 2 || version > 7
                            ? null
                            : OffsetFetchResponse.builder().errorCode(error).build();
            case DESCRIBE_ACLS -> DescribeAclsResponse.builder().errorCode(error).build();
            case GET_TELEMETRY_SUBSCRIPTIONS ->
                    GetTelemetrySubscriptionsResponse.builder().errorCode(error).build();
            case PUSH_TELEMETRY -> PushTelemetryResponse.builder().errorCode(error).build();
            case LIST_CONFIG_RESOURCES ->
                    ListConfigResourcesResponse.builder().errorCode(error).build();
            case DESCRIBE_CLIENT_QUOTAS ->
                    DescribeClientQuotasResponse.builder().errorCode(error).entries(null).build();
            case DESCRIBE_USER_SCRAM_CREDENTIALS ->
                    DescribeUserScramCredentialsResponse.builder().errorCode(error).build();
            case SASL_AUTHENTICATE -> SaslAuthenticateResponse.builder().errorCode(error).build();
            case SASL_HANDSHAKE -> SaslHandshakeResponse.builder().errorCode(error).build();
            case SYNC_GROUP -> SyncGroupResponse.builder().errorCode(error).build();
            case ADD_RAFT_VOTER -> AddRaftVoterResponse.builder().errorCode(error).build();
            case DESCRIBE_LOG_DIRS -> describeLogDirs(version, error);
            case DESCRIBE_QUORUM -> DescribeQuorumResponse.builder().errorCode(error).build();
            case REMOVE_RAFT_VOTER -> RemoveRaftVoterResponse.builder().errorCode(error).build();
            case ELECT_LEADERS ->
                    version < 1 ? null : ElectLeadersResponse.builder().errorCode(error).build();
            case ALLOCATE_PRODUCER_IDS ->
                    AllocateProducerIdsResponse.builder().errorCode(error).build();
            case ALTER_PARTITION -> AlterPartitionResponse.builder().errorCode(error).build();
            case ASSIGN_REPLICAS_TO_DIRS ->
                    AssignReplicasToDirsResponse.builder().errorCode(error).build();
            case BROKER_HEARTBEAT -> BrokerHeartbeatResponse.builder().errorCode(error).build();
            case BROKER_REGISTRATION ->
                    BrokerRegistrationResponse.builder().errorCode(error).build();
            case CONTROLLER_REGISTRATION ->
                    ControllerRegistrationResponse.builder().errorCode(error).build();
            case LIST_PARTITION_REASSIGNMENTS ->
                    ListPartitionReassignmentsResponse.builder().errorCode(error).build();
            case UNREGISTER_BROKER -> UnregisterBrokerResponse.builder().errorCode(error).build();
            case UPDATE_FEATURES -> UpdateFeaturesResponse.builder().errorCode(error).build();
            case SHARE_GROUP_HEARTBEAT ->
                    ShareGroupHeartbeatResponse.builder().errorCode(error).build();
            case ALTER_SHARE_GROUP_OFFSETS ->
                    AlterShareGroupOffsetsResponse.builder().errorCode(error).build();
            case DELETE_SHARE_GROUP_OFFSETS ->
                    DeleteShareGroupOffsetsResponse.builder().errorCode(error).build();
            case STREAMS_GROUP_HEARTBEAT ->
                    StreamsGroupHeartbeatResponse.builder()
                            .errorCode(error)
                            .status(List.of())
                            .build();
            case SHARE_FETCH -> ShareFetchResponse.builder().errorCode(error).build();
            case SHARE_ACKNOWLEDGE -> ShareAcknowledgeResponse.builder().errorCode(error).build();
            default -> null;
        };
    }

    /** With the range of ApiVersions itself, with which clients ask again (KIP-511). */
    private static ApiVersionsResponse apiVersions(ErrorCode error) {
        VersionRange range = VersionRange.of(ApiKey.API_VERSIONS);
        var versions =
                new ApiVersionsResponse.ApiVersion(
                        ApiKey.API_VERSIONS.id(), range.min(), range.max());
        return ApiVersionsResponse.builder().errorCode(error).apiKeys(List.of(versions)).build();
    }

    private static DescribeLogDirsResponse describeLogDirs(int version, ErrorCode error) {
        DescribeLogDirsResponse.Builder response = DescribeLogDirsResponse.builder();
        return version >= 3
                ? response.errorCode(error).build()
                : response.results(
                                List.of(
                                        DescribeLogDirsResponse.Result.builder()
                                                .errorCode(error)
                                                .build()))
                        .build();
    }

    private static FindCoordinatorResponse findCoordinator(ErrorCode error) {
        return FindCoordinatorResponse.builder()
                .errorCode(error)
                .errorMessage(error.message())
                .nodeId(-1)
                .port(-1)
                .build();
    }
}
