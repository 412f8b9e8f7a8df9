package io.leat.streams;

import static io.leat.common.config.ConfigDef.Importance.LOW;
import static io.leat.common.config.ConfigDef.Range.atLeast;
import static io.leat.streams.StreamsConfig.ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG;
import static io.leat.streams.StreamsConfig.APPLICATION_SERVER_CONFIG;
import static io.leat.streams.StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG;
import static io.leat.streams.StreamsConfig.BUILT_IN_METRICS_VERSION_CONFIG;
import static io.leat.streams.StreamsConfig.COMMIT_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.CONFIG_PROVIDERS_CONFIG;
import static io.leat.streams.StreamsConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_CLIENT_SUPPLIER_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_DSL_STORE_CONFIG;
import static io.leat.streams.StreamsConfig.DSL_STORE_FORMAT_CONFIG;
import static io.leat.streams.StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.ENABLE_METRICS_PUSH_CONFIG;
import static io.leat.streams.StreamsConfig.LOG_SUMMARY_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.METADATA_MAX_AGE_CONFIG;
import static io.leat.streams.StreamsConfig.METRICS_NUM_SAMPLES_CONFIG;
import static io.leat.streams.StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG;
import static io.leat.streams.StreamsConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG;
import static io.leat.streams.StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG;
import static io.leat.streams.StreamsConfig.POLL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG;
import static io.leat.streams.StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG;
import static io.leat.streams.StreamsConfig.RECEIVE_BUFFER_CONFIG;
import static io.leat.streams.StreamsConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG;
import static io.leat.streams.StreamsConfig.RECONNECT_BACKOFF_MS_CONFIG;
import static io.leat.streams.StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG;
import static io.leat.streams.StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG;
import static io.leat.streams.StreamsConfig.RETRY_BACKOFF_MS_CONFIG;
import static io.leat.streams.StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.SEND_BUFFER_CONFIG;
import static io.leat.streams.StreamsConfig.STATE_CLEANUP_DELAY_MS_CONFIG;
import static io.leat.streams.StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.UPGRADE_FROM_CONFIG;
import static io.leat.streams.StreamsConfig.WINDOWED_INNER_CLASS_SERDE;
import static io.leat.streams.StreamsConfig.WINDOW_SIZE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.CaseInsensitiveValidString;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import io.leat.streams.runtime.RealClients;
import io.leat.streams.state.BuiltInDslStoreSuppliers;

/** The keys of {@link StreamsConfig} that are seldom touched, and those of the clients inside. */
@SuppressWarnings("deprecation")
final class FineStreamsKeys {

    private FineStreamsKeys() {}

    static void define(ConfigDef keys) {
        low1(keys);
        low2(keys);
        low3(keys);
        clients(keys);
    }

    /** What is good as it is. */
    private static void low1(ConfigDef keys) {
        keys.define(
                ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG,
                Type.BOOLEAN,
                false,
                LOW,
                "Whether the group of the user may write to the folders of the stores.");
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
                DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                Type.CLASS,
                BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class,
                LOW,
                "Makes the stores of the DSL where none are given.");
        keys.define(
                DSL_STORE_FORMAT_CONFIG,
                Type.STRING,
                "DEFAULT",
                CaseInsensitiveValidString.in("DEFAULT", "HEADERS"),
                LOW,
                "What the stores of the DSL keep beside values and timestamps: with HEADERS the"
                        + " headers that serializers add, if the stores are on RocksDB.");
        keys.define(
                LOG_SUMMARY_INTERVAL_MS_CONFIG,
                Type.LONG,
                120000L,
                LOW,
                "How often threads log what they did; never if it is not positive.");
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
                PROCESSOR_WRAPPER_CLASS_CONFIG,
                Type.CLASS,
                null,
                LOW,
                "Puts something around processors.");
        keys.define(
                RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG,
                Type.INT,
                null,
                LOW,
                "What moving a task costs beside traffic between racks; 1 unless given.");
        keys.define(
                RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
                Type.STRING,
                "none",
                ValidString.in("none", "min_traffic", "balance_subtopology"),
                LOW,
                "Whether tasks go to processes in the racks of what they read.");
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
                "What reading a partition from another rack costs; 10 unless given.");
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
        keys.define(
                UPGRADE_FROM_CONFIG,
                Type.STRING,
                null,
                LOW,
                "No effect: members of all versions understand each other.");
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
