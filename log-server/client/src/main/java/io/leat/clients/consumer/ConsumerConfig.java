package io.leat.clients.consumer;

import io.leat.clients.CommonClientConfigs;
import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.CaseInsensitiveValidString;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.Range;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import io.leat.common.serialization.Deserializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The settings of a consumer: keys, types, defaults and allowed values are Kafka's. Immutable. */
public class ConsumerConfig extends AbstractConfig {

    /** Brokers to start from, as host:port with commas; the others are found through them. */
    public static final String BOOTSTRAP_SERVERS_CONFIG =
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    /** Whether to try all addresses of a host name in turn, or only canonical names. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG =
            CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG;

    /** The group whose members share the partitions and whose offsets are committed. */
    public static final String GROUP_ID_CONFIG = "group.id";

    /**
     * A name that makes this a static member, which keeps its partitions over a restart (KIP-345).
     */
    public static final String GROUP_INSTANCE_ID_CONFIG = "group.instance.id";

    /**
     * How long the coordinator waits for a heartbeat before it drops the member, in milliseconds.
     */
    public static final String SESSION_TIMEOUT_MS_CONFIG = "session.timeout.ms";

    /** Time between heartbeats, in milliseconds; at most a third of the session timeout. */
    public static final String HEARTBEAT_INTERVAL_MS_CONFIG = "heartbeat.interval.ms";

    /** Assignors this member offers, the preferred first. */
    public static final String PARTITION_ASSIGNMENT_STRATEGY_CONFIG =
            "partition.assignment.strategy";

    /** Metadata older than this is fetched anew, in milliseconds. */
    public static final String METADATA_MAX_AGE_CONFIG =
            CommonClientConfigs.METADATA_MAX_AGE_CONFIG;

    /** Whether positions are committed in the background of polling. */
    public static final String ENABLE_AUTO_COMMIT_CONFIG = "enable.auto.commit";

    /** Time between automatic commits, in milliseconds. */
    public static final String AUTO_COMMIT_INTERVAL_MS_CONFIG = "auto.commit.interval.ms";

    /** Name of this client in the logs and quotas of the broker. */
    public static final String CLIENT_ID_CONFIG = CommonClientConfigs.CLIENT_ID_CONFIG;

    /** Where this client stands; fetches go to a replica of the same rack (KIP-392). */
    public static final String CLIENT_RACK_CONFIG = "client.rack";

    /** Most bytes of one partition in one fetch; a larger first batch still comes. */
    public static final String MAX_PARTITION_FETCH_BYTES_CONFIG = "max.partition.fetch.bytes";

    /** Size of the socket send buffer; the system chooses it whatever is given. */
    public static final String SEND_BUFFER_CONFIG = CommonClientConfigs.SEND_BUFFER_CONFIG;

    /** Size of the socket receive buffer; the system chooses it whatever is given. */
    public static final String RECEIVE_BUFFER_CONFIG = CommonClientConfigs.RECEIVE_BUFFER_CONFIG;

    /** The broker answers a fetch once it has this many bytes. */
    public static final String FETCH_MIN_BYTES_CONFIG = "fetch.min.bytes";

    /** Most bytes in one fetch; a larger first batch still comes. */
    public static final String FETCH_MAX_BYTES_CONFIG = "fetch.max.bytes";

    /** The broker answers a fetch after this long at the latest, in milliseconds. */
    public static final String FETCH_MAX_WAIT_MS_CONFIG = "fetch.max.wait.ms";

    /** First pause before connecting to the same broker again, in milliseconds. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG =
            CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG;

    /** Longest pause before connecting to the same broker again, in milliseconds. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG =
            CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG;

    /** First pause before a failed request is sent again, in milliseconds. */
    public static final String RETRY_BACKOFF_MS_CONFIG =
            CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG;

    /** Longest pause before a failed request is sent again, in milliseconds. */
    public static final String RETRY_BACKOFF_MAX_MS_CONFIG =
            CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG;

    /** Whether the broker may ask this client for its metrics (KIP-714). */
    public static final String ENABLE_METRICS_PUSH_CONFIG =
            CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;

    /**
     * Where to start without a valid position: earliest, latest, by_duration:PnDTnHnMnS, or none to
     * throw.
     */
    public static final String AUTO_OFFSET_RESET_CONFIG = "auto.offset.reset";

    /** Whether a share consumer accepts records by polling again: implicit, or explicit. */
    public static final String SHARE_ACKNOWLEDGEMENT_MODE_CONFIG = "share.acknowledgement.mode";

