package io.leat.streams;

import io.leat.clients.admin.AdminClientConfig;
import io.leat.clients.consumer.ConsumerConfig;
import io.leat.clients.producer.ProducerConfig;
import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.common.metrics.MetricConfig;
import io.leat.common.metrics.MetricsReporter;
import io.leat.common.metrics.Sensor.RecordingLevel;
import io.leat.common.serialization.Serde;
import io.leat.log.runtime.Clock;
import io.leat.streams.errors.DeserializationExceptionHandler;
import io.leat.streams.errors.ProcessingExceptionHandler;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.metrics.Meters;
import io.leat.streams.processor.TimestampExtractor;
import io.leat.streams.state.rocksdb.RocksDbStore;
import io.leat.streams.task.TaskSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of a stream application: Kafka's keys and defaults. */
@NullUnmarked
public class StreamsConfig extends AbstractConfig {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsConfig.class);

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

    /**
     * Of Leat: one of so many iterators of RocksDB stores is watched, and reported with the place
     * where it was opened if it is never closed; 1 watches all, 0 none.
     */
    public static final String ITERATOR_LEAK_SAMPLING_CONFIG = "iterator.leak.sampling";

    /** Of Leat: the port for queries over HTTP; 0 is any free one, -1, the default, is none. */
    public static final String QUERIES_HTTP_PORT_CONFIG = "queries.http.port";

    /**
     * Of Leat: the address for queries over HTTP, this machine alone unless given. Others are told
     * {@code application.server}, which is this address and port unless given.
     */
    public static final String QUERIES_HTTP_HOST_CONFIG = "queries.http.host";

    /**
     * Of Leat: a file with a token. Queries over HTTP then need the header {@code Authorization:
     * Bearer TOKEN}; instances ask each other with it, so that all need the same.
     */
    public static final String QUERIES_HTTP_TOKEN_FILE_CONFIG = "queries.http.token.file";

    /** Of Leat: whether others than this machine may query over HTTP without a token. */
    public static final String QUERIES_HTTP_INSECURE_CONFIG = "queries.http.insecure";

    /**
     * Of Leat: after so long without a record the stream time of a task goes on with the wall
     * clock, so that windows close and what waits goes out; -1, the default, leaves it.
     */
    public static final String STREAM_TIME_MAX_IDLE_MS_CONFIG = "stream.time.max.idle.ms";

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

    /** Leat's own: bytes of native memory that all stores on RocksDB take together. */
    public static final String STATE_MEMORY_BYTES_CONFIG = RocksDbStore.MEMORY_SETTING;

    public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG =
            "rack.aware.assignment.strategy";
    public static final String RACK_AWARE_ASSIGNMENT_TAGS_CONFIG = "rack.aware.assignment.tags";
    public static final String PROCESSOR_WRAPPER_CLASS_CONFIG = "processor.wrapper.class";
    public static final String TASK_ASSIGNOR_CLASS_CONFIG = "task.assignor.class";
    public static final String ALLOW_OS_GROUP_WRITE_ACCESS_CONFIG = "allow.os.group.write.access";
    public static final String BUILT_IN_METRICS_VERSION_CONFIG = "built.in.metrics.version";

    @Deprecated
    public static final String CACHE_MAX_BYTES_BUFFERING_CONFIG = "cache.max.bytes.buffering";

    public static final String CONFIG_PROVIDERS_CONFIG = "config.providers";
    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";
    public static final String DEFAULT_CLIENT_SUPPLIER_CONFIG = "default.client.supplier";

    @Deprecated
    public static final String DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG =
            "default.deserialization.exception.handler";

    @Deprecated
    public static final String DEFAULT_PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG =
            "default.production.exception.handler";

    @Deprecated public static final String DEFAULT_DSL_STORE_CONFIG = "default.dsl.store";
    public static final String DSL_STORE_SUPPLIERS_CLASS_CONFIG = "dsl.store.suppliers.class";
    public static final String DSL_STORE_FORMAT_CONFIG = "dsl.store.format";
    public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";
    public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";
    public static final String RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG =
            "rack.aware.assignment.non_overlap_cost";
    public static final String RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG =
            "rack.aware.assignment.traffic_cost";
    public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";
    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";
    public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";
    public static final String STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG = "state.cleanup.dir.max.age.ms";

    @Deprecated
    public static final String WINDOWED_INNER_CLASS_SERDE = "windowed.inner.class.serde";

    @Deprecated public static final String WINDOW_SIZE_MS_CONFIG = "window.size.ms";

    @Deprecated
    public static final String PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG =
            "processing.exception.handler.global.enabled";

    public static final String REUSE_KTABLE_SOURCE_TOPICS = "reuse.ktable.source.topics";
    public static final String MERGE_REPARTITION_TOPICS = "merge.repartition.topics";
    public static final String SINGLE_STORE_SELF_JOIN = "single.store.self.join";
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_NONE = "none";
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_MIN_TRAFFIC = "min_traffic";
    public static final String RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY =
            "balance_subtopology";
    public static final String METRICS_LATEST = "latest";
    @Deprecated public static final String ROCKS_DB = "rocksDB";
    @Deprecated public static final String IN_MEMORY = "in_memory";
    @Deprecated public static final String DEFAULT_DSL_STORE = "rocksDB";
    public static final String DSL_STORE_FORMAT_DEFAULT = "DEFAULT";
    public static final String DSL_STORE_FORMAT_HEADERS = "HEADERS";
    public static final String DEFAULT_GROUP_PROTOCOL = "classic";
    public static final String CLIENT_TAG_PREFIX = "client.tag.";
    public static final String UPGRADE_FROM_24 = "2.4";
    public static final String UPGRADE_FROM_25 = "2.5";
    public static final String UPGRADE_FROM_26 = "2.6";
    public static final String UPGRADE_FROM_27 = "2.7";
    public static final String UPGRADE_FROM_28 = "2.8";
    public static final String UPGRADE_FROM_30 = "3.0";
    public static final String UPGRADE_FROM_31 = "3.1";
    public static final String UPGRADE_FROM_32 = "3.2";
    public static final String UPGRADE_FROM_33 = "3.3";
    public static final String UPGRADE_FROM_34 = "3.4";
    public static final String UPGRADE_FROM_35 = "3.5";
    public static final String UPGRADE_FROM_36 = "3.6";
    public static final String UPGRADE_FROM_37 = "3.7";
    public static final String UPGRADE_FROM_38 = "3.8";
    public static final String UPGRADE_FROM_39 = "3.9";
    public static final String UPGRADE_FROM_40 = "4.0";
    public static final String UPGRADE_FROM_41 = "4.1";
    public static final String UPGRADE_FROM_42 = "4.2";

    /** For {@link #MAX_TASK_IDLE_MS_CONFIG}: go on with what is there, in whatever order. */
    public static final long MAX_TASK_IDLE_MS_DISABLED = -1;

    public static final long STATE_CLEANUP_DIR_MAX_AGE_MS_DISABLED = -1;
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_LIST_SIZE = 5;
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_KEY_LENGTH = 20;
    public static final int MAX_RACK_AWARE_ASSIGNMENT_TAG_VALUE_LENGTH = 30;

    private static final long EOS_COMMIT_INTERVAL_MS = 100;

    public StreamsConfig(Map<?, ?> props) {
        super(configDef(), props, false);
        StreamsKeys.WITHOUT_EFFECT.forEach(
                (key, instead) -> {
                    if (originals().containsKey(key)) {
                        LOG.atWarn()
                                .addKeyValue("key", key)
                                .addKeyValue("because", instead)
                                .log("this setting has no effect");
                    }
                });
        if (streamsProtocol()) {
            checkStreamsProtocol();
        }
    }

    /** What the broker decides in a streams group cannot be set here. */
    private void checkStreamsProtocol() {
        String instance = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
        if (originals().containsKey(instance)
                || originals().containsKey(CONSUMER_PREFIX + instance)
                || originals().containsKey(MAIN_CONSUMER_PREFIX + instance)) {
            throw new ConfigException(
                    "Streams groups have no static members: remove group.instance.id, or set"
                            + " group.protocol=classic.");
        }
        for (String key : List.of(NUM_STANDBY_REPLICAS_CONFIG, TASK_ASSIGNOR_CLASS_CONFIG)) {
            if (originals().containsKey(key)) {
                LOG.atWarn()
                        .addKeyValue("key", key)
                        .log(
                                "the broker decides: this setting has no effect with"
                                        + " group.protocol=streams");
            }
        }
    }

    /** The definition of all keys. */
    public static ConfigDef configDef() {
        return StreamsKeys.define();
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

    public static String globalConsumerPrefix(String key) {
        return GLOBAL_CONSUMER_PREFIX + key;
    }

    public static String clientTagPrefix(String key) {
        return CLIENT_TAG_PREFIX + key;
    }

    public static String topicPrefix(String key) {
        return TOPIC_PREFIX + key;
    }

    public boolean exactlyOnce() {
        return EXACTLY_ONCE_V2.equals(getString(PROCESSING_GUARANTEE_CONFIG));
    }

    /** The commit interval; exactly-once has a default of its own. */
    public long commitIntervalMs() {
        return commitsEarly() ? EOS_COMMIT_INTERVAL_MS : getLong(COMMIT_INTERVAL_MS_CONFIG);
    }

    /**
     * Whether to commit before the interval is over when all input has been processed: under
     * exactly-once, as long as nobody sets an interval.
     */
    public boolean commitsEarly() {
        return exactlyOnce() && !originals().containsKey(COMMIT_INTERVAL_MS_CONFIG);
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

    /** Makes the clients, where none is given to {@link LeatStreams}. */
    public KafkaClientSupplier getKafkaClientSupplier() {
        return getConfiguredInstance(DEFAULT_CLIENT_SUPPLIER_CONFIG, KafkaClientSupplier.class);
    }

    /**
     * Settings of the consumer of a stream thread, without what only the running application knows.
     *
     * @param threadIdx of the thread within this instance, from 1
     */
    public Map<String, Object> getMainConsumerConfigs(
            String groupId, String clientId, int threadIdx) {
        Map<String, Object> settings = consumerConfigs(MAIN_CONSUMER_PREFIX, clientId);
        settings.put("group.id", groupId);
        settings.putIfAbsent("auto.offset.reset", "earliest");
        settings.putIfAbsent("max.poll.records", "1000");
        Object instance = originals().get("group.instance.id");
        if (instance != null) {
            settings.put("group.instance.id", instance + "-" + threadIdx);
        }
        return settings;
    }

    /** Whether the broker hands out the tasks (KIP-1071). */
    public boolean streamsProtocol() {
        return GroupProtocol.of(getString(GROUP_PROTOCOL_CONFIG)) == GroupProtocol.STREAMS;
    }

    /** Settings of a consumer that restores stores. */
    public Map<String, Object> getRestoreConsumerConfigs(String clientId) {
        return withoutGroup(consumerConfigs(RESTORE_CONSUMER_PREFIX, clientId));
    }

    /** Settings of the consumer that fills global stores. */
    public Map<String, Object> getGlobalConsumerConfigs(String clientId) {
        return withoutGroup(consumerConfigs(GLOBAL_CONSUMER_PREFIX, clientId));
    }

    private static Map<String, Object> withoutGroup(Map<String, Object> settings) {
        settings.remove("group.id");
        settings.remove("group.instance.id");
        settings.put("auto.offset.reset", "none");
        return settings;
    }

    private Map<String, Object> consumerConfigs(String prefix, String clientId) {
        Map<String, Object> settings = clientConfigs(CONSUMER_PREFIX, ConsumerConfig.configNames());
        settings.putAll(originalsWithPrefix(prefix));
        settings.put("client.id", clientId);
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.remove(GROUP_PROTOCOL_CONFIG); // that of the application is no consumer's
        settings.put("isolation.level", exactlyOnce() ? "read_committed" : "read_uncommitted");
        return settings;
    }

    /** Settings of the producer of a stream thread. */
    public Map<String, Object> getProducerConfigs(String clientId) {
        Map<String, Object> settings = clientConfigs(PRODUCER_PREFIX, ProducerConfig.configNames());
        settings.put("client.id", clientId);
        // Records wait for the commit anyway; full batches cost less.
        settings.putIfAbsent("linger.ms", "100");
        settings.putIfAbsent("batch.size", "65536");
        if (exactlyOnce()) {
            settings.putIfAbsent("transaction.timeout.ms", "10000");
        }
        return settings;
    }

    public Map<String, Object> getAdminConfigs(String clientId) {
        Map<String, Object> settings =
                clientConfigs(ADMIN_CLIENT_PREFIX, AdminClientConfig.configNames());
        settings.put("client.id", clientId);
        settings.putIfAbsent(
                ENABLE_METRICS_PUSH_CONFIG, getBoolean(ENABLE_METRICS_PUSH_CONFIG)); // KIP-1076
        return settings;
    }

    /** What was given for every client that knows it, then what was given for this kind alone. */
    private Map<String, Object> clientConfigs(String prefix, Set<String> known) {
        Map<String, Object> settings = new HashMap<>(originals());
        settings.keySet().retainAll(known);
        settings.putAll(originalsWithPrefix(prefix));
        return settings;
    }

    /** The tags of this instance: what is set with {@link #CLIENT_TAG_PREFIX}. */
    public Map<String, String> getClientTags() {
        Map<String, String> tags = new HashMap<>();
        originalsWithPrefix(CLIENT_TAG_PREFIX)
                .forEach((tag, value) -> tags.put(tag, value.toString()));
        return tags;
    }

    /** What records the metrics of an application, as the settings say. */
    Meters meters(String clientId, Clock clock) {
        MetricConfig metricConfig =
                new MetricConfig()
                        .samples(getInt(METRICS_NUM_SAMPLES_CONFIG))
                        .timeWindow(getLong(METRICS_SAMPLE_WINDOW_MS_CONFIG), TimeUnit.MILLISECONDS)
                        .recordLevel(
                                RecordingLevel.forName(getString(METRICS_RECORDING_LEVEL_CONFIG)));
        List<MetricsReporter> reporters =
                getConfiguredInstances(
                        METRIC_REPORTER_CLASSES_CONFIG,
                        MetricsReporter.class,
                        Map.of(CLIENT_ID_CONFIG, clientId));
        return new Meters(metricConfig, reporters, clock);
    }

    public TimestampExtractor defaultTimestampExtractor() {
        return getConfiguredInstance(
                DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, TimestampExtractor.class);
    }

    @SuppressWarnings("deprecation")
    public DeserializationExceptionHandler deserializationExceptionHandler() {
        return getConfiguredInstance(
                orFormer(
                        DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG),
                DeserializationExceptionHandler.class);
    }

    /**
     * @deprecated use {@link #deserializationExceptionHandler}
     */
    @Deprecated
    public DeserializationExceptionHandler defaultDeserializationExceptionHandler() {
        return deserializationExceptionHandler();
    }

    /**
     * @deprecated use {@link #productionExceptionHandler}
     */
    @Deprecated
    public ProductionExceptionHandler defaultProductionExceptionHandler() {
        return productionExceptionHandler();
    }

    @SuppressWarnings("deprecation")
    public ProductionExceptionHandler productionExceptionHandler() {
        return getConfiguredInstance(
                orFormer(
                        PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        DEFAULT_PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG),
                ProductionExceptionHandler.class);
    }

    public ProcessingExceptionHandler processingExceptionHandler() {
        return getConfiguredInstance(
                PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ProcessingExceptionHandler.class);
    }

    /** {@code key}, or its former name if only that is given. */
    private String orFormer(String key, String former) {
        return originals().containsKey(former) && !originals().containsKey(key) ? former : key;
    }

    /**
     * What {@code topology.optimization} asks for: the names of single optimizations.
     *
     * @throws ConfigException if it names one that there is not
     */
    public static Set<String> verifyTopologyOptimizationConfigs(@Nullable String given) {
        Set<String> every =
                Set.of(
                        REUSE_KTABLE_SOURCE_TOPICS,
                        MERGE_REPARTITION_TOPICS,
                        SINGLE_STORE_SELF_JOIN);
        Set<String> wishes = new HashSet<>();
        for (String wish : (given == null ? NO_OPTIMIZATION : given).split("\\s*,\\s*")) {
            if (wish.equals(OPTIMIZE)) {
                wishes.addAll(every);
            } else if (every.contains(wish)) {
                wishes.add(wish);
            } else if (!wish.equals(NO_OPTIMIZATION)) {
                throw new ConfigException(
                        TOPOLOGY_OPTIMIZATION_CONFIG,
                        given,
                        "Unknown is "
                                + wish
                                + ". Allowed are none, all, "
                                + String.join(", ", every));
            }
        }
        return wishes;
    }

    /** The same for what fills global stores. */
    TaskSettings globalSettings() {
        return taskSettings()
                .forGlobals(getBoolean(PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG));
    }

    TaskSettings taskSettings() {
        Map<String, Object> all = new HashMap<>(originals());
        values().forEach((key, value) -> all.putIfAbsent(key, value));
        return new TaskSettings(
                getString(APPLICATION_ID_CONFIG),
                defaultKeySerde(),
                defaultValueSerde(),
                defaultTimestampExtractor(),
                deserializationExceptionHandler(),
                processingExceptionHandler(),
                productionExceptionHandler(),
                getLong(
                        orFormer(
                                STATESTORE_CACHE_MAX_BYTES_CONFIG,
                                CACHE_MAX_BYTES_BUFFERING_CONFIG)),
                getLong(MAX_TASK_IDLE_MS_CONFIG),
                getLong(STREAM_TIME_MAX_IDLE_MS_CONFIG),
                all);
    }

    /** For code that takes java.util.Properties. */
    static Map<String, Object> map(Properties properties) {
        Map<String, Object> settings = new HashMap<>();
        properties.forEach((key, value) -> settings.put(key.toString(), value));
        return settings;
    }
}
