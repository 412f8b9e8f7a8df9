package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.bool;
import static io.leat.log.broker.config.ConfigKey.float64;
import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.int64;
import static io.leat.log.broker.config.ConfigKey.list;
import static io.leat.log.broker.config.ConfigKey.secret;
import static io.leat.log.broker.config.ConfigKey.string;

import io.leat.log.runtime.Secret;
import java.util.List;
import java.util.Map;

/** The settings of a broker that have an effect. What else is accepted: {@link OtherBrokerKeys}. */
public final class BrokerKeys {

    // Who and where it is
    public static final ConfigKey<Integer> NODE_ID =
            int32("node.id", 1, 0, "The number of this node; stays with its data directory.");
    public static final ConfigKey<String> CLUSTER_ID =
            string("cluster.id", null, "The id a new data directory gets; random if unset.");
    public static final ConfigKey<String> RACK = string("broker.rack", null, "Where it stands.");
    public static final ConfigKey<List<String>> LISTENERS =
            list(
                    "listeners",
                    "PLAINTEXT://127.0.0.1:9092",
                    List.of(),
                    "Where it listens: NAME://host:port; port 0 is any free one.");
    public static final ConfigKey<List<String>> ADVERTISED_LISTENERS =
            list(
                    "advertised.listeners",
                    null,
                    List.of(),
                    "What clients are told; if unset, the address each client reached.");
    public static final ConfigKey<List<String>> LOG_DIRS =
            list(
                    "log.dirs",
                    null,
                    List.of(),
                    "Where the data is: one folder or several, mostly each on a disk of its own.");
    public static final ConfigKey<List<String>> CORDONED_LOG_DIRS =
            list(
                    "cordoned.log.dirs",
                    "",
                    List.of(),
                    "Those of log.dirs that take no new replicas, or * for all (KIP-1066).");
    public static final ConfigKey<Boolean> INSECURE =
            bool(
                    "leat.insecure",
                    false,
                    "Allows a listener that other machines can reach and where nobody has to prove"
                            + " who he is.");
    public static final ConfigKey<Integer> EVENT_LOOPS =
            int32("leat.event.loops", 0, 0, 1024, "Event loops, one a shard; 0 is half the cores.");

    // Connections
    public static final ConfigKey<Integer> REQUEST_BYTES_MAX =
            int32("socket.request.max.bytes", 104_857_600, 1, "Longer requests close.");
    public static final ConfigKey<Long> CONNECTION_IDLE_MS =
            int64("connections.max.idle.ms", 600_000L, -1, "Idle ones close; -1 is never.");

    public static final ConfigKey<Long> REQUEST_MEMORY =
            int64(
                    "queued.max.request.bytes",
                    -1L,
                    -1,
                    "Memory of all requests that are not answered yet: beyond it nothing is read"
                            + " from whoever sends large ones; -1 is half of what the heap may"
                            + " be.");
    public static final ConfigKey<Long> SLOW_REQUEST_MS =
            int64(
                    "leat.slow.request.ms",
                    5_000L,
                    -1,
                    "Requests that take longer, beyond what the client asked to be kept waiting,"
                            + " are logged; -1 is none.");
    public static final ConfigKey<String> ADMIN_LISTENER =
            string(
                    "leat.admin.listener",
                    null,
                    "Where /metrics and /health are answered over HTTP: host:port; nowhere if"
                            + " unset.");
    public static final ConfigKey<Secret> ADMIN_TOKEN =
            secret(
                    "leat.admin.token",
                    "What whoever asks for /metrics has to show (Authorization: Bearer ...)."
                            + " Required for an address that other machines reach.");

    // Topics
    public static final ConfigKey<Boolean> AUTO_CREATE_TOPICS =
            bool("auto.create.topics.enable", true, "A first use creates the topic.");
    public static final ConfigKey<Boolean> DELETE_TOPICS =
            bool("delete.topic.enable", true, "Whether topics can be deleted.");
    public static final ConfigKey<Integer> NUM_PARTITIONS =
            int32("num.partitions", 1, 1, "Partitions of a topic created without a number.");
    public static final ConfigKey<Integer> REPLICATION_FACTOR =
            int32("default.replication.factor", 3, 1, 32_767, "If not said; at most the brokers.");
    public static final ConfigKey<Long> RETENTION_CHECK_MS =
            int64("log.retention.check.interval.ms", 300_000L, 1, "How often retention runs.");
    public static final ConfigKey<Long> CLEANER_BACKOFF_MS =
            int64("log.cleaner.backoff.ms", 15_000L, 0, "How often compaction looks for work.");