    /** Whether a share consumer gets whole batches: batch_optimized, or record_limit. */
    public static final String SHARE_ACQUIRE_MODE_CONFIG = "share.acquire.mode";

    /** Whether to verify the checksum of every batch. */
    public static final String CHECK_CRCS_CONFIG = "check.crcs";

    /** Length of one sample of a metric, in milliseconds. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG =
            CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG;

    /** How many samples a metric keeps. */
    public static final String METRICS_NUM_SAMPLES_CONFIG =
            CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG;

    /** The finest level of metrics that is recorded. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG =
            CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG;

    /** Classes that publish metrics. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG =
            CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG;

    /** Class that turns bytes into keys. */
    public static final String KEY_DESERIALIZER_CLASS_CONFIG = "key.deserializer";

    /** Class that turns bytes into values. */
    public static final String VALUE_DESERIALIZER_CLASS_CONFIG = "value.deserializer";

    /** How long to wait for a response before the connection is given up, in milliseconds. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;

    /** How long a call may take that names no timeout, in milliseconds. */
    public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = "default.api.timeout.ms";

    /** How long a connection may take to open at first, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG;

    /** How long a connection may take to open after failures, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG;

    /** An idle connection is closed after this long, in milliseconds. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG =
            CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG;

    /** Interceptors that see what is consumed and committed. */
    public static final String INTERCEPTOR_CLASSES_CONFIG = "interceptor.classes";

    /** Most records that one poll returns. */
    public static final String MAX_POLL_RECORDS_CONFIG = "max.poll.records";

    /** A member that does not poll for this long leaves its group, in milliseconds. */
    public static final String MAX_POLL_INTERVAL_MS_CONFIG = "max.poll.interval.ms";

    /** Whether subscriptions by pattern leave out internal topics. */
    public static final String EXCLUDE_INTERNAL_TOPICS_CONFIG = "exclude.internal.topics";

    /** read_committed leaves out records of aborted and open transactions. */
    public static final String ISOLATION_LEVEL_CONFIG = "isolation.level";

    /** Whether subscribing to a missing topic may create it. */
    public static final String ALLOW_AUTO_CREATE_TOPICS_CONFIG = "allow.auto.create.topics";

    /** How the group agrees on assignments: classic, or consumer (KIP-848). */
    public static final String GROUP_PROTOCOL_CONFIG = "group.protocol";

    /** Assignor on the broker, for group.protocol=consumer. */
    public static final String GROUP_REMOTE_ASSIGNOR_CONFIG = "group.remote.assignor";

    /** Classes that make security providers. */
    public static final String SECURITY_PROVIDERS_CONFIG =
            CommonClientConfigs.SECURITY_PROVIDERS_CONFIG;

    /** PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL. */
    public static final String SECURITY_PROTOCOL_CONFIG =
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG;

    /** Whether to start again from bootstrap.servers when no known broker answers. */
    public static final String METADATA_RECOVERY_STRATEGY_CONFIG =
            CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG;

    /** Start again from bootstrap.servers after this long without metadata, in milliseconds. */
    public static final String METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG =
            CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG;

    public static final int DEFAULT_MAX_POLL_RECORDS = 500;
    public static final int DEFAULT_FETCH_MIN_BYTES = 1;
    public static final int DEFAULT_FETCH_MAX_BYTES = 52_428_800;
    public static final int DEFAULT_FETCH_MAX_WAIT_MS = 500;
    public static final int DEFAULT_MAX_PARTITION_FETCH_BYTES = 1_048_576;
    public static final String DEFAULT_CLIENT_RACK = "";
    public static final boolean DEFAULT_EXCLUDE_INTERNAL_TOPICS = true;
    public static final boolean DEFAULT_ALLOW_AUTO_CREATE_TOPICS = true;
    public static final String DEFAULT_ISOLATION_LEVEL = "read_uncommitted";
    public static final String DEFAULT_GROUP_PROTOCOL = "classic";

    private static final ConfigDef CONFIG = define();

    public ConsumerConfig(Properties props) {
        super(CONFIG, props);
    }

    public ConsumerConfig(Map<String, Object> props) {
        super(CONFIG, props);
    }

    protected ConsumerConfig(Map<?, ?> props, boolean doLog) {
        super(CONFIG, props, doLog);
    }

    /** Also knows what took the place of a setting that consumers had before Kafka 0.9. */
    @Override
    public Map<String, String> unknown() {
        Map<String, String> names = super.unknown();
        names.computeIfPresent(
                "fetch.message.max.bytes", (name, nearest) -> MAX_PARTITION_FETCH_BYTES_CONFIG);
        return names;
    }

