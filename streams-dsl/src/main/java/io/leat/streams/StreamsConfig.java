package io.leat.streams;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.serialization.Serde;
import io.leat.streams.errors.DefaultProductionExceptionHandler;
import io.leat.streams.errors.DeserializationExceptionHandler;
import io.leat.streams.errors.LogAndFailExceptionHandler;
import io.leat.streams.errors.LogAndFailProcessingExceptionHandler;
import io.leat.streams.errors.ProcessingExceptionHandler;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.processor.FailOnInvalidTimestamp;
import io.leat.streams.processor.TimestampExtractor;
import io.leat.streams.task.TaskSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;

/** The settings of a stream application: Kafka's keys and defaults. */
@NullUnmarked
public class StreamsConfig extends AbstractConfig {

    public static final String AT_LEAST_ONCE = "at_least_once";
    public static final String EXACTLY_ONCE_V2 = "exactly_once_v2";
    public static final String NO_OPTIMIZATION = "none";
    public static final String OPTIMIZE = "all";

    public static final String CONSUMER_PREFIX = "consumer.";
    public static final String MAIN_CONSUMER_PREFIX = "main.consumer.";
    public static final String RESTORE_CONSUMER_PREFIX = "restore.consumer.";
    public static final String GLOBAL_CONSUMER_PREFIX = "global.consumer.";
    public static final String PRODUCER_PREFIX = "producer.";
    public static final String ADMIN_CLIENT_PREFIX = "admin.";
    public static final String TOPIC_PREFIX = "topic.";

    public static final String APPLICATION_ID_CONFIG = "application.id";
    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";
    public static final String PROCESSING_GUARANTEE_CONFIG = "processing.guarantee";
    public static final String COMMIT_INTERVAL_MS_CONFIG = "commit.interval.ms";
    public static final String NUM_STREAM_THREADS_CONFIG = "num.stream.threads";
    public static final String NUM_STANDBY_REPLICAS_CONFIG = "num.standby.replicas";
    public static final String STATE_DIR_CONFIG = "state.dir";
    public static final String STATESTORE_CACHE_MAX_BYTES_CONFIG = "statestore.cache.max.bytes";
    public static final String DEFAULT_KEY_SERDE_CLASS_CONFIG = "default.key.serde";
    public static final String DEFAULT_VALUE_SERDE_CLASS_CONFIG = "default.value.serde";
    public static final String DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG =
            "default.timestamp.extractor";
    public static final String DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG =
            "deserialization.exception.handler";
    public static final String PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG =
            "processing.exception.handler";
    public static final String PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG =
            "production.exception.handler";
    public static final String ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG =
            "errors.dead.letter.queue.topic.name";
    public static final String REPLICATION_FACTOR_CONFIG = "replication.factor";
    public static final String TOPOLOGY_OPTIMIZATION_CONFIG = "topology.optimization";
    public static final String MAX_TASK_IDLE_MS_CONFIG = "max.task.idle.ms";
    public static final String GROUP_PROTOCOL_CONFIG = "group.protocol";
    public static final String APPLICATION_SERVER_CONFIG = "application.server";
    public static final String CLIENT_ID_CONFIG = "client.id";
    public static final String ACCEPTABLE_RECOVERY_LAG_CONFIG = "acceptable.recovery.lag";
    public static final String MAX_WARMUP_REPLICAS_CONFIG = "max.warmup.replicas";
    public static final String PROBING_REBALANCE_INTERVAL_MS_CONFIG =
            "probing.rebalance.interval.ms";
    public static final String TASK_TIMEOUT_MS_CONFIG = "task.timeout.ms";
    public static final String BUFFERED_RECORDS_PER_PARTITION_CONFIG =
            "buffered.records.per.partition";
    public static final String POLL_MS_CONFIG = "poll.ms";
    public static final String STATE_CLEANUP_DELAY_MS_CONFIG = "state.cleanup.delay.ms";
    public static final String ROCKSDB_CONFIG_SETTER_CLASS_CONFIG = "rocksdb.config.setter";
    public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";
    public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";
    public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";
    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";
    public static final String ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG =
            "ensure.explicit.internal.resource.naming";
    public static final String REPARTITION_PURGE_INTERVAL_MS_CONFIG =
            "repartition.purge.interval.ms";
    public static final String WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG =
            "windowstore.changelog.additional.retention.ms";
    public static final String UPGRADE_FROM_CONFIG = "upgrade.from";
    public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";
    public static final String LOG_SUMMARY_INTERVAL_MS_CONFIG = "log.summary.interval.ms";
    public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";
    public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
    public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG =
            "rack.aware.assignment.strategy";
    public static final String RACK_AWARE_ASSIGNMENT_TAGS_CONFIG = "rack.aware.assignment.tags";
    public static final String TASK_ASSIGNOR_CLASS_CONFIG = "task.assignor.class";