    public static final ConfigKey<Long> CLEANER_KEYS_BYTES =
            int64(
                    "log.cleaner.dedupe.buffer.size",
                    134_217_728L,
                    1_048_576,
                    "Memory of compaction for keys, at most an eighth of the heap.");
    public static final ConfigKey<Double> CLEANER_BYTES_PER_SECOND =
            float64(
                    "log.cleaner.io.max.bytes.per.second",
                    Double.MAX_VALUE,
                    1,
                    Double.MAX_VALUE,
                    "How fast compaction reads and writes.");
    public static final ConfigKey<Integer> CLEANER_THREADS =
            int32("log.cleaner.threads", 1, 1, 64, "Compactions that run beside each other.");

    // Fetching and producing
    public static final ConfigKey<Integer> FETCH_BYTES_MAX =
            int32("fetch.max.bytes", 57_671_680, 1024, "Largest fetch response.");
    public static final ConfigKey<Integer> FETCH_SESSIONS_MAX =
            int32("max.incremental.fetch.session.cache.slots", 1000, 0, "Fetch sessions kept.");
    public static final ConfigKey<Integer> PRODUCER_ID_EXPIRATION_MS =
            int32("producer.id.expiration.ms", 86_400_000, 1, "Idle producers are forgotten.");
    public static final ConfigKey<Integer> DESCRIBE_PARTITIONS_MAX =
            int32("max.request.partition.size.limit", 2000, 1, "Partitions a page describes.");

    // Groups
    public static final ConfigKey<Integer> OFFSETS_PARTITIONS =
            int32("offsets.topic.num.partitions", 50, 1, "Partitions of __consumer_offsets.");
    public static final ConfigKey<Integer> OFFSETS_REPLICATION =
            int32(
                    "offsets.topic.replication.factor",
                    3,
                    1,
                    32_767,
                    "Replicas of __consumer_offsets, at most as many as there are brokers.");
    public static final ConfigKey<Integer> OFFSETS_SEGMENT_BYTES =
            int32("offsets.topic.segment.bytes", 104_857_600, 1, "Its segments.");
    public static final ConfigKey<Integer> OFFSETS_RETENTION_MINUTES =
            int32("offsets.retention.minutes", 10_080, 1, "Kept after the group is empty.");
    public static final ConfigKey<Long> OFFSETS_RETENTION_CHECK_MS =
            int64("offsets.retention.check.interval.ms", 600_000L, 1, "How often that is done.");
    public static final ConfigKey<Integer> OFFSET_METADATA_BYTES_MAX =
            int32("offset.metadata.max.bytes", 4096, 0, "Text stored with an offset.");
    public static final ConfigKey<Integer> OFFSET_COMMIT_TIMEOUT_MS =
            int32("offsets.commit.timeout.ms", 5000, 1, "How long a commit may take.");
    public static final ConfigKey<Integer> GROUP_MIN_SESSION_TIMEOUT_MS =
            int32("group.min.session.timeout.ms", 6000, 0, "Shortest session timeout.");
    public static final ConfigKey<Integer> GROUP_MAX_SESSION_TIMEOUT_MS =
            int32("group.max.session.timeout.ms", 1_800_000, 0, "Longest session timeout.");
    public static final ConfigKey<Integer> GROUP_INITIAL_REBALANCE_DELAY_MS =
            int32("group.initial.rebalance.delay.ms", 3000, 0, "Waits for more first members.");
    public static final ConfigKey<Integer> GROUP_MAX_SIZE =
            int32("group.max.size", Integer.MAX_VALUE, 1, "Members of one group.");