    /** Names of all settings. */
    public static Set<String> configNames() {
        return CONFIG.names();
    }

    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    /** {@code configs}, with the classes of deserializers that were given as objects. */
    static Map<String, Object> withDeserializers(
            Map<String, Object> configs, Deserializer<?> key, Deserializer<?> value) {
        Map<String, Object> all = new HashMap<>(configs);
        if (key != null) {
            all.put(KEY_DESERIALIZER_CLASS_CONFIG, key.getClass());
        }
        if (value != null) {
            all.put(VALUE_DESERIALIZER_CLASS_CONFIG, value.getClass());
        }
        return all;
    }

    private static void checkReset(String name, Object value) {
        ResetPolicy.parse(String.valueOf(value));
    }

    private static ConfigDef define() {
        ConfigDef def = CommonClientConfigs.define(new ConfigDef());
        defineMembership(def);
        defineFetching(def);
        defineRecords(def);
        definePolling(def);
        return def.withClientSslSupport().withClientSaslSupport();
    }

    private static void defineMembership(ConfigDef def) {
        def.define(
                BOOTSTRAP_SERVERS_CONFIG,
                Type.LIST,
                ConfigDef.NO_DEFAULT_VALUE,
                Importance.HIGH,
                "Brokers to start from, as host:port with commas; the others are found through them.");
        def.define(
                GROUP_ID_CONFIG,
                Type.STRING,
                null,
                Importance.HIGH,
                "The group whose members share the partitions and whose offsets are committed.");
        def.define(
                GROUP_INSTANCE_ID_CONFIG,
                Type.STRING,
                null,
                new ConfigDef.NonEmptyString(),
                Importance.MEDIUM,
                "A name that makes this a static member, which keeps its partitions over a restart (KIP-345).");
        def.define(
                SESSION_TIMEOUT_MS_CONFIG,
                Type.INT,
                45000,
                Importance.HIGH,
                "How long the coordinator waits for a heartbeat before it drops the member, in milliseconds.");
        def.define(
                HEARTBEAT_INTERVAL_MS_CONFIG,
                Type.INT,
                3000,
                Importance.HIGH,
                "Time between heartbeats, in milliseconds; at most a third of the session timeout.");
        def.define(
                PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                Type.LIST,
                List.of(RangeAssignor.class, CooperativeStickyAssignor.class),
                Importance.MEDIUM,
                "Assignors this member offers, the preferred first.");
        def.define(
                ENABLE_AUTO_COMMIT_CONFIG,
                Type.BOOLEAN,
                true,
                Importance.MEDIUM,
                "Whether positions are committed in the background of polling.");
        def.define(
                AUTO_COMMIT_INTERVAL_MS_CONFIG,
                Type.INT,
                5000,
                Range.atLeast(0),
                Importance.LOW,
                "Time between automatic commits, in milliseconds.");
        def.define(
                CLIENT_ID_CONFIG,
                Type.STRING,
                "",
                Importance.LOW,
                "Name of this client in the logs and quotas of the broker.");
        def.define(
                CLIENT_RACK_CONFIG,
                Type.STRING,
                DEFAULT_CLIENT_RACK,
                Importance.LOW,
                "Where this client stands; fetches go to a replica of the same rack (KIP-392).");
    }

    private static void defineFetching(ConfigDef def) {
        def.define(
                MAX_PARTITION_FETCH_BYTES_CONFIG,
                Type.INT,
                DEFAULT_MAX_PARTITION_FETCH_BYTES,
                Range.atLeast(0),
                Importance.HIGH,
                "Most bytes of one partition in one fetch; a larger first batch still comes.");
        def.define(
                RECEIVE_BUFFER_CONFIG,
                Type.INT,
                65536,
                Range.atLeast(-1),
                Importance.MEDIUM,
                "Accepted without effect: the system sizes the buffers of sockets.");
        def.define(
                FETCH_MIN_BYTES_CONFIG,
                Type.INT,
                DEFAULT_FETCH_MIN_BYTES,
                Range.atLeast(0),
                Importance.HIGH,
                "The broker answers a fetch once it has this many bytes.");
        def.define(
                FETCH_MAX_BYTES_CONFIG,
                Type.INT,
                DEFAULT_FETCH_MAX_BYTES,
                Range.atLeast(0),
                Importance.MEDIUM,
                "Most bytes in one fetch; a larger first batch still comes.");
        def.define(
                FETCH_MAX_WAIT_MS_CONFIG,
                Type.INT,
                DEFAULT_FETCH_MAX_WAIT_MS,
                Range.atLeast(0),
                Importance.LOW,
                "The broker answers a fetch after this long at the latest, in milliseconds.");
        def.define(
                ENABLE_METRICS_PUSH_CONFIG,
                Type.BOOLEAN,
                true,
                Importance.LOW,
                "Whether metrics are pushed to brokers that subscribed to them (KIP-714).");
        def.define(
                AUTO_OFFSET_RESET_CONFIG,
                Type.STRING,
                "latest",
                ConsumerConfig::checkReset,
                Importance.MEDIUM,
                "Where to start without a valid position: earliest, latest, by_duration:PnDTnHnMnS, or none to throw.");
    }

