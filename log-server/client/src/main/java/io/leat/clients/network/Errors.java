package io.leat.clients.network;

import io.leat.common.InvalidRecordException;
import io.leat.common.KafkaException;
import io.leat.common.errors.ApiException;
import io.leat.common.errors.BrokerIdNotRegisteredException;
import io.leat.common.errors.BrokerNotAvailableException;
import io.leat.common.errors.ClusterAuthorizationException;
import io.leat.common.errors.ConcurrentTransactionsException;
import io.leat.common.errors.ControllerMovedException;
import io.leat.common.errors.CoordinatorLoadInProgressException;
import io.leat.common.errors.CoordinatorNotAvailableException;
import io.leat.common.errors.CorruptRecordException;
import io.leat.common.errors.DelegationTokenAuthorizationException;
import io.leat.common.errors.DelegationTokenDisabledException;
import io.leat.common.errors.DelegationTokenExpiredException;
import io.leat.common.errors.DelegationTokenNotFoundException;
import io.leat.common.errors.DelegationTokenOwnerMismatchException;
import io.leat.common.errors.DuplicateBrokerRegistrationException;
import io.leat.common.errors.DuplicateResourceException;
import io.leat.common.errors.DuplicateSequenceException;
import io.leat.common.errors.DuplicateVoterException;
import io.leat.common.errors.ElectionNotNeededException;
import io.leat.common.errors.EligibleLeadersNotAvailableException;
import io.leat.common.errors.FeatureUpdateFailedException;
import io.leat.common.errors.FencedInstanceIdException;
import io.leat.common.errors.FencedLeaderEpochException;
import io.leat.common.errors.FencedMemberEpochException;
import io.leat.common.errors.FencedStateEpochException;
import io.leat.common.errors.FetchSessionIdNotFoundException;
import io.leat.common.errors.FetchSessionTopicIdException;
import io.leat.common.errors.GroupAuthorizationException;
import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.common.errors.GroupMaxSizeReachedException;
import io.leat.common.errors.GroupNotEmptyException;
import io.leat.common.errors.GroupSubscribedToTopicException;
import io.leat.common.errors.IllegalGenerationException;
import io.leat.common.errors.IllegalSaslStateException;
import io.leat.common.errors.InconsistentClusterIdException;
import io.leat.common.errors.InconsistentGroupProtocolException;
import io.leat.common.errors.InconsistentTopicIdException;
import io.leat.common.errors.InconsistentVoterSetException;
import io.leat.common.errors.IneligibleReplicaException;
import io.leat.common.errors.InvalidCommitOffsetSizeException;
import io.leat.common.errors.InvalidConfigurationException;
import io.leat.common.errors.InvalidFetchSessionEpochException;
import io.leat.common.errors.InvalidFetchSizeException;
import io.leat.common.errors.InvalidGroupIdException;
import io.leat.common.errors.InvalidPartitionsException;
import io.leat.common.errors.InvalidPidMappingException;
import io.leat.common.errors.InvalidPrincipalTypeException;
import io.leat.common.errors.InvalidProducerEpochException;
import io.leat.common.errors.InvalidRecordStateException;
import io.leat.common.errors.InvalidRegistrationException;
import io.leat.common.errors.InvalidRegularExpression;
import io.leat.common.errors.InvalidReplicaAssignmentException;
import io.leat.common.errors.InvalidReplicationFactorException;
import io.leat.common.errors.InvalidRequestException;
import io.leat.common.errors.InvalidRequiredAcksException;
import io.leat.common.errors.InvalidSessionTimeoutException;
import io.leat.common.errors.InvalidShareSessionEpochException;
import io.leat.common.errors.InvalidTimestampException;
import io.leat.common.errors.InvalidTopicException;
import io.leat.common.errors.InvalidTxnStateException;
import io.leat.common.errors.InvalidTxnTimeoutException;
import io.leat.common.errors.InvalidUpdateVersionException;
import io.leat.common.errors.InvalidVoterKeyException;
import io.leat.common.errors.KafkaStorageException;
import io.leat.common.errors.LeaderNotAvailableException;
import io.leat.common.errors.ListenerNotFoundException;
import io.leat.common.errors.LogDirNotFoundException;
import io.leat.common.errors.MemberIdRequiredException;
import io.leat.common.errors.MismatchedEndpointTypeException;
import io.leat.common.errors.NetworkException;
import io.leat.common.errors.NewLeaderElectedException;
import io.leat.common.errors.NoReassignmentInProgressException;
import io.leat.common.errors.NotControllerException;
import io.leat.common.errors.NotCoordinatorException;
import io.leat.common.errors.NotEnoughReplicasAfterAppendException;
import io.leat.common.errors.NotEnoughReplicasException;
import io.leat.common.errors.NotLeaderOrFollowerException;
import io.leat.common.errors.OffsetMetadataTooLarge;
import io.leat.common.errors.OffsetMovedToTieredStorageException;
import io.leat.common.errors.OffsetNotAvailableException;
import io.leat.common.errors.OffsetOutOfRangeException;
import io.leat.common.errors.OperationNotAttemptedException;
import io.leat.common.errors.OutOfOrderSequenceException;
import io.leat.common.errors.PolicyViolationException;
import io.leat.common.errors.PositionOutOfRangeException;
import io.leat.common.errors.PreferredLeaderNotAvailableException;
import io.leat.common.errors.PrincipalDeserializationException;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.errors.ReassignmentInProgressException;
import io.leat.common.errors.RebalanceInProgressException;
import io.leat.common.errors.RebootstrapRequiredException;
import io.leat.common.errors.RecordBatchTooLargeException;
import io.leat.common.errors.RecordTooLargeException;
import io.leat.common.errors.ReplicaNotAvailableException;
import io.leat.common.errors.ResourceNotFoundException;
import io.leat.common.errors.SaslAuthenticationException;
import io.leat.common.errors.SecurityDisabledException;
import io.leat.common.errors.ShareSessionLimitReachedException;
import io.leat.common.errors.ShareSessionNotFoundException;
import io.leat.common.errors.SnapshotNotFoundException;
import io.leat.common.errors.StaleBrokerEpochException;
import io.leat.common.errors.StaleMemberEpochException;
import io.leat.common.errors.StreamsInvalidTopologyEpochException;
import io.leat.common.errors.StreamsInvalidTopologyException;
import io.leat.common.errors.StreamsTopologyFencedException;
import io.leat.common.errors.TelemetryTooLargeException;
import io.leat.common.errors.ThrottlingQuotaExceededException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.TopicAuthorizationException;
import io.leat.common.errors.TopicDeletionDisabledException;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.errors.TransactionAbortableException;
import io.leat.common.errors.TransactionCoordinatorFencedException;
import io.leat.common.errors.TransactionalIdAuthorizationException;
import io.leat.common.errors.TransactionalIdNotFoundException;
import io.leat.common.errors.UnacceptableCredentialException;
import io.leat.common.errors.UnknownControllerIdException;
import io.leat.common.errors.UnknownLeaderEpochException;
import io.leat.common.errors.UnknownMemberIdException;
import io.leat.common.errors.UnknownProducerIdException;
import io.leat.common.errors.UnknownServerException;
import io.leat.common.errors.UnknownSubscriptionIdException;
import io.leat.common.errors.UnknownTopicIdException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.common.errors.UnreleasedInstanceIdException;
import io.leat.common.errors.UnstableOffsetCommitException;
import io.leat.common.errors.UnsupportedAssignorException;
import io.leat.common.errors.UnsupportedByAuthenticationException;
import io.leat.common.errors.UnsupportedCompressionTypeException;
import io.leat.common.errors.UnsupportedEndpointTypeException;
import io.leat.common.errors.UnsupportedForMessageFormatException;
import io.leat.common.errors.UnsupportedSaslMechanismException;
import io.leat.common.errors.UnsupportedVersionException;
import io.leat.common.errors.VoterNotFoundException;
import io.leat.log.protocol.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns error codes of responses into the exceptions that applications know. */
public final class Errors {

