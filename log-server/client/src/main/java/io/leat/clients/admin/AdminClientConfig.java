package io.leat.clients.admin;

import io.leat.clients.CommonClientConfigs;
import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.Range;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The settings of an admin client: keys, types and defaults are Kafka's. Immutable. */
public class AdminClientConfig extends AbstractConfig {

    /** Brokers to start from, as host:port with commas; the others are found through them. */
    public static final String BOOTSTRAP_SERVERS_CONFIG =
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    /** Controllers to start from instead of brokers, as host:port with commas. */
    public static final String BOOTSTRAP_CONTROLLERS_CONFIG = "bootstrap.controllers";

    /** Name of this client in the logs and quotas of the broker. */
    public static final String CLIENT_ID_CONFIG = CommonClientConfigs.CLIENT_ID_CONFIG;

    /** Metadata older than this is fetched anew, in milliseconds. */
    public static final String METADATA_MAX_AGE_CONFIG =
            CommonClientConfigs.METADATA_MAX_AGE_CONFIG;

    /** Size of the socket send buffer; the system chooses it whatever is given. */
    public static final String SEND_BUFFER_CONFIG = CommonClientConfigs.SEND_BUFFER_CONFIG;

    /** Size of the socket receive buffer; the system chooses it whatever is given. */
    public static final String RECEIVE_BUFFER_CONFIG = CommonClientConfigs.RECEIVE_BUFFER_CONFIG;

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

    /** How long to wait for a response before the connection is given up, in milliseconds. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;

    /** How long a connection may take to open at first, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG;

    /** How long a connection may take to open after failures, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG;

    /** An idle connection is closed after this long, in milliseconds. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG =
            CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG;

    /** How often a failed call is tried again. */
    public static final String RETRIES_CONFIG = "retries";

    /** How long a call may take that names no timeout, in milliseconds. */
    public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = "default.api.timeout.ms";

    /** Length of one sample of a metric, in milliseconds. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG =
            CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG;

    /** How many samples a metric keeps. */
    public static final String METRICS_NUM_SAMPLES_CONFIG =
            CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG;

    /** Classes that publish metrics. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG =
            CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG;

    /** The finest level of metrics that is recorded. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG =
            CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG;

    /** Whether to try all addresses of a host name in turn, or only canonical names. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG =
            CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG;

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

    private static final ConfigDef CONFIG = define();

    public AdminClientConfig(Properties props) {
        super(CONFIG, props);
    }

    public AdminClientConfig(Map<String, Object> props) {
        super(CONFIG, props);
    }

    /** Names of all settings. */
    public static Set<String> configNames() {
        return CONFIG.names();
    }

    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    /**
     * How long a call may take: {@code default.api.timeout.ms}, and where only {@code
     * request.timeout.ms} is given and longer, that.
     */
    int apiTimeoutMs() {
        int call = getInt(DEFAULT_API_TIMEOUT_MS_CONFIG);
        int request = getInt(REQUEST_TIMEOUT_MS_CONFIG);
        if (call < request && originals().containsKey(DEFAULT_API_TIMEOUT_MS_CONFIG)) {
            throw new ConfigException(
                    DEFAULT_API_TIMEOUT_MS_CONFIG,
                    call,
                    "a call may not end before its first request: request.timeout.ms is "
                            + request
                            + ", raise this to it or lower that");
        }
        return Math.max(call, request);
    }

    private static ConfigDef define() {
        ConfigDef def = CommonClientConfigs.define(new ConfigDef());
        defineCalls(def);
        return def.withClientSslSupport().withClientSaslSupport();
    }

    private static void defineCalls(ConfigDef def) {
        def.define(
                BOOTSTRAP_SERVERS_CONFIG,
                Type.LIST,
                List.of(),
                Importance.HIGH,
                "Brokers to start from, as host:port with commas; the others are found through them.");
        def.define(
                BOOTSTRAP_CONTROLLERS_CONFIG,
                Type.LIST,
                List.of(),
                Importance.HIGH,
                "Controllers to start from instead of brokers, as host:port with commas.");
        def.define(
                CLIENT_ID_CONFIG,
                Type.STRING,
                "",
                Importance.MEDIUM,
                "Name of this client in the logs and quotas of the broker.");
        def.define(
                RECEIVE_BUFFER_CONFIG,
                Type.INT,
                65536,
                Range.atLeast(-1),
                Importance.MEDIUM,
                "Accepted without effect: the system sizes the buffers of sockets.");
        def.define(
                ENABLE_METRICS_PUSH_CONFIG,
                Type.BOOLEAN,
                false,
                Importance.LOW,
                "Whether metrics are pushed to brokers that subscribed to them (KIP-714).");
        def.define(
                CONNECTIONS_MAX_IDLE_MS_CONFIG,
                Type.LONG,
                300000L,
                Importance.MEDIUM,
                "An idle connection is closed after this long, in milliseconds.");
        def.define(
                RETRIES_CONFIG,
                Type.INT,
                Integer.MAX_VALUE,
                Range.atLeast(0),
                Importance.LOW,
                "How often a failed call is tried again.");
        def.define(
                DEFAULT_API_TIMEOUT_MS_CONFIG,
                Type.INT,
                60000,
                Range.atLeast(0),
                Importance.MEDIUM,
                "How long a call may take that names no timeout, in milliseconds.");
    }
}