    private static void defineRecords(ConfigDef def) {
        def.define(
                SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                Type.STRING,
                "implicit",
                ConfigDef.ValidString.in("implicit", "explicit"),
                Importance.MEDIUM,
                "Whether a share consumer accepts records by polling again: implicit, or explicit.");
        def.define(
                SHARE_ACQUIRE_MODE_CONFIG,
                Type.STRING,
                "BATCH_OPTIMIZED",
                ConfigDef.ValidString.in(
                        "batch_optimized", "record_limit", "BATCH_OPTIMIZED", "RECORD_LIMIT"),
                Importance.MEDIUM,
                "Whether a share consumer gets whole batches: batch_optimized, or record_limit.");
        def.define(
                CHECK_CRCS_CONFIG,
                Type.BOOLEAN,
                true,
                Importance.LOW,
                "Whether to verify the checksum of every batch.");
        def.define(
                KEY_DESERIALIZER_CLASS_CONFIG,
                Type.CLASS,
                ConfigDef.NO_DEFAULT_VALUE,
                Importance.HIGH,
                "Class that turns bytes into keys.");
        def.define(
                VALUE_DESERIALIZER_CLASS_CONFIG,
                Type.CLASS,
                ConfigDef.NO_DEFAULT_VALUE,
                Importance.HIGH,
                "Class that turns bytes into values.");
        def.define(
                DEFAULT_API_TIMEOUT_MS_CONFIG,
                Type.INT,
                60000,
                Range.atLeast(0),
                Importance.MEDIUM,
                "How long a call may take that names no timeout, in milliseconds.");
        def.define(
                CONNECTIONS_MAX_IDLE_MS_CONFIG,
                Type.LONG,
                540000L,
                Importance.MEDIUM,
                "An idle connection is closed after this long, in milliseconds.");
    }

    private static void definePolling(ConfigDef def) {
        def.define(
                INTERCEPTOR_CLASSES_CONFIG,
                Type.LIST,
                List.of(),
                Importance.LOW,
                "Interceptors that see what is consumed and committed.");
        def.define(
                MAX_POLL_RECORDS_CONFIG,
                Type.INT,
                DEFAULT_MAX_POLL_RECORDS,
                Range.atLeast(1),
                Importance.MEDIUM,
                "Most records that one poll returns.");
        def.define(
                MAX_POLL_INTERVAL_MS_CONFIG,
                Type.INT,
                300000,
                Range.atLeast(1),
                Importance.MEDIUM,
                "A member that does not poll for this long leaves its group, in milliseconds.");
        def.define(
                EXCLUDE_INTERNAL_TOPICS_CONFIG,
                Type.BOOLEAN,
                DEFAULT_EXCLUDE_INTERNAL_TOPICS,
                Importance.MEDIUM,
                "Whether subscriptions by pattern leave out internal topics.");
        def.define(
                ISOLATION_LEVEL_CONFIG,
                Type.STRING,
                DEFAULT_ISOLATION_LEVEL,
                ValidString.in("read_committed", "read_uncommitted"),
                Importance.MEDIUM,
                "read_committed leaves out records of aborted and open transactions.");
        def.define(
                ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                Type.BOOLEAN,
                DEFAULT_ALLOW_AUTO_CREATE_TOPICS,
                Importance.MEDIUM,
                "Whether subscribing to a missing topic may create it.");
        def.define(
                GROUP_PROTOCOL_CONFIG,
                Type.STRING,
                DEFAULT_GROUP_PROTOCOL,
                CaseInsensitiveValidString.in("CONSUMER", "CLASSIC"),
                Importance.HIGH,
                "How the group agrees on assignments: classic, or consumer (KIP-848).");
        def.define(
                GROUP_REMOTE_ASSIGNOR_CONFIG,
                Type.STRING,
                null,
                Importance.MEDIUM,
                "Assignor on the broker, for group.protocol=consumer.");
    }
}
