package io.leat.clients;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.CaseInsensitiveValidString;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.Range;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import java.util.List;

/**
 * The settings that producers, consumers and admin clients have in common, with one default for
 * all. Keys, types, defaults and allowed values are Kafka's. Stateless.
 */
public final class CommonClientConfigs {

    /** Brokers to start from, as host:port with commas; the others are found through them. */
    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";

    /** Whether to try all addresses of a host name in turn, or only canonical names. */
    public static final String CLIENT_DNS_LOOKUP_CONFIG = "client.dns.lookup";

    /** Metadata older than this is fetched anew, in milliseconds. */
    public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";

    /** Size of the socket send buffer; the system chooses it whatever is given. */
    public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";

    /** Size of the socket receive buffer; the system chooses it whatever is given. */
    public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";

    /** Name of this client in the logs and quotas of the broker. */
    public static final String CLIENT_ID_CONFIG = "client.id";

    /** First pause before connecting to the same broker again, in milliseconds. */
    public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";

    /** Longest pause before connecting to the same broker again, in milliseconds. */
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";

    /** First pause before a failed request is sent again, in milliseconds. */
    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";

    /** Longest pause before a failed request is sent again, in milliseconds. */
    public static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";

    /** Whether metrics are pushed to brokers that subscribed to them (KIP-714). */
    public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";

    /** How long to wait for a response before the connection is given up, in milliseconds. */
    public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";

    /** How long a connection may take to open, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            "socket.connection.setup.timeout.ms";

    /** Longest time a connection may take to open after failures, in milliseconds. */
    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            "socket.connection.setup.timeout.max.ms";

    /** An idle connection is closed after this long, in milliseconds. */
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";

    /** Length of one sample of a metric, in milliseconds. */
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";

    /** How many samples a metric keeps. */
    public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";

    /** Classes that publish metrics. */
    public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";

    /** The finest level of metrics that is recorded. */
    public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";

    /** Classes that make security providers. */
    public static final String SECURITY_PROVIDERS_CONFIG = "security.providers";

    /** PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL. */
    public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";

    /** Whether to start again from bootstrap.servers when no known broker answers (KIP-899). */
    public static final String METADATA_RECOVERY_STRATEGY_CONFIG = "metadata.recovery.strategy";

    /** Start again from bootstrap.servers after this long without metadata, in milliseconds. */
    public static final String METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG =
            "metadata.recovery.rebootstrap.trigger.ms";

    private static final String NO_EFFECT = "Accepted without effect: ";
    private static final String NO_METRICS = NO_EFFECT + "clients keep no such metrics yet.";

    private CommonClientConfigs() {}

    /** Defines what is the same for all clients; returns {@code def}. */
    public static ConfigDef define(ConfigDef def) {
        defineTimes(def);
        defineConnections(def);
        defineMetrics(def);
        def.define(
                "config.providers",
                Type.LIST,
                List.of(),
                Importance.LOW,
                NO_EFFECT + "variables in values are not replaced yet.");
        return def;
    }

    private static void defineTimes(ConfigDef def) {
        def.define(
                REQUEST_TIMEOUT_MS_CONFIG,
                Type.INT,
                30_000,
                Range.atLeast(0),
                Importance.MEDIUM,
                "How long to wait for a response before the connection is given up, in"
                        + " milliseconds.");
        pause(def, RETRY_BACKOFF_MS_CONFIG, 100, "First pause before a failed request");
        pause(def, RETRY_BACKOFF_MAX_MS_CONFIG, 1_000, "Longest pause before a failed request");
        pause(def, RECONNECT_BACKOFF_MS_CONFIG, 50, "First pause before a broken connection");
        pause(
                def,
                RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000,
                "Longest pause before a broken connection");
        def.define(
                METADATA_MAX_AGE_CONFIG,
                Type.LONG,
                300_000L,
                Range.atLeast(0),
                Importance.LOW,
                "Metadata older than this is fetched anew, in milliseconds.");
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
                300_000L,
                Range.atLeast(0),
                Importance.LOW,
                "Start again from bootstrap.servers after this long without metadata, in"
                        + " milliseconds.");
    }

    private static void pause(ConfigDef def, String key, long defaultMs, String which) {
        def.define(
                key,
                Type.LONG,
                defaultMs,
                Range.atLeast(0),
                Importance.LOW,
                which + " is tried again, in milliseconds.");
    }

    private static void defineConnections(ConfigDef def) {
        def.define(
                SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG,
                Type.LONG,
                10_000L,
                Importance.MEDIUM,
                "How long a connection may take to open, in milliseconds.");
        def.define(
                SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG,
                Type.LONG,
                30_000L,
                Importance.MEDIUM,
                NO_EFFECT + "every attempt has socket.connection.setup.timeout.ms.");
        def.define(
                SEND_BUFFER_CONFIG,
                Type.INT,
                131_072,
                Range.atLeast(-1),
                Importance.MEDIUM,
                NO_EFFECT + "the system sizes the buffers of sockets.");
        def.define(
                CLIENT_DNS_LOOKUP_CONFIG,
                Type.STRING,
                "use_all_dns_ips",
                ValidString.in("use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"),
                Importance.MEDIUM,
                NO_EFFECT + "names are resolved when a connection is opened.");
        def.define(
                SECURITY_PROTOCOL_CONFIG,
                Type.STRING,
                "PLAINTEXT",
                CaseInsensitiveValidString.in("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
                Importance.MEDIUM,
                "How brokers are talked to: PLAINTEXT; the others are refused for now.");
        def.define(
                SECURITY_PROVIDERS_CONFIG,
                Type.STRING,
                null,
                Importance.LOW,
                NO_EFFECT + "connections are not encrypted yet.");
    }

    private static void defineMetrics(ConfigDef def) {
        def.define(
                METRICS_SAMPLE_WINDOW_MS_CONFIG,
                Type.LONG,
                30_000L,
                Range.atLeast(0),
                Importance.LOW,
                NO_METRICS);
        def.define(
                METRICS_NUM_SAMPLES_CONFIG,
                Type.INT,
                2,
                Range.atLeast(1),
                Importance.LOW,
                NO_METRICS);
        def.define(
                METRIC_REPORTER_CLASSES_CONFIG, Type.LIST, List.of(), Importance.LOW, NO_METRICS);
        def.define(
                METRICS_RECORDING_LEVEL_CONFIG,
                Type.STRING,
                "INFO",
                ValidString.in("INFO", "DEBUG", "TRACE"),
                Importance.LOW,
                NO_METRICS);
    }
}