    private static final long EOS_COMMIT_INTERVAL_MS = 100;

    public StreamsConfig(Map<?, ?> props) {
        super(configDef(), props, false);
        String guarantee = getString(PROCESSING_GUARANTEE_CONFIG);
        if (!guarantee.equals(AT_LEAST_ONCE) && !guarantee.equals(EXACTLY_ONCE_V2)) {
            throw new io.leat.common.config.ConfigException(
                    PROCESSING_GUARANTEE_CONFIG,
                    guarantee,
                    "must be " + AT_LEAST_ONCE + " or " + EXACTLY_ONCE_V2);
        }
    }

    /** The definition of all keys. */
    public static ConfigDef configDef() {
        return new ConfigDef()
                .define(
                        APPLICATION_ID_CONFIG,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "The name of the application: its group, and the prefix of its topics.")
                .define(
                        BOOTSTRAP_SERVERS_CONFIG,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "Addresses of brokers, host:port.")
                .define(
                        PROCESSING_GUARANTEE_CONFIG,
                        Type.STRING,
                        "at_least_once",
                        Importance.MEDIUM,
                        "at_least_once or exactly_once_v2.")
                .define(
                        COMMIT_INTERVAL_MS_CONFIG,
                        Type.LONG,
                        30000L,
                        Importance.MEDIUM,
                        "How often to commit; 100 by default under exactly_once_v2.")
                .define(
                        NUM_STREAM_THREADS_CONFIG,
                        Type.INT,
                        1,
                        Importance.MEDIUM,
                        "Threads that process.")
                .define(
                        NUM_STANDBY_REPLICAS_CONFIG,
                        Type.INT,
                        0,
                        Importance.MEDIUM,
                        "Copies of stores that are kept warm.")
                .define(
                        STATE_DIR_CONFIG,
                        Type.STRING,
                        System.getProperty("java.io.tmpdir") + "/kafka-streams",
                        Importance.MEDIUM,
                        "Where stores are kept.")
                .define(
                        STATESTORE_CACHE_MAX_BYTES_CONFIG,
                        Type.LONG,
                        10485760L,
                        Importance.MEDIUM,
                        "Bytes that stores may hold back between commits, over all threads.")
                .define(
                        DEFAULT_KEY_SERDE_CLASS_CONFIG,
                        Type.CLASS,
                        null,
                        Importance.MEDIUM,
                        "The serde of keys where none is given.")
                .define(
                        DEFAULT_VALUE_SERDE_CLASS_CONFIG,
                        Type.CLASS,
                        null,
                        Importance.MEDIUM,
                        "The serde of values where none is given.")
                .define(
                        DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                        Type.CLASS,
                        FailOnInvalidTimestamp.class,
                        Importance.MEDIUM,
                        "Finds the time of a record.")
                .define(
                        DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        Type.CLASS,
                        LogAndFailExceptionHandler.class,
                        Importance.MEDIUM,
                        "Decides about records that cannot be deserialized.")
                .define(
                        PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                        Type.CLASS,
                        LogAndFailProcessingExceptionHandler.class,
                        Importance.MEDIUM,
                        "Decides about exceptions of processors.")
                .define(
                        PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        Type.CLASS,
                        DefaultProductionExceptionHandler.class,
                        Importance.MEDIUM,
                        "Decides about records that cannot be sent.")
                .define(
                        ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Where handlers send bad records.")
                .define(
                        REPLICATION_FACTOR_CONFIG,
                        Type.INT,
                        -1,
                        Importance.MEDIUM,
                        "Copies of internal topics; -1 for the default of the brokers.")
                .define(
                        TOPOLOGY_OPTIMIZATION_CONFIG,
                        Type.STRING,
                        "none",
                        Importance.MEDIUM,
                        "Which optimizations to apply.")
                .define(
                        MAX_TASK_IDLE_MS_CONFIG,
                        Type.LONG,
                        0L,
                        Importance.MEDIUM,
                        "How long to wait for records of an empty partition.")
                .define(
                        GROUP_PROTOCOL_CONFIG,
                        Type.STRING,
                        "classic",
                        Importance.MEDIUM,
                        "The protocol of the group.")
                .define(
                        APPLICATION_SERVER_CONFIG,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "host:port of this instance, for queries.")
                .define(
                        CLIENT_ID_CONFIG,
                        Type.STRING,
                        "<application.id>-<random-UUID>",
                        Importance.MEDIUM,
                        "Prefix of the ids of the clients inside.")
                .define(
                        ACCEPTABLE_RECOVERY_LAG_CONFIG,
                        Type.LONG,
                        10000L,
                        Importance.MEDIUM,
                        "Lag at which a store counts as caught up.")
                .define(
                        MAX_WARMUP_REPLICAS_CONFIG,
                        Type.INT,
                        2,
                        Importance.MEDIUM,
                        "Stores that are warmed up at a time.")
                .define(
                        PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                        Type.LONG,
                        600000L,
                        Importance.MEDIUM,
                        "How often to look whether warm-ups have caught up.")
                .define(
                        TASK_TIMEOUT_MS_CONFIG,
                        Type.LONG,
                        300000L,
                        Importance.MEDIUM,
                        "How long a task may retry before it fails.")
                .define(
                        BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                        Type.INT,
                        1000,
                        Importance.MEDIUM,
                        "Records that wait in memory, per partition.")
                .define(
                        POLL_MS_CONFIG,
                        Type.LONG,
                        100L,
                        Importance.MEDIUM,
                        "How long to wait for input.")
                .define(
                        STATE_CLEANUP_DELAY_MS_CONFIG,
                        Type.LONG,
                        600000L,
                        Importance.MEDIUM,
                        "When state of tasks that moved away is deleted.")
                .define(
                        ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                        Type.CLASS,
                        null,
                        Importance.MEDIUM,
                        "Tunes RocksDB.")
                .define(
                        METRICS_RECORDING_LEVEL_CONFIG,
                        Type.STRING,
                        "INFO",
                        Importance.MEDIUM,
                        "The lowest level of metrics to record.")
                .define(
                        METRIC_REPORTER_CLASSES_CONFIG,
                        Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Where metrics go.")
                .define(
                        METRICS_NUM_SAMPLES_CONFIG,
                        Type.INT,
                        2,
                        Importance.MEDIUM,
                        "Samples of a metric.")
                .define(
                        METRICS_SAMPLE_WINDOW_MS_CONFIG,
                        Type.LONG,
                        30000L,
                        Importance.MEDIUM,
                        "Length of a sample.")
                .define(
                        ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether generated names are refused.")
                .define(
                        REPARTITION_PURGE_INTERVAL_MS_CONFIG,
                        Type.LONG,
                        30000L,
                        Importance.MEDIUM,
                        "How often processed records of repartition topics are deleted.")
                .define(
                        WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
                        Type.LONG,
                        86400000L,
                        Importance.MEDIUM,
                        "Added to the retention of changelogs of windows.")
                .define(
                        UPGRADE_FROM_CONFIG,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "The version to upgrade from.")
                .define(
                        ENABLE_METRICS_PUSH_CONFIG,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether clients push metrics.")
                .define(
                        LOG_SUMMARY_INTERVAL_MS_CONFIG,
                        Type.LONG,
                        120000L,
                        Importance.MEDIUM,
                        "How often threads log what they did.")
                .define(
                        REQUEST_TIMEOUT_MS_CONFIG,
                        Type.INT,
                        40000,
                        Importance.MEDIUM,
                        "How long to wait for a reply.")
                .define(
                        RETRY_BACKOFF_MS_CONFIG,
                        Type.LONG,
                        100L,
                        Importance.MEDIUM,
                        "How long to wait before a retry.")
                .define(
                        SECURITY_PROTOCOL_CONFIG,
                        Type.STRING,
                        "PLAINTEXT",
                        Importance.MEDIUM,
                        "How to talk to brokers.")
                .define(
                        RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
                        Type.STRING,
                        "none",
                        Importance.MEDIUM,
                        "Whether assignment considers racks.")
                .define(
                        RACK_AWARE_ASSIGNMENT_TAGS_CONFIG,
                        Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Tags that standbys must differ in.")
                .define(
                        TASK_ASSIGNOR_CLASS_CONFIG,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Another assignor of tasks.");
    }

    /** {@code producer.} before the key of a producer. */
    public static String producerPrefix(String key) {
        return PRODUCER_PREFIX + key;
    }

    public static String consumerPrefix(String key) {
        return CONSUMER_PREFIX + key;
    }

    public static String mainConsumerPrefix(String key) {
        return MAIN_CONSUMER_PREFIX + key;
    }

    public static String restoreConsumerPrefix(String key) {
        return RESTORE_CONSUMER_PREFIX + key;
    }

    public static String adminClientPrefix(String key) {
        return ADMIN_CLIENT_PREFIX + key;
    }

    public static String topicPrefix(String key) {
        return TOPIC_PREFIX + key;
    }

    public boolean exactlyOnce() {
        return EXACTLY_ONCE_V2.equals(getString(PROCESSING_GUARANTEE_CONFIG));
    }

    /** The commit interval; exactly-once has a default of its own. */
    public long commitIntervalMs() {
        return exactlyOnce() && !originals().containsKey(COMMIT_INTERVAL_MS_CONFIG)
                ? EOS_COMMIT_INTERVAL_MS
                : getLong(COMMIT_INTERVAL_MS_CONFIG);
    }

    public Serde<?> defaultKeySerde() {
        return serde(DEFAULT_KEY_SERDE_CLASS_CONFIG, true);
    }

    public Serde<?> defaultValueSerde() {
        return serde(DEFAULT_VALUE_SERDE_CLASS_CONFIG, false);
    }

    private Serde<?> serde(String key, boolean isKey) {
        Serde<?> serde = getConfiguredInstance(key, Serde.class);
        if (serde != null) {
            serde.configure(originals(), isKey);
        }
        return serde;
    }

    TaskSettings taskSettings() {
        Map<String, Object> all = new HashMap<>(originals());
        values().forEach((key, value) -> all.putIfAbsent(key, value));
        return new TaskSettings(
                getString(APPLICATION_ID_CONFIG),
                defaultKeySerde(),
                defaultValueSerde(),
                getConfiguredInstance(
                        DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, TimestampExtractor.class),
                getConfiguredInstance(
                        DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        DeserializationExceptionHandler.class),
                getConfiguredInstance(
                        PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                        ProcessingExceptionHandler.class),
                getConfiguredInstance(
                        PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        ProductionExceptionHandler.class),
                getLong(STATESTORE_CACHE_MAX_BYTES_CONFIG),
                all);
    }

    /** For code that takes java.util.Properties. */
    static Map<String, Object> map(Properties properties) {
        Map<String, Object> settings = new HashMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value));
        return settings;
    }
}
