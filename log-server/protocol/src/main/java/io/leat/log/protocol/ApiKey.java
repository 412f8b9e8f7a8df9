package io.leat.log.protocol;

import static io.leat.log.protocol.Versions.NEVER;

import org.jspecify.annotations.Nullable;

/**
 * The requests there are, with the versions their schemas have. What a broker really offers is the
 * business of its own support table.
 */
public enum ApiKey {
    PRODUCE(0, 0, 3, 13, 9),
    FETCH(1, 0, 4, 18, 12),
    LIST_OFFSETS(2, 0, 1, 11, 6),
    METADATA(3, 0, 13, 9),
    OFFSET_COMMIT(8, 0, 2, 10, 8),
    OFFSET_FETCH(9, 0, 1, 10, 6),
    FIND_COORDINATOR(10, 0, 6, 3),
    JOIN_GROUP(11, 0, 9, 6),
    HEARTBEAT(12, 0, 4, 4),
    LEAVE_GROUP(13, 0, 5, 4),
    SYNC_GROUP(14, 0, 5, 4),
    DESCRIBE_GROUPS(15, 0, 6, 5),
    LIST_GROUPS(16, 0, 5, 3),
    SASL_HANDSHAKE(17, 0, 1, NEVER),
    API_VERSIONS(18, 0, 4, 3),
    CREATE_TOPICS(19, 0, 2, 7, 5),
    DELETE_TOPICS(20, 0, 1, 6, 4),
    DELETE_RECORDS(21, 0, 2, 2),
    INIT_PRODUCER_ID(22, 0, 6, 2),
    OFFSET_FOR_LEADER_EPOCH(23, 2, 4, 4),
    ADD_PARTITIONS_TO_TXN(24, 0, 5, 3),
    ADD_OFFSETS_TO_TXN(25, 0, 4, 3),
    END_TXN(26, 0, 5, 3),
    WRITE_TXN_MARKERS(27, 1, 2, 1),
    TXN_OFFSET_COMMIT(28, 0, 5, 3),
    DESCRIBE_ACLS(29, 0, 1, 3, 2),
    CREATE_ACLS(30, 0, 1, 3, 2),
    DELETE_ACLS(31, 0, 1, 3, 2),
    DESCRIBE_CONFIGS(32, 0, 1, 4, 4),
    ALTER_CONFIGS(33, 0, 2, 2),
    ALTER_REPLICA_LOG_DIRS(34, 1, 2, 2),
    DESCRIBE_LOG_DIRS(35, 1, 5, 2),
    SASL_AUTHENTICATE(36, 0, 2, 2),
    CREATE_PARTITIONS(37, 0, 3, 2),
    CREATE_DELEGATION_TOKEN(38, 1, 3, 2),
    RENEW_DELEGATION_TOKEN(39, 1, 2, 2),
    EXPIRE_DELEGATION_TOKEN(40, 1, 2, 2),
    DESCRIBE_DELEGATION_TOKEN(41, 1, 3, 2),
    DELETE_GROUPS(42, 0, 2, 2),
    ELECT_LEADERS(43, 0, 2, 2),
    INCREMENTAL_ALTER_CONFIGS(44, 0, 1, 1),
    ALTER_PARTITION_REASSIGNMENTS(45, 0, 1, 0),
    LIST_PARTITION_REASSIGNMENTS(46, 0, 0, 0),
    OFFSET_DELETE(47, 0, 0, NEVER),
    DESCRIBE_CLIENT_QUOTAS(48, 0, 1, 1),
    ALTER_CLIENT_QUOTAS(49, 0, 1, 1),
    DESCRIBE_USER_SCRAM_CREDENTIALS(50, 0, 0, 0),
    ALTER_USER_SCRAM_CREDENTIALS(51, 0, 0, 0),
    VOTE(52, 0, 2, 0),
    BEGIN_QUORUM_EPOCH(53, 0, 1, 1),
    END_QUORUM_EPOCH(54, 0, 1, 1),
    DESCRIBE_QUORUM(55, 0, 2, 0),
    ALTER_PARTITION(56, 2, 3, 0),
    UPDATE_FEATURES(57, 0, 2, 0),
    ENVELOPE(58, 0, 0, 0),
    FETCH_SNAPSHOT(59, 0, 1, 0),
    DESCRIBE_CLUSTER(60, 0, 2, 0),
    DESCRIBE_PRODUCERS(61, 0, 0, 0),
    BROKER_REGISTRATION(62, 0, 4, 0),
    BROKER_HEARTBEAT(63, 0, 2, 0),
    UNREGISTER_BROKER(64, 0, 0, 0),
    DESCRIBE_TRANSACTIONS(65, 0, 0, 0),
    LIST_TRANSACTIONS(66, 0, 2, 0),
    ALLOCATE_PRODUCER_IDS(67, 0, 0, 0),
    CONSUMER_GROUP_HEARTBEAT(68, 0, 1, 0),
    CONSUMER_GROUP_DESCRIBE(69, 0, 1, 0),
    CONTROLLER_REGISTRATION(70, 0, 0, 0),
    GET_TELEMETRY_SUBSCRIPTIONS(71, 0, 0, 0),
    PUSH_TELEMETRY(72, 0, 0, 0),
    ASSIGN_REPLICAS_TO_DIRS(73, 0, 0, 0),
    LIST_CONFIG_RESOURCES(74, 0, 1, 0),
    DESCRIBE_TOPIC_PARTITIONS(75, 0, 0, 0),
    SHARE_GROUP_HEARTBEAT(76, 1, 1, 0),
    SHARE_GROUP_DESCRIBE(77, 1, 1, 0),
    SHARE_FETCH(78, 1, 2, 0),
    SHARE_ACKNOWLEDGE(79, 1, 2, 0),
    ADD_RAFT_VOTER(80, 0, 1, 0),
    REMOVE_RAFT_VOTER(81, 0, 0, 0),
    UPDATE_RAFT_VOTER(82, 0, 0, 0),
    INITIALIZE_SHARE_GROUP_STATE(83, 0, 0, 0),
    READ_SHARE_GROUP_STATE(84, 0, 0, 0),
    WRITE_SHARE_GROUP_STATE(85, 0, 1, 0),
    DELETE_SHARE_GROUP_STATE(86, 0, 0, 0),
    READ_SHARE_GROUP_STATE_SUMMARY(87, 0, 1, 0),
    STREAMS_GROUP_HEARTBEAT(88, 0, 0, 0),
    STREAMS_GROUP_DESCRIBE(89, 0, 0, 0),
    DESCRIBE_SHARE_GROUP_OFFSETS(90, 0, 1, 0),
    ALTER_SHARE_GROUP_OFFSETS(91, 0, 0, 0),
    DELETE_SHARE_GROUP_OFFSETS(92, 0, 0, 0);

