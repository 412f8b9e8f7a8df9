package io.leat.streams;

import static io.leat.common.config.ConfigDef.Importance.HIGH;
import static io.leat.common.config.ConfigDef.Importance.LOW;
import static io.leat.common.config.ConfigDef.Importance.MEDIUM;
import static io.leat.common.config.ConfigDef.Range.atLeast;
import static io.leat.streams.StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG;
import static io.leat.streams.StreamsConfig.ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG;
import static io.leat.streams.StreamsConfig.APPLICATION_ID_CONFIG;
import static io.leat.streams.StreamsConfig.APPLICATION_SERVER_CONFIG;
import static io.leat.streams.StreamsConfig.BOOTSTRAP_SERVERS_CONFIG;
import static io.leat.streams.StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG;
import static io.leat.streams.StreamsConfig.BUILT_IN_METRICS_VERSION_CONFIG;
import static io.leat.streams.StreamsConfig.CACHE_MAX_BYTES_BUFFERING_CONFIG;
import static io.leat.streams.StreamsConfig.CLIENT_ID_CONFIG;
import static io.leat.streams.StreamsConfig.COMMIT_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.CONFIG_PROVIDERS_CONFIG;
import static io.leat.streams.StreamsConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_DSL_STORE_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DSL_STORE_FORMAT_CONFIG;
import static io.leat.streams.StreamsConfig.ENABLE_METRICS_PUSH_CONFIG;
import static io.leat.streams.StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG;
import static io.leat.streams.StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG;
import static io.leat.streams.StreamsConfig.GROUP_PROTOCOL_CONFIG;
import static io.leat.streams.StreamsConfig.LOG_SUMMARY_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.MAX_TASK_IDLE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG;
import static io.leat.streams.StreamsConfig.METADATA_MAX_AGE_CONFIG;
import static io.leat.streams.StreamsConfig.METRICS_NUM_SAMPLES_CONFIG;
import static io.leat.streams.StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG;
import static io.leat.streams.StreamsConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG;
import static io.leat.streams.StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG;
import static io.leat.streams.StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG;
import static io.leat.streams.StreamsConfig.NUM_STREAM_THREADS_CONFIG;
import static io.leat.streams.StreamsConfig.POLL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
import static io.leat.streams.StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG;
import static io.leat.streams.StreamsConfig.RECEIVE_BUFFER_CONFIG;
import static io.leat.streams.StreamsConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG;
import static io.leat.streams.StreamsConfig.RECONNECT_BACKOFF_MS_CONFIG;
import static io.leat.streams.StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.REPLICATION_FACTOR_CONFIG;
import static io.leat.streams.StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG;
import static io.leat.streams.StreamsConfig.RETRY_BACKOFF_MS_CONFIG;
import static io.leat.streams.StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.SECURITY_PROTOCOL_CONFIG;
import static io.leat.streams.StreamsConfig.SEND_BUFFER_CONFIG;
import static io.leat.streams.StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
import static io.leat.streams.StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG;
import static io.leat.streams.StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.STATE_DIR_CONFIG;
import static io.leat.streams.StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.TASK_TIMEOUT_MS_CONFIG;
import static io.leat.streams.StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG;
import static io.leat.streams.StreamsConfig.UPGRADE_FROM_CONFIG;
import static io.leat.streams.StreamsConfig.WINDOWED_INNER_CLASS_SERDE;
import static io.leat.streams.StreamsConfig.WINDOW_SIZE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.CaseInsensitiveValidString;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import io.leat.streams.errors.DefaultProductionExceptionHandler;
import io.leat.streams.errors.LogAndFailExceptionHandler;
import io.leat.streams.errors.LogAndFailProcessingExceptionHandler;
import io.leat.streams.processor.FailOnInvalidTimestamp;
import io.leat.streams.runtime.RealClients;
import java.util.Set;

/**
 * The keys of {@link StreamsConfig}: the names, types and defaults are those of Apache Kafka 4.3.
 */
@SuppressWarnings("deprecation")
final class StreamsKeys {

