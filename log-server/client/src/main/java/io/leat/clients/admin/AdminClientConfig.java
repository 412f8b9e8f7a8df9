package io.leat.clients.admin;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.CaseInsensitiveValidString;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.Range;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import io.leat.common.config.ConfigException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The settings of an admin client: keys, types and defaults are Kafka's. Immutable. */
public class AdminClientConfig extends AbstractConfig {

    /** Brokers to start from, as host:port with commas; the others are found through them. */
    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";

    /** Controllers to start from instead of brokers, as host:port with commas. */
    public static final String BOOTSTRAP_CONTROLLERS_CONFIG = "bootstrap.controllers";

    /** Name of this client in the logs and quotas of the broker. */
    public static final String CLIENT_ID_CONFIG = "client.id";

    /** Metadata older than this is fetched anew, in milliseconds. */
    public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";

    /** Size of the socket send buffer; -1 leaves it to the system. */
    public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";

    /** Size of the socket receive buffer; -1 leaves it to the system. */
    public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";

    /** First pause before connecting to the same broker again, in milliseconds. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";

    /** Longest pause before connecting to the same broker again, in milliseconds. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";

    /** First pause before a failed request is sent again, in milliseconds. */
    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";

    /** Longest pause before a failed request is sent again, in milliseconds. */
    public static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";

    /** Whether the broker may ask this client for its metrics (KIP-714). */
    public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";

    /** How long to wait for a response before the connection is given up, in milliseconds. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";

    /** How long a connection may take to open at first, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            "socket.connection.setup.timeout.ms";

    /** How long a connection may take to open after failures, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            "socket.connection.setup.timeout.max.ms";

    /** An idle connection is closed after this long, in milliseconds. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";

    /** How often a failed call is tried again. */
    public static final String RETRIES_CONFIG = "retries";

    /** How long a call may take that names no timeout, in milliseconds. */
    public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = "default.api.timeout.ms";

    /** Length of one sample of a metric, in milliseconds. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";

    /** How many samples a metric keeps. */
    public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";

    /** Classes that publish metrics. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";

    /** The finest level of metrics that is recorded. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";

    /** Whether to try all addresses of a host name in turn, or only canonical names. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG = "client.dns.lookup";

    /** Classes that make security providers. */
    public static final String SECURITY_PROVIDERS_CONFIG = "security.providers";

    /** PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL. */
    public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";

    /** Whether to start again from bootstrap.servers when no known broker answers. */
    public static final String METADATA_RECOVERY_STRATEGY_CONFIG = "metadata.recovery.strategy";

    /** Start again from bootstrap.servers after this long without metadata, in milliseconds. */
    public static final String METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG =
            "metadata.recovery.rebootstrap.trigger.ms";

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
        ConfigDef def = new ConfigDef();
        define0(def);
        define1(def);
        define2(def);
        return def.withClientSslSupport().withClientSaslSupport();
    }

    private static void define0(ConfigDef def) {
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
                METADATA_MAX_AGE_CONFIG,
                Type.LONG,
                300000L,
                Range.atLeast(0),
                Importance.LOW,
                "Metadata older than this is fetched anew, in milliseconds.");
        def.define(
                SEND_BUFFER_CONFIG,
                Type.INT,
                131072,
                Range.atLeast(-1),
                Importance.MEDIUM,
                "Size of the socket send buffer; -1 leaves it to the system.");
        def.define(
                RECEIVE_BUFFER_CONFIG,
                Type.INT,
                65536,
                Range.atLeast(-1),
                Importance.MEDIUM,
                "Size of the socket receive buffer; -1 leaves it to the system.");
        def.define(
                RECONNECT_BACKOFF_MS_CONFIG,
                Type.LONG,
                50L,
                Range.atLeast(0),
                Importance.LOW,
                "First pause before connecting to the same broker again, in milliseconds.");
        def.define(
                RECONNECT_BACKOFF_MAX_MS_CONFIG,
                Type.LONG,
                1000L,
                Range.atLeast(0),
                Importance.LOW,
                "Longest pause before connecting to the same broker again, in milliseconds.");
        def.define(
                RETRY_BACKOFF_MS_CONFIG,
                Type.LONG,
                100L,
                Range.atLeast(0),
                Importance.LOW,
                "First pause before a failed request is sent again, in milliseconds.");
        def.define(
                RETRY_BACKOFF_MAX_MS_CONFIG,
                Type.LONG,
                1000L,
                Range.atLeast(0),
                Importance.LOW,
                "Longest pause before a failed request is sent again, in milliseconds.");
        def.define(
                ENABLE_METRICS_PUSH_CONFIG,
                Type.BOOLEAN,
                false,
                Importance.LOW,
                "Whether the broker may ask this client for its metrics (KIP-714).");
        def.define(
                REQUEST_TIMEOUT_MS_CONFIG,
                Type.INT,
                30000,
                Range.atLeast(0),
                Importance.MEDIUM,
                "How long to wait for a response before the connection is given up, in milliseconds.");
    }

    private static void define1(ConfigDef def) {
        def.define(
                SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                Type.LONG,
                10000L,
                Importance.MEDIUM,
                "How long a connection may take to open at first, in milliseconds.");
        def.define(
                SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
                Type.LONG,
                30000L,
                Importance.MEDIUM,
                "How long a connection may take to open after failures, in milliseconds.");
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
        def.define(
                METRICS_SAMPLE_WINDOW_MS_CONFIG,
                Type.LONG,
                30000L,
                Range.atLeast(0),
                Importance.LOW,
                "Length of one sample of a metric, in milliseconds.");
        def.define(
                METRICS_NUM_SAMPLES_CONFIG,
                Type.INT,
                2,
                Range.atLeast(1),
                Importance.LOW,
                "How many samples a metric keeps.");
        def.define(
                METRIC_REPORTER_CLASSES_CONFIG,
                Type.LIST,
                List.of(),
                Importance.LOW,
                "Classes that publish metrics.");
        def.define(
                METRICS_RECORDING_LEVEL_CONFIG,
                Type.STRING,
                "INFO",
                ValidString.in("INFO", "DEBUG", "TRACE"),
                Importance.LOW,
                "The finest level of metrics that is recorded.");
        def.define(
                CLIENT_DNS_LOOKUP_CONFIG,
                Type.STRING,
                "use_all_dns_ips",
                ValidString.in("use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"),
                Importance.MEDIUM,
                "Whether to try all addresses of a host name in turn, or only canonical names.");
        def.define(
                SECURITY_PROVIDERS_CONFIG,
                Type.STRING,
                null,
                Importance.LOW,
                "Classes that make security providers.");
        def.define(
                SECURITY_PROTOCOL_CONFIG,
                Type.STRING,
                "PLAINTEXT",
                CaseInsensitiveValidString.in("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
                Importance.MEDIUM,
                "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL.");
    }

    private static void define2(ConfigDef def) {
        def.define(
                METADATA_RECOVERY_STRATEGY_CONFIG,
                Type.STRING,
                "rebootstrap",
                CaseInsensitiveValidString.in("REBOOTSTRAP", "NONE"),
                Importance.LOW,
                "Whether to start again from bootstrap.servers when no known broker answers.");
        def.define(
                METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG,
                Type.LONG,
                300000L,
                Range.atLeast(0),
                Importance.LOW,
                "Start again from bootstrap.servers after this long without metadata, in milliseconds.");
    }
}