    private static final Map<ErrorCode, Function<String, ApiException>> TABLE = table();

    private Errors() {}

    /** The exception of an error that is not NONE. */
    public static ApiException of(ErrorCode error) {
        return of(error, null);
    }

    /** As {@link #of(ErrorCode)}, with the broker's own message where it sent one. */
    public static ApiException of(ErrorCode error, @Nullable String message) {
        Function<String, ApiException> make =
                TABLE.getOrDefault(error, UnknownServerException::new);
        return make.apply(message == null ? error.message() : message);
    }

    /** What a future failed with, without the wrapping of the JDK. */
    public static RuntimeException unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException known ? known : new KafkaException(cause);
    }

    private static Map<ErrorCode, Function<String, ApiException>> table() {
        Map<ErrorCode, Function<String, ApiException>> table = new EnumMap<>(ErrorCode.class);
        requests(table);
        transactions(table);
        later(table);
        return table;
    }

    private static void requests(Map<ErrorCode, Function<String, ApiException>> table) {
        table.put(ErrorCode.UNKNOWN_SERVER_ERROR, UnknownServerException::new);
        table.put(ErrorCode.OFFSET_OUT_OF_RANGE, OffsetOutOfRangeException::new);
        table.put(ErrorCode.CORRUPT_MESSAGE, CorruptRecordException::new);
        table.put(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, UnknownTopicOrPartitionException::new);
        table.put(ErrorCode.INVALID_FETCH_SIZE, InvalidFetchSizeException::new);
        table.put(ErrorCode.LEADER_NOT_AVAILABLE, LeaderNotAvailableException::new);
        table.put(ErrorCode.NOT_LEADER_OR_FOLLOWER, NotLeaderOrFollowerException::new);
        table.put(ErrorCode.REQUEST_TIMED_OUT, TimeoutException::new);
        table.put(ErrorCode.BROKER_NOT_AVAILABLE, BrokerNotAvailableException::new);
        table.put(ErrorCode.REPLICA_NOT_AVAILABLE, ReplicaNotAvailableException::new);
        table.put(ErrorCode.MESSAGE_TOO_LARGE, RecordTooLargeException::new);
        table.put(ErrorCode.STALE_CONTROLLER_EPOCH, ControllerMovedException::new);
        table.put(ErrorCode.OFFSET_METADATA_TOO_LARGE, OffsetMetadataTooLarge::new);
        table.put(ErrorCode.NETWORK_EXCEPTION, NetworkException::new);
        table.put(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, CoordinatorLoadInProgressException::new);
        table.put(ErrorCode.COORDINATOR_NOT_AVAILABLE, CoordinatorNotAvailableException::new);
        table.put(ErrorCode.NOT_COORDINATOR, NotCoordinatorException::new);
        table.put(ErrorCode.INVALID_TOPIC_EXCEPTION, InvalidTopicException::new);
        table.put(ErrorCode.RECORD_LIST_TOO_LARGE, RecordBatchTooLargeException::new);
        table.put(ErrorCode.NOT_ENOUGH_REPLICAS, NotEnoughReplicasException::new);
        table.put(
                ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
                NotEnoughReplicasAfterAppendException::new);
        table.put(ErrorCode.INVALID_REQUIRED_ACKS, InvalidRequiredAcksException::new);
        table.put(ErrorCode.ILLEGAL_GENERATION, IllegalGenerationException::new);
        table.put(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, InconsistentGroupProtocolException::new);
        table.put(ErrorCode.INVALID_GROUP_ID, InvalidGroupIdException::new);
        table.put(ErrorCode.UNKNOWN_MEMBER_ID, UnknownMemberIdException::new);
        table.put(ErrorCode.INVALID_SESSION_TIMEOUT, InvalidSessionTimeoutException::new);
        table.put(ErrorCode.REBALANCE_IN_PROGRESS, RebalanceInProgressException::new);
        table.put(ErrorCode.INVALID_COMMIT_OFFSET_SIZE, InvalidCommitOffsetSizeException::new);
        table.put(ErrorCode.TOPIC_AUTHORIZATION_FAILED, TopicAuthorizationException::new);
        table.put(ErrorCode.GROUP_AUTHORIZATION_FAILED, GroupAuthorizationException::new);
        table.put(ErrorCode.CLUSTER_AUTHORIZATION_FAILED, ClusterAuthorizationException::new);
        table.put(ErrorCode.INVALID_TIMESTAMP, InvalidTimestampException::new);
        table.put(ErrorCode.UNSUPPORTED_SASL_MECHANISM, UnsupportedSaslMechanismException::new);
        table.put(ErrorCode.ILLEGAL_SASL_STATE, IllegalSaslStateException::new);
        table.put(ErrorCode.UNSUPPORTED_VERSION, UnsupportedVersionException::new);
        table.put(ErrorCode.TOPIC_ALREADY_EXISTS, TopicExistsException::new);
        table.put(ErrorCode.INVALID_PARTITIONS, InvalidPartitionsException::new);
        table.put(ErrorCode.INVALID_REPLICATION_FACTOR, InvalidReplicationFactorException::new);
        table.put(ErrorCode.INVALID_REPLICA_ASSIGNMENT, InvalidReplicaAssignmentException::new);
        table.put(ErrorCode.INVALID_CONFIG, InvalidConfigurationException::new);
        table.put(ErrorCode.NOT_CONTROLLER, NotControllerException::new);
        table.put(ErrorCode.INVALID_REQUEST, InvalidRequestException::new);
        table.put(
                ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT,
                UnsupportedForMessageFormatException::new);
        table.put(ErrorCode.POLICY_VIOLATION, PolicyViolationException::new);
    }

    private static void transactions(Map<ErrorCode, Function<String, ApiException>> table) {
        table.put(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, OutOfOrderSequenceException::new);
        table.put(ErrorCode.DUPLICATE_SEQUENCE_NUMBER, DuplicateSequenceException::new);
        table.put(ErrorCode.INVALID_PRODUCER_EPOCH, InvalidProducerEpochException::new);
        table.put(ErrorCode.INVALID_TXN_STATE, InvalidTxnStateException::new);
        table.put(ErrorCode.INVALID_PRODUCER_ID_MAPPING, InvalidPidMappingException::new);
        table.put(ErrorCode.INVALID_TRANSACTION_TIMEOUT, InvalidTxnTimeoutException::new);
        table.put(ErrorCode.CONCURRENT_TRANSACTIONS, ConcurrentTransactionsException::new);
        table.put(
                ErrorCode.TRANSACTION_COORDINATOR_FENCED,
                TransactionCoordinatorFencedException::new);
        table.put(
                ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
                TransactionalIdAuthorizationException::new);
        table.put(ErrorCode.SECURITY_DISABLED, SecurityDisabledException::new);
        table.put(ErrorCode.OPERATION_NOT_ATTEMPTED, OperationNotAttemptedException::new);
        table.put(ErrorCode.KAFKA_STORAGE_ERROR, KafkaStorageException::new);
        table.put(ErrorCode.LOG_DIR_NOT_FOUND, LogDirNotFoundException::new);
        table.put(ErrorCode.SASL_AUTHENTICATION_FAILED, SaslAuthenticationException::new);
        table.put(ErrorCode.UNKNOWN_PRODUCER_ID, UnknownProducerIdException::new);
        table.put(ErrorCode.REASSIGNMENT_IN_PROGRESS, ReassignmentInProgressException::new);
        table.put(ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED, DelegationTokenDisabledException::new);
        table.put(ErrorCode.DELEGATION_TOKEN_NOT_FOUND, DelegationTokenNotFoundException::new);
        table.put(
                ErrorCode.DELEGATION_TOKEN_OWNER_MISMATCH,
                DelegationTokenOwnerMismatchException::new);
        table.put(
                ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED,
                UnsupportedByAuthenticationException::new);
        table.put(
                ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED,
                DelegationTokenAuthorizationException::new);
        table.put(ErrorCode.DELEGATION_TOKEN_EXPIRED, DelegationTokenExpiredException::new);
        table.put(ErrorCode.INVALID_PRINCIPAL_TYPE, InvalidPrincipalTypeException::new);
        table.put(ErrorCode.NON_EMPTY_GROUP, GroupNotEmptyException::new);
        table.put(ErrorCode.GROUP_ID_NOT_FOUND, GroupIdNotFoundException::new);
        table.put(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, FetchSessionIdNotFoundException::new);
        table.put(ErrorCode.INVALID_FETCH_SESSION_EPOCH, InvalidFetchSessionEpochException::new);
        table.put(ErrorCode.LISTENER_NOT_FOUND, ListenerNotFoundException::new);
        table.put(ErrorCode.TOPIC_DELETION_DISABLED, TopicDeletionDisabledException::new);
        table.put(ErrorCode.FENCED_LEADER_EPOCH, FencedLeaderEpochException::new);
        table.put(ErrorCode.UNKNOWN_LEADER_EPOCH, UnknownLeaderEpochException::new);
        table.put(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, UnsupportedCompressionTypeException::new);
        table.put(ErrorCode.STALE_BROKER_EPOCH, StaleBrokerEpochException::new);
        table.put(ErrorCode.OFFSET_NOT_AVAILABLE, OffsetNotAvailableException::new);
        table.put(ErrorCode.MEMBER_ID_REQUIRED, MemberIdRequiredException::new);
        table.put(
                ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE,
                PreferredLeaderNotAvailableException::new);
        table.put(ErrorCode.GROUP_MAX_SIZE_REACHED, GroupMaxSizeReachedException::new);
        table.put(ErrorCode.FENCED_INSTANCE_ID, FencedInstanceIdException::new);
        table.put(
                ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
                EligibleLeadersNotAvailableException::new);
        table.put(ErrorCode.ELECTION_NOT_NEEDED, ElectionNotNeededException::new);
        table.put(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, NoReassignmentInProgressException::new);
        table.put(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC, GroupSubscribedToTopicException::new);
        table.put(ErrorCode.INVALID_RECORD, InvalidRecordException::new);
        table.put(ErrorCode.UNSTABLE_OFFSET_COMMIT, UnstableOffsetCommitException::new);
        table.put(ErrorCode.THROTTLING_QUOTA_EXCEEDED, ThrottlingQuotaExceededException::new);
    }

    private static void later(Map<ErrorCode, Function<String, ApiException>> table) {
        table.put(ErrorCode.PRODUCER_FENCED, ProducerFencedException::new);
        table.put(ErrorCode.RESOURCE_NOT_FOUND, ResourceNotFoundException::new);
        table.put(ErrorCode.DUPLICATE_RESOURCE, DuplicateResourceException::new);
        table.put(ErrorCode.UNACCEPTABLE_CREDENTIAL, UnacceptableCredentialException::new);
        table.put(ErrorCode.INCONSISTENT_VOTER_SET, InconsistentVoterSetException::new);
        table.put(ErrorCode.INVALID_UPDATE_VERSION, InvalidUpdateVersionException::new);
        table.put(ErrorCode.FEATURE_UPDATE_FAILED, FeatureUpdateFailedException::new);
        table.put(
                ErrorCode.PRINCIPAL_DESERIALIZATION_FAILURE,
                PrincipalDeserializationException::new);
        table.put(ErrorCode.SNAPSHOT_NOT_FOUND, SnapshotNotFoundException::new);
        table.put(ErrorCode.POSITION_OUT_OF_RANGE, PositionOutOfRangeException::new);
        table.put(ErrorCode.UNKNOWN_TOPIC_ID, UnknownTopicIdException::new);
        table.put(
                ErrorCode.DUPLICATE_BROKER_REGISTRATION, DuplicateBrokerRegistrationException::new);
        table.put(ErrorCode.BROKER_ID_NOT_REGISTERED, BrokerIdNotRegisteredException::new);
        table.put(ErrorCode.INCONSISTENT_TOPIC_ID, InconsistentTopicIdException::new);
        table.put(ErrorCode.INCONSISTENT_CLUSTER_ID, InconsistentClusterIdException::new);
        table.put(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND, TransactionalIdNotFoundException::new);
        table.put(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR, FetchSessionTopicIdException::new);
        table.put(ErrorCode.INELIGIBLE_REPLICA, IneligibleReplicaException::new);
        table.put(ErrorCode.NEW_LEADER_ELECTED, NewLeaderElectedException::new);
        table.put(
                ErrorCode.OFFSET_MOVED_TO_TIERED_STORAGE, OffsetMovedToTieredStorageException::new);
        table.put(ErrorCode.FENCED_MEMBER_EPOCH, FencedMemberEpochException::new);
        table.put(ErrorCode.UNRELEASED_INSTANCE_ID, UnreleasedInstanceIdException::new);
        table.put(ErrorCode.UNSUPPORTED_ASSIGNOR, UnsupportedAssignorException::new);
        table.put(ErrorCode.STALE_MEMBER_EPOCH, StaleMemberEpochException::new);
        table.put(ErrorCode.MISMATCHED_ENDPOINT_TYPE, MismatchedEndpointTypeException::new);
        table.put(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, UnsupportedEndpointTypeException::new);
        table.put(ErrorCode.UNKNOWN_CONTROLLER_ID, UnknownControllerIdException::new);
        table.put(ErrorCode.UNKNOWN_SUBSCRIPTION_ID, UnknownSubscriptionIdException::new);
        table.put(ErrorCode.TELEMETRY_TOO_LARGE, TelemetryTooLargeException::new);
        table.put(ErrorCode.INVALID_REGISTRATION, InvalidRegistrationException::new);
        table.put(ErrorCode.TRANSACTION_ABORTABLE, TransactionAbortableException::new);
        table.put(ErrorCode.INVALID_RECORD_STATE, InvalidRecordStateException::new);
        table.put(ErrorCode.SHARE_SESSION_NOT_FOUND, ShareSessionNotFoundException::new);
        table.put(ErrorCode.INVALID_SHARE_SESSION_EPOCH, InvalidShareSessionEpochException::new);
        table.put(ErrorCode.FENCED_STATE_EPOCH, FencedStateEpochException::new);
        table.put(ErrorCode.INVALID_VOTER_KEY, InvalidVoterKeyException::new);
        table.put(ErrorCode.DUPLICATE_VOTER, DuplicateVoterException::new);
        table.put(ErrorCode.VOTER_NOT_FOUND, VoterNotFoundException::new);
        table.put(ErrorCode.INVALID_REGULAR_EXPRESSION, InvalidRegularExpression::new);
        table.put(ErrorCode.REBOOTSTRAP_REQUIRED, RebootstrapRequiredException::new);
        table.put(ErrorCode.STREAMS_INVALID_TOPOLOGY, StreamsInvalidTopologyException::new);
        table.put(
                ErrorCode.STREAMS_INVALID_TOPOLOGY_EPOCH,
                StreamsInvalidTopologyEpochException::new);
        table.put(ErrorCode.STREAMS_TOPOLOGY_FENCED, StreamsTopologyFencedException::new);
        table.put(ErrorCode.SHARE_SESSION_LIMIT_REACHED, ShareSessionLimitReachedException::new);
    }
}