    /** Keys that are read for nothing yet. */
    static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    ACCEPTABLE_RECOVERY_LAG_CONFIG,
                    ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG,
                    DEFAULT_DSL_STORE_CONFIG,
                    DSL_STORE_FORMAT_CONFIG,
                    ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                    GROUP_PROTOCOL_CONFIG,
                    LOG_SUMMARY_INTERVAL_MS_CONFIG,
                    MAX_WARMUP_REPLICAS_CONFIG,
                    NUM_STANDBY_REPLICAS_CONFIG,
                    PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                    PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG,
                    RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
                    RACK_AWARE_ASSIGNMENT_TAGS_CONFIG,
                    ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                    STATE_CLEANUP_DELAY_MS_CONFIG,
                    STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                    TASK_ASSIGNOR_CLASS_CONFIG,
                    TASK_TIMEOUT_MS_CONFIG,
                    TOPOLOGY_OPTIMIZATION_CONFIG,
                    UPGRADE_FROM_CONFIG);

    private StreamsKeys() {}

    static ConfigDef define() {
        ConfigDef keys = new ConfigDef();
        high(keys);
        medium1(keys);
        medium2(keys);
        medium3(keys);
        low1(keys);
        low2(keys);
        low3(keys);
        clients(keys);
        return keys;
    }

    /** What to think about first. */
    private static void high(ConfigDef keys) {
        keys.define(
                APPLICATION_ID_CONFIG,
                Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                HIGH,
                "The name of the application: its group, and the prefix of its topics.");
        keys.define(
                BOOTSTRAP_SERVERS_CONFIG,
                Type.LIST,
                ConfigDef.NO_DEFAULT_VALUE,
                HIGH,
                "Addresses of brokers, host:port.");
        keys.define(
                NUM_STANDBY_REPLICAS_CONFIG,
                Type.INT,
                0,
                HIGH,
                "Copies of stores that are kept warm.");
        keys.define(
                STATE_DIR_CONFIG,
                Type.STRING,
                System.getProperty("java.io.tmpdir") + "/kafka-streams",
                HIGH,
                "Where stores are kept.");
        keys.define(
                ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                Type.BOOLEAN,
                false,
                HIGH,
                "Whether generated names are refused.");
        keys.define(
                PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG,
                Type.BOOLEAN,
                false,
                HIGH,
                "Whether processing of global tables asks the handler.");
    }

    /** What to know. */
    private static void medium1(ConfigDef keys) {
        keys.define(
                ACCEPTABLE_RECOVERY_LAG_CONFIG,
                Type.LONG,
                10000L,
                atLeast(0),
                MEDIUM,
                "Lag at which a store counts as caught up.");
        keys.define(
                CACHE_MAX_BYTES_BUFFERING_CONFIG,
                Type.LONG,
                10485760L,
                atLeast(0),
                MEDIUM,
                "The former name of statestore.cache.max.bytes.");
        keys.define(
                CLIENT_ID_CONFIG,
                Type.STRING,
                "",
                MEDIUM,
                "Prefix of the ids of the clients inside; made from application.id by default.");
        keys.define(
                DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                Type.CLASS,
                LogAndFailExceptionHandler.class,
                MEDIUM,
                "The former name of deserialization.exception.handler.");
        keys.define(
                DEFAULT_KEY_SERDE_CLASS_CONFIG,
                Type.CLASS,
                null,
                MEDIUM,
                "The serde of keys where none is given.");
        keys.define(
                "default.list.key.serde.inner",
                Type.CLASS,
                null,
                MEDIUM,
                "The serde of the elements of keys that are lists.");
        keys.define(
                "default.list.key.serde.type",
                Type.CLASS,
                null,
                MEDIUM,
                "The class of keys that are lists.");
        keys.define(
                "default.list.value.serde.inner",
                Type.CLASS,
                null,
                MEDIUM,
                "The serde of the elements of values that are lists.");
        keys.define(
                "default.list.value.serde.type",
                Type.CLASS,
                null,
                MEDIUM,
                "The class of values that are lists.");
        keys.define(
                DEFAULT_PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                Type.CLASS,
                DefaultProductionExceptionHandler.class,
                MEDIUM,
                "The former name of production.exception.handler.");
        keys.define(
                DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                Type.CLASS,
                FailOnInvalidTimestamp.class,
                MEDIUM,
                "Finds the time of a record.");
        keys.define(
                DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                Type.CLASS,
                null,
                MEDIUM,
                "The serde of values where none is given.");
        keys.define(
                DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                Type.CLASS,
                LogAndFailExceptionHandler.class,
                MEDIUM,
                "Decides about records that cannot be deserialized.");
    }

    private static void medium2(ConfigDef keys) {
        keys.define(
                ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                Type.STRING,
                null,
                MEDIUM,
                "Where handlers send bad records.");
        keys.define(
                GROUP_PROTOCOL_CONFIG,
                Type.STRING,
                "classic",
                CaseInsensitiveValidString.in("CLASSIC", "STREAMS"),
                MEDIUM,
                "The protocol of the group.");
        keys.define(
                MAX_TASK_IDLE_MS_CONFIG,
                Type.LONG,
                0L,
                MEDIUM,
                "How long to wait for records of an empty partition; -1 takes what is there.");
        keys.define(
                MAX_WARMUP_REPLICAS_CONFIG,
                Type.INT,
                2,
                atLeast(1),
                MEDIUM,
                "Stores that are warmed up at a time.");
        keys.define(NUM_STREAM_THREADS_CONFIG, Type.INT, 1, MEDIUM, "Threads that process.");
        keys.define(
                PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                Type.CLASS,
                LogAndFailProcessingExceptionHandler.class,
                MEDIUM,
                "Decides about exceptions of processors.");
        keys.define(
                PROCESSING_GUARANTEE_CONFIG,
                Type.STRING,
                "at_least_once",
                ValidString.in("at_least_once", "exactly_once_v2"),
                MEDIUM,
                "What a failure may repeat: at_least_once or exactly_once_v2.");
        keys.define(
                PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                Type.CLASS,
                DefaultProductionExceptionHandler.class,
                MEDIUM,
                "Decides about records that cannot be sent.");
        keys.define(
                REPLICATION_FACTOR_CONFIG,
                Type.INT,
                -1,
                MEDIUM,
                "Copies of internal topics; -1 for the default of the brokers.");
        keys.define(
                SECURITY_PROTOCOL_CONFIG,
                Type.STRING,
                "PLAINTEXT",
                CaseInsensitiveValidString.in("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
                MEDIUM,
                "How to talk to brokers.");
        keys.define(
                STATESTORE_CACHE_MAX_BYTES_CONFIG,
                Type.LONG,
                10485760L,
                atLeast(0),
                MEDIUM,
                "Bytes that stores may hold back between commits, over all threads.");
        keys.define(
                TASK_ASSIGNOR_CLASS_CONFIG,
                Type.STRING,
                null,
                MEDIUM,
                "Another assignor of tasks.");
        keys.define(
                TASK_TIMEOUT_MS_CONFIG,
                Type.LONG,
                300000L,
                atLeast(0),
                MEDIUM,
                "How long a task may retry before it fails.");
    }

    private static void medium3(ConfigDef keys) {
        keys.define(
                TOPOLOGY_OPTIMIZATION_CONFIG,
                Type.STRING,
                "none",
                MEDIUM,
                "Which optimizations to apply.");
    }

    /** What is good as it is. */
    private static void low1(ConfigDef keys) {
        keys.define(
                ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG,
                Type.BOOLEAN,
                false,
                LOW,
                "Whether the group of the user may write to the stores.");
        keys.define(
                APPLICATION_SERVER_CONFIG,
                Type.STRING,
                "",
                LOW,
                "host:port of this instance, for queries.");
        keys.define(
                BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                Type.INT,
                1000,
                LOW,
                "Records that wait in memory, per partition.");
        keys.define(
                BUILT_IN_METRICS_VERSION_CONFIG,
                Type.STRING,
                "latest",
                ValidString.in("latest"),
                LOW,
                "Version of the metrics.");
        keys.define(
                COMMIT_INTERVAL_MS_CONFIG,
                Type.LONG,
                30000L,
                atLeast(0),
                LOW,
                "How often to commit; 100 by default under exactly_once_v2.");
        keys.define(
                DEFAULT_CLIENT_SUPPLIER_CONFIG,
                Type.CLASS,
                RealClients.class,
                LOW,
                "Makes the clients inside.");
        keys.define(
                DEFAULT_DSL_STORE_CONFIG,
                Type.STRING,
                "rocksDB",
                ValidString.in("rocksDB", "in_memory"),
                LOW,
                "The stores of the DSL where none are given.");
        keys.define(
                DSL_STORE_FORMAT_CONFIG,
                Type.STRING,
                "DEFAULT",
                CaseInsensitiveValidString.in("DEFAULT", "HEADERS"),
                LOW,
                "What the stores of the DSL keep beside the values.");
        keys.define(
                LOG_SUMMARY_INTERVAL_MS_CONFIG,
                Type.LONG,
                120000L,
                LOW,
                "How often threads log what they did.");
        keys.define(
                METRICS_NUM_SAMPLES_CONFIG, Type.INT, 2, atLeast(1), LOW, "Samples of a metric.");
        keys.define(
                METRICS_RECORDING_LEVEL_CONFIG,
                Type.STRING,
                "INFO",
                ValidString.in("INFO", "DEBUG", "TRACE"),
                LOW,
                "The lowest level of metrics to record.");
        keys.define(
                METRICS_SAMPLE_WINDOW_MS_CONFIG,
                Type.LONG,
                30000L,
                atLeast(0),
                LOW,
                "Length of a sample.");
        keys.define(METRIC_REPORTER_CLASSES_CONFIG, Type.LIST, "", LOW, "Where metrics go.");
    }

    private static void low2(ConfigDef keys) {
        keys.define(POLL_MS_CONFIG, Type.LONG, 100L, LOW, "How long to wait for input.");
        keys.define(
                PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                Type.LONG,
                600000L,
                atLeast(60000),
                LOW,
                "How often to look whether warm-ups have caught up.");
        keys.define(
                RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG,
                Type.INT,
                null,
                LOW,
                "What moving a task costs.");
        keys.define(
                RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
                Type.STRING,
                "none",
                ValidString.in("none", "min_traffic", "balance_subtopology"),
                LOW,
                "Whether assignment considers racks.");
        keys.define(
                RACK_AWARE_ASSIGNMENT_TAGS_CONFIG,
                Type.LIST,
                "",
                LOW,
                "Tags that standbys must differ in.");
        keys.define(
                RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG,
                Type.INT,
                null,
                LOW,
                "What traffic between racks costs.");
        keys.define(
                REPARTITION_PURGE_INTERVAL_MS_CONFIG,
                Type.LONG,
                30000L,
                atLeast(0),
                LOW,
                "How often processed records of repartition topics are deleted.");
        keys.define(ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Type.CLASS, null, LOW, "Tunes RocksDB.");
        keys.define(
                STATE_CLEANUP_DELAY_MS_CONFIG,
                Type.LONG,
                600000L,
                LOW,
                "When state of tasks that moved away is deleted.");
        keys.define(
                STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                Type.LONG,
                -1L,
                LOW,
                "Older state is deleted at the start; -1 for never.");
        keys.define(UPGRADE_FROM_CONFIG, Type.STRING, null, LOW, "The version to upgrade from.");
        keys.define(
                WINDOWED_INNER_CLASS_SERDE,
                Type.STRING,
                null,
                LOW,
                "The serde of windowed records, for plain consumers.");
        keys.define(
                WINDOW_SIZE_MS_CONFIG,
                Type.LONG,
                null,
                LOW,
                "The size of windows, for plain consumers.");
    }

    private static void low3(ConfigDef keys) {
        keys.define(
                WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
                Type.LONG,
                86400000L,
                LOW,
                "Added to the retention of changelogs of windows.");
    }

    /** What the clients inside share. */
    private static void clients(ConfigDef keys) {
        keys.define(CONFIG_PROVIDERS_CONFIG, Type.LIST, "", LOW, "Resolve references in settings.");
        keys.define(
                CONNECTIONS_MAX_IDLE_MS_CONFIG,
                Type.LONG,
                540000L,
                LOW,
                "When idle connections are closed.");
        keys.define(
                ENABLE_METRICS_PUSH_CONFIG,
                Type.BOOLEAN,
                true,
                LOW,
                "Whether clients push metrics.");
        keys.define(
                METADATA_MAX_AGE_CONFIG,
                Type.LONG,
                300000L,
                atLeast(0),
                LOW,
                "How old metadata may grow.");
        keys.define(
                "metadata.recovery.rebootstrap.trigger.ms",
                Type.LONG,
                300000L,
                atLeast(0),
                LOW,
                "How long no broker may answer before the first addresses are tried again.");
        keys.define(
                "metadata.recovery.strategy",
                Type.STRING,
                "rebootstrap",
                CaseInsensitiveValidString.in("NONE", "REBOOTSTRAP"),
                LOW,
                "What to do when no known broker answers.");
        keys.define(
                RECEIVE_BUFFER_CONFIG,
                Type.INT,
                32768,
                atLeast(-1),
                LOW,
                "Size of the receive buffers of sockets.");
        keys.define(
                RECONNECT_BACKOFF_MAX_MS_CONFIG,
                Type.LONG,
                1000L,
                atLeast(0),
                LOW,
                "Longest wait between attempts to connect.");
        keys.define(
                RECONNECT_BACKOFF_MS_CONFIG,
                Type.LONG,
                50L,
                atLeast(0),
                LOW,
                "Shortest wait between attempts to connect.");
        keys.define(
                REQUEST_TIMEOUT_MS_CONFIG,
                Type.INT,
                40000,
                atLeast(0),
                LOW,
                "How long to wait for a reply.");
        keys.define(
                RETRY_BACKOFF_MS_CONFIG,
                Type.LONG,
                100L,
                atLeast(0),
                LOW,
                "How long to wait before a retry.");
        keys.define(
                SEND_BUFFER_CONFIG,
                Type.INT,
                131072,
                atLeast(-1),
                LOW,
                "Size of the send buffers of sockets.");
    }
}