    private static final @Nullable ApiKey[] BY_ID = byId();

    private final short id;
    private final short baseline;
    private final Versions versions;

    ApiKey(int id, int lowest, int highest, int firstFlexible) {
        this(id, lowest, lowest, highest, firstFlexible);
    }

    ApiKey(int id, int lowest, int baseline, int highest, int firstFlexible) {
        this.id = (short) id;
        this.baseline = (short) baseline;
        this.versions = Versions.of(lowest, highest, firstFlexible);
    }

    /** The number on the wire. */
    public short id() {
        return id;
    }

    public Versions versions() {
        return versions;
    }

    public short minVersion() {
        return versions.lowest();
    }

    public short maxVersion() {
        return versions.highest();
    }

    /**
     * The lowest version of Kafka 4 (KIP-896), below which clients of ours do not go. Versions
     * before it are for clients from before Kafka 0.11 to 2.1.
     */
    public short baselineVersion() {
        return baseline;
    }

    /** The highest version that may be offered: version 6 of INIT_PRODUCER_ID is a draft. */
    public short maxStableVersion() {
        return this == INIT_PRODUCER_ID ? 5 : maxVersion();
    }

    /** Whether {@code version}, known or not, is in the flexible encoding. */
    public boolean flexible(int version) {
        return versions.flexible(version);
    }

    /** The key of number {@code id}, or null if there is none. */
    public static @Nullable ApiKey forId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    private static @Nullable ApiKey[] byId() {
        ApiKey[] all = values();
        @Nullable ApiKey[] byId = new ApiKey[all[all.length - 1].id + 1];
        for (ApiKey key : all) {
            byId[key.id] = key;
        }
        return byId;
    }
}
