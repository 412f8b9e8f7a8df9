package io.leat.log.protocol;

/** What a response can say went wrong, with the number it has on the wire. */
public enum ErrorCode {
    UNKNOWN_SERVER_ERROR(-1, "The server failed in a way it did not expect; its log says more"),
    NONE(0, "No error"),
    OFFSET_OUT_OF_RANGE(1, "The offset is outside what the partition holds"),
    CORRUPT_MESSAGE(
            2,
            true,
            "A record batch is damaged: checksum, size or a missing key of a compacted topic"),
    UNKNOWN_TOPIC_OR_PARTITION(3, true, "The broker has no such topic or partition"),
    INVALID_FETCH_SIZE(4, "The fetch size is not acceptable"),
    LEADER_NOT_AVAILABLE(
            5, true, "The partition has no leader right now; an election is under way"),
    NOT_LEADER_OR_FOLLOWER(6, true, "The broker is neither leader nor follower of the partition"),
    REQUEST_TIMED_OUT(7, true, "The request took longer than its timeout"),
    BROKER_NOT_AVAILABLE(8, "The broker cannot be reached"),
    REPLICA_NOT_AVAILABLE(9, true, "The broker holds no replica of the partition"),
    MESSAGE_TOO_LARGE(10, "A record is larger than the server accepts"),
    STALE_CONTROLLER_EPOCH(11, "The controller has moved to another node"),
    OFFSET_METADATA_TOO_LARGE(12, "The metadata stored with an offset is too large"),
    NETWORK_EXCEPTION(13, true, "The connection ended before the response came"),
    COORDINATOR_LOAD_IN_PROGRESS(14, true, "The coordinator is still loading its state"),
    COORDINATOR_NOT_AVAILABLE(15, true, "No coordinator is available"),
    NOT_COORDINATOR(16, true, "The broker is not the coordinator asked for"),
    INVALID_TOPIC_EXCEPTION(17, "The topic name is not allowed"),
    RECORD_LIST_TOO_LARGE(18, "The record batch is larger than a segment may be"),
    NOT_ENOUGH_REPLICAS(
            19, true, "Fewer replicas are in sync than the topic requires; nothing was written"),
    NOT_ENOUGH_REPLICAS_AFTER_APPEND(
            20,
            true,
            "The records were written, but fewer replicas hold them than the topic requires"),
    INVALID_REQUIRED_ACKS(21, "The number of acknowledgements asked for is not 0, 1 or all"),
    ILLEGAL_GENERATION(22, "The generation of the group is another one"),
    INCONSISTENT_GROUP_PROTOCOL(23, "The member shares no assignment protocol with its group"),
    INVALID_GROUP_ID(24, "The group id is not allowed"),
    UNKNOWN_MEMBER_ID(25, "The coordinator does not know the member"),
    INVALID_SESSION_TIMEOUT(26, "The session timeout is outside the range the broker allows"),
    REBALANCE_IN_PROGRESS(27, "The group is rebalancing; the member has to join again"),
    INVALID_COMMIT_OFFSET_SIZE(28, "The committed offset with its metadata is too large"),
    TOPIC_AUTHORIZATION_FAILED(29, "Not authorized for the topic"),
    GROUP_AUTHORIZATION_FAILED(30, "Not authorized for the group"),
    CLUSTER_AUTHORIZATION_FAILED(31, "Not authorized for the cluster"),
    INVALID_TIMESTAMP(32, "The timestamp of a record is outside the accepted range"),
    UNSUPPORTED_SASL_MECHANISM(33, "The broker does not offer the SASL mechanism"),
    ILLEGAL_SASL_STATE(34, "The request does not fit the state of the SASL exchange"),
    UNSUPPORTED_VERSION(35, "The broker does not support this version of the request"),
    TOPIC_ALREADY_EXISTS(36, "A topic of this name exists already"),
    INVALID_PARTITIONS(37, "The number of partitions is not acceptable"),
    INVALID_REPLICATION_FACTOR(
            38, "The replication factor is below 1 or above the number of brokers"),
    INVALID_REPLICA_ASSIGNMENT(39, "The replica assignment is not acceptable"),
    INVALID_CONFIG(40, "A setting is not acceptable"),
    NOT_CONTROLLER(41, true, "The node is not the active controller"),
    INVALID_REQUEST(
            42, "The request makes no sense to the server; the client may be faulty or too new"),
    UNSUPPORTED_FOR_MESSAGE_FORMAT(43, "The record format of the topic cannot serve the request"),
    POLICY_VIOLATION(44, "A policy of the server refuses the request"),
    OUT_OF_ORDER_SEQUENCE_NUMBER(45, "A batch of the producer is missing before this one"),
    DUPLICATE_SEQUENCE_NUMBER(46, "The batch was written before"),
    INVALID_PRODUCER_EPOCH(47, "The producer's epoch is old"),
    INVALID_TXN_STATE(48, "The operation does not fit the state of the transaction"),
    INVALID_PRODUCER_ID_MAPPING(49, "The producer id does not belong to the transactional id"),
    INVALID_TRANSACTION_TIMEOUT(50, "The transaction timeout is larger than the broker allows"),
    CONCURRENT_TRANSACTIONS(
            51, true, "Another operation on the same transaction is still going on"),
    TRANSACTION_COORDINATOR_FENCED(
            52, "The coordinator that sent the transaction marker has been replaced"),
    TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, "Not authorized for the transactional id"),
    SECURITY_DISABLED(54, "The server runs without security"),
    OPERATION_NOT_ATTEMPTED(
            55, "The operation was not tried, because another one in the request failed"),
    KAFKA_STORAGE_ERROR(56, true, "The broker's disk failed"),
    LOG_DIR_NOT_FOUND(57, "The broker has no such log directory"),
    SASL_AUTHENTICATION_FAILED(58, "The credentials were refused"),
    UNKNOWN_PRODUCER_ID(59, "The broker has forgotten the producer: its records were deleted"),
    REASSIGNMENT_IN_PROGRESS(60, "The partition is being reassigned already"),
    DELEGATION_TOKEN_AUTH_DISABLED(61, "Delegation tokens are switched off"),
    DELEGATION_TOKEN_NOT_FOUND(62, "The server has no such delegation token"),
    DELEGATION_TOKEN_OWNER_MISMATCH(63, "The principal is neither owner nor renewer of the token"),
    DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(
            64,
            "Delegation tokens need an encrypted connection that was not itself authenticated by a token"),
    DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, "Not authorized for the delegation token"),
    DELEGATION_TOKEN_EXPIRED(66, "The delegation token has expired"),
    INVALID_PRINCIPAL_TYPE(67, "The type of principal is not supported"),
    NON_EMPTY_GROUP(68, "The group still has members"),
    GROUP_ID_NOT_FOUND(69, "There is no group of this id"),
    FETCH_SESSION_ID_NOT_FOUND(70, true, "The broker has no such fetch session"),
    INVALID_FETCH_SESSION_EPOCH(71, true, "The epoch does not continue the fetch session"),
    LISTENER_NOT_FOUND(72, true, "The leader has no listener of the name the client came by"),
    TOPIC_DELETION_DISABLED(73, "Topics may not be deleted on this server"),
    FENCED_LEADER_EPOCH(74, true, "The leader epoch of the request is older than the broker's"),
    UNKNOWN_LEADER_EPOCH(75, true, "The leader epoch of the request is newer than the broker's"),
    UNSUPPORTED_COMPRESSION_TYPE(76, "The client cannot read the compression of the partition"),
    STALE_BROKER_EPOCH(77, "The broker has registered again since"),
    OFFSET_NOT_AVAILABLE(78, true, "The new leader does not know its high watermark yet"),
    MEMBER_ID_REQUIRED(79, "The member has to join again with the id it was given"),
    PREFERRED_LEADER_NOT_AVAILABLE(80, true, "The preferred leader is not available"),
    GROUP_MAX_SIZE_REACHED(81, "The group is full"),
    FENCED_INSTANCE_ID(82, "Another consumer uses the same group.instance.id"),
    ELIGIBLE_LEADERS_NOT_AVAILABLE(83, true, "No replica that may become leader is available"),
    ELECTION_NOT_NEEDED(84, true, "The leader is the right one already"),
    NO_REASSIGNMENT_IN_PROGRESS(85, "The partition is not being reassigned"),
    GROUP_SUBSCRIBED_TO_TOPIC(86, "The group is still subscribed to the topic"),
    INVALID_RECORD(87, "The broker refuses a record"),
    UNSTABLE_OFFSET_COMMIT(88, true, "An open transaction still holds offsets of the group"),
    THROTTLING_QUOTA_EXCEEDED(89, true, "The client exceeds its quota"),
    PRODUCER_FENCED(90, "A newer producer uses the same transactional id"),
    RESOURCE_NOT_FOUND(91, "The resource does not exist"),
    DUPLICATE_RESOURCE(92, "The request names a resource twice"),
    UNACCEPTABLE_CREDENTIAL(93, "The credential does not meet the rules"),
    INCONSISTENT_VOTER_SET(94, "A sender or receiver of the request is no voter"),
    INVALID_UPDATE_VERSION(95, "The version of the update is not acceptable"),
    FEATURE_UPDATE_FAILED(96, "The feature could not be updated"),
    PRINCIPAL_DESERIALIZATION_FAILURE(97, "The forwarded principal could not be read"),
    SNAPSHOT_NOT_FOUND(98, "There is no such snapshot"),
    POSITION_OUT_OF_RANGE(99, "The position is outside the snapshot"),
    UNKNOWN_TOPIC_ID(100, true, "The broker has no topic of this id"),
    DUPLICATE_BROKER_REGISTRATION(101, "Another running broker uses this id"),
    BROKER_ID_NOT_REGISTERED(102, "No broker of this id is registered"),
    INCONSISTENT_TOPIC_ID(103, true, "The topic id differs from that of the log"),
    INCONSISTENT_CLUSTER_ID(104, "The cluster id is another one"),
    TRANSACTIONAL_ID_NOT_FOUND(105, "There is no such transactional id"),
    FETCH_SESSION_TOPIC_ID_ERROR(106, true, "The fetch session mixes topic ids and names"),
    INELIGIBLE_REPLICA(107, "A replica may not join the in-sync replicas"),
    NEW_LEADER_ELECTED(108, "The change was made, and it moved the leader elsewhere"),
    OFFSET_MOVED_TO_TIERED_STORAGE(109, "The records of this offset are in remote storage"),
    FENCED_MEMBER_EPOCH(
            110, "The epoch of the member is old; it has to give up its partitions and join again"),
    UNRELEASED_INSTANCE_ID(111, "The former member of this group.instance.id has not left yet"),
    UNSUPPORTED_ASSIGNOR(112, "The group does not support the assignor"),
    STALE_MEMBER_EPOCH(113, "The epoch of the member is old; it learns the new one by a heartbeat"),
    MISMATCHED_ENDPOINT_TYPE(114, "The request went to the wrong kind of endpoint"),
    UNSUPPORTED_ENDPOINT_TYPE(115, "The server does not support this kind of endpoint"),
    UNKNOWN_CONTROLLER_ID(116, "There is no controller of this id"),
    UNKNOWN_SUBSCRIPTION_ID(117, "The telemetry subscription is unknown or old"),
    TELEMETRY_TOO_LARGE(118, "The telemetry is larger than the broker accepts"),
    INVALID_REGISTRATION(119, "The controller refuses the registration"),
    TRANSACTION_ABORTABLE(
            120, "The transaction cannot go on; abort it to use the transactional id again"),
    INVALID_RECORD_STATE(121, "The record is not in a state in which it can be acknowledged"),
    SHARE_SESSION_NOT_FOUND(122, true, "The broker has no such share session"),
    INVALID_SHARE_SESSION_EPOCH(123, true, "The epoch does not continue the share session"),
    FENCED_STATE_EPOCH(124, "The epoch of the share group's state is another one"),
    INVALID_VOTER_KEY(125, "The voter's key is not that of the replica"),
    DUPLICATE_VOTER(126, "The voter is in the set already"),
    VOTER_NOT_FOUND(127, "The voter is not in the set"),
    INVALID_REGULAR_EXPRESSION(128, "The regular expression cannot be read"),
    REBOOTSTRAP_REQUIRED(
            129, "The client knows too little of the cluster; it has to bootstrap again"),
    STREAMS_INVALID_TOPOLOGY(130, "The topology of the streams group is not acceptable"),
    STREAMS_INVALID_TOPOLOGY_EPOCH(131, "The epoch of the topology is not acceptable"),
    STREAMS_TOPOLOGY_FENCED(132, "The epoch of the topology is old"),
    SHARE_SESSION_LIMIT_REACHED(133, true, "The broker has as many share sessions as it allows");

    /** The errors at code + 1: the codes are -1, 0, 1... without a gap. */
    private static final ErrorCode[] BY_CODE = values();

    private final short code;
    private final boolean retriable;
    private final String message;

    ErrorCode(int code, String message) {
        this(code, false, message);
    }

    ErrorCode(int code, boolean retriable, String message) {
        this.code = (short) code;
        this.retriable = retriable;
        this.message = message;
    }

    /** The number on the wire. */
    public short code() {
        return code;
    }

    /** Whether the same request may succeed later. */
    public boolean retriable() {
        return retriable;
    }

    /** One sentence for the person at the terminal, without the final period. */
    public String message() {
        return message;
    }

    /** The error of {@code code}; {@link #UNKNOWN_SERVER_ERROR} for numbers newer than Leat. */
    public static ErrorCode forCode(int code) {
        int index = code + 1;
        return index >= 0 && index < BY_CODE.length ? BY_CODE[index] : UNKNOWN_SERVER_ERROR;
    }
}