    // Transactions
    public static final ConfigKey<Integer> TRANSACTION_PARTITIONS =
            int32("transaction.state.log.num.partitions", 50, 1, "Of __transaction_state.");
    public static final ConfigKey<Integer> TRANSACTION_REPLICATION =
            int32(
                    "transaction.state.log.replication.factor",
                    3,
                    1,
                    32_767,
                    "Replicas of __transaction_state, at most as many as there are brokers.");
    public static final ConfigKey<Integer> TRANSACTION_MIN_ISR =
            int32("transaction.state.log.min.isr", 2, 1, "At most its replicas.");
    public static final ConfigKey<Integer> TRANSACTION_SEGMENT_BYTES =
            int32("transaction.state.log.segment.bytes", 104_857_600, 1, "Its segments.");
    public static final ConfigKey<Integer> TRANSACTION_TIMEOUT_MAX_MS =
            int32("transaction.max.timeout.ms", 900_000, 1, "Longest transaction timeout.");
    public static final ConfigKey<Integer> TRANSACTION_ABORT_CHECK_MS =
            int32(
                    "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                    10_000,
                    1,
                    "How often transactions that took too long are aborted.");
    public static final ConfigKey<Integer> TRANSACTIONAL_ID_EXPIRATION_MS =
            int32("transactional.id.expiration.ms", 604_800_000, 1, "Idle ids are forgotten.");
    public static final ConfigKey<Integer> TRANSACTIONAL_ID_CHECK_MS =
            int32(
                    "transaction.remove.expired.transaction.cleanup.interval.ms",
                    3_600_000,
                    1,
                    "How often that is done.");
    public static final ConfigKey<Boolean> TRANSACTION_VERIFICATION =
            bool(
                    "transaction.partition.verification.enable",
                    true,
                    "Asks the coordinator before the first write of a transaction (KIP-890).");

    /** All of them, by name. */
    public static final Map<String, ConfigKey<?>> ALL =
            TopicKeys.byName(
                    ClusterKeys.LIST,
                    ConsumerGroupKeys.LIST,
                    StreamsGroupKeys.LIST,
                    ElectionKeys.LIST,
                    ReplicationKeys.LIST,
                    SecurityKeys.LIST,
                    ShareKeys.LIST,
                    QuotaKeys.LIST,
                    List.copyOf(TopicDefaults.KEYS.values()),
                    List.of(
                            NODE_ID,
                            CLUSTER_ID,
                            RACK,
                            LISTENERS,
                            ADVERTISED_LISTENERS,
                            LOG_DIRS,
                            CORDONED_LOG_DIRS,
                            INSECURE,
                            EVENT_LOOPS,
                            REQUEST_BYTES_MAX,
                            CONNECTION_IDLE_MS,
                            REQUEST_MEMORY,
                            SLOW_REQUEST_MS,
                            ClientMetricsKeys.MAX_BYTES,
                            ADMIN_LISTENER,
                            ADMIN_TOKEN,
                            AUTO_CREATE_TOPICS,
                            DELETE_TOPICS,
                            NUM_PARTITIONS,
                            REPLICATION_FACTOR,
                            RETENTION_CHECK_MS,
                            CLEANER_BACKOFF_MS,
                            CLEANER_KEYS_BYTES,
                            CLEANER_BYTES_PER_SECOND,
                            CLEANER_THREADS,
                            FETCH_BYTES_MAX,
                            FETCH_SESSIONS_MAX,
                            PRODUCER_ID_EXPIRATION_MS,
                            DESCRIBE_PARTITIONS_MAX,
                            OFFSETS_PARTITIONS,
                            OFFSETS_REPLICATION,
                            OFFSETS_SEGMENT_BYTES,
                            OFFSETS_RETENTION_MINUTES,
                            OFFSETS_RETENTION_CHECK_MS,
                            OFFSET_METADATA_BYTES_MAX,
                            OFFSET_COMMIT_TIMEOUT_MS,
                            GROUP_MIN_SESSION_TIMEOUT_MS,
                            GROUP_MAX_SESSION_TIMEOUT_MS,
                            GROUP_INITIAL_REBALANCE_DELAY_MS,
                            GROUP_MAX_SIZE,
                            TRANSACTION_PARTITIONS,
                            TRANSACTION_REPLICATION,
                            TRANSACTION_MIN_ISR,
                            TRANSACTION_SEGMENT_BYTES,
                            TRANSACTION_TIMEOUT_MAX_MS,
                            TRANSACTION_ABORT_CHECK_MS,
                            TRANSACTIONAL_ID_EXPIRATION_MS,
                            TRANSACTIONAL_ID_CHECK_MS,
                            TRANSACTION_VERIFICATION));

    private BrokerKeys() {}
}
