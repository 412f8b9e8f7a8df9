package io.leat.streams;

import static io.leat.streams.StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG;
import static io.leat.streams.StreamsConfig.CACHE_MAX_BYTES_BUFFERING_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_DSL_STORE_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG;
import static io.leat.streams.StreamsConfig.MAX_TASK_IDLE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
import static io.leat.streams.StreamsConfig.TASK_TIMEOUT_MS_CONFIG;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.streams.errors.DeserializationExceptionHandler;
import io.leat.streams.errors.ProcessingExceptionHandler;
import io.leat.streams.kstream.Materialized.StoreType;
import io.leat.streams.processor.TimestampExtractor;
import io.leat.streams.processor.api.ProcessorWrapper;
import io.leat.streams.state.DslStoreSuppliers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of one topology: those of the application, and what is to be different for it.
 * Immutable.
 *
 * <pre>{@code
 * Properties overrides = new Properties();
 * overrides.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 500);
 * StreamsBuilder builder =
 *     new StreamsBuilder(new TopologyConfig(null, new StreamsConfig(properties), overrides));
 * }</pre>
 */
@NullUnmarked
public final class TopologyConfig extends AbstractConfig {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyConfig.class);

    /** What a topology may have its own value of. A cache may be switched off only, with 0. */
    private static final List<String> KEYS =
            List.of(
                    BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                    CACHE_MAX_BYTES_BUFFERING_CONFIG,
                    DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                    DEFAULT_DSL_STORE_CONFIG,
                    DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
                    DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                    DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                    MAX_TASK_IDLE_MS_CONFIG,
                    PROCESSOR_WRAPPER_CLASS_CONFIG,
                    STATESTORE_CACHE_MAX_BYTES_CONFIG,
                    TASK_TIMEOUT_MS_CONFIG);

    /** May be null. */
    public final String topologyName;

    /** Whether it runs under exactly_once_v2. */
    public final boolean eosEnabled;

    /** The settings of the application. */
    public final StreamsConfig applicationConfigs;

    /** What is different. */
    public final Properties topologyOverrides;

    public final int maxBufferedSize;
    public final long cacheSize;
    public final long maxTaskIdleMs;
    public final long taskTimeoutMs;
    public final String storeType;
    public final Class<?> dslStoreSuppliers;
    public final Supplier<TimestampExtractor> timestampExtractorSupplier;
    public final Supplier<DeserializationExceptionHandler> deserializationExceptionHandlerSupplier;
    public final Supplier<ProcessingExceptionHandler> processingExceptionHandlerSupplier;
    public final boolean ensureExplicitInternalResourceNaming;

    /** Nothing is different. */
    public TopologyConfig(StreamsConfig configs) {
        this(null, configs, overridable(configs));
    }

    public TopologyConfig(
            String topologyName, StreamsConfig globalAppConfigs, Properties topologyOverrides) {
        super(definition(), topologyOverrides, false);
        this.topologyName = topologyName;
        this.applicationConfigs = globalAppConfigs;
        this.topologyOverrides = topologyOverrides;
        StreamsConfig all = over(globalAppConfigs);
        eosEnabled = all.exactlyOnce();
        maxBufferedSize = all.getInt(BUFFERED_RECORDS_PER_PARTITION_CONFIG);
        cacheSize = all.taskSettings().bufferBytes();
        maxTaskIdleMs = all.getLong(MAX_TASK_IDLE_MS_CONFIG);
        taskTimeoutMs = all.getLong(TASK_TIMEOUT_MS_CONFIG);
        storeType = all.getString(DEFAULT_DSL_STORE_CONFIG);
        dslStoreSuppliers = all.getClass(DSL_STORE_SUPPLIERS_CLASS_CONFIG);
        timestampExtractorSupplier = all::defaultTimestampExtractor;
        deserializationExceptionHandlerSupplier = all::deserializationExceptionHandler;
        processingExceptionHandlerSupplier =
                () ->
                        all.getConfiguredInstance(
                                PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                                ProcessingExceptionHandler.class);
        ensureExplicitInternalResourceNaming =
                all.getBoolean(ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG);
    }

    /** The keys as {@link StreamsConfig} defines them, all without a value. */
    private static ConfigDef definition() {
        ConfigDef own = new ConfigDef();
        Map<String, ConfigDef.ConfigKey> known = StreamsConfig.configDef().configKeys();
        for (String name : KEYS) {
            ConfigDef.ConfigKey key = known.get(name);
            own.define(name, key.type, null, key.importance, key.documentation);
        }
        return own;
    }

    private static Properties overridable(StreamsConfig configs) {
        Properties given = new Properties();
        configs.originals()
                .forEach(
                        (key, value) -> {
                            if (KEYS.contains(key) && value != null) {
                                given.put(key, value);
                            }
                        });
        return given;
    }

    /** The settings that an application with {@code configs} has for this topology. */
    StreamsConfig over(StreamsConfig configs) {
        Map<String, Object> all = new HashMap<>(configs.originals());
        for (String key : KEYS) {
            Object own = topologyOverrides.get(key);
            if (own == null) {
                continue;
            }
            if (isCache(key) && !own.equals(all.get(key)) && getLong(key) != 0) {
                LOG.atWarn()
                        .addKeyValue("key", key)
                        .addKeyValue("value", own)
                        .log("a topology may only switch its cache off, with 0: ignored");
                continue;
            }
            all.put(key, own);
        }
        return all.equals(configs.originals()) ? configs : new StreamsConfig(all);
    }

    private static boolean isCache(String key) {
        return key.equals(STATESTORE_CACHE_MAX_BYTES_CONFIG)
                || key.equals(CACHE_MAX_BYTES_BUFFERING_CONFIG);
    }

    /**
     * The stores of the DSL, as {@code default.dsl.store} says.
     *
     * @deprecated use {@link #resolveDslStoreSuppliers}
     */
    @Deprecated
    public StoreType parseStoreType() {
        return storeType.equals("in_memory") ? StoreType.IN_MEMORY : StoreType.ROCKS_DB;
    }

    /** What makes the stores of the DSL, if that is set. */
    @SuppressWarnings("deprecation")
    public Optional<DslStoreSuppliers> resolveDslStoreSuppliers() {
        StreamsConfig all = over(applicationConfigs);
        if (all.originals().containsKey(DSL_STORE_SUPPLIERS_CLASS_CONFIG)) {
            return Optional.of(
                    all.getConfiguredInstance(
                            DSL_STORE_SUPPLIERS_CLASS_CONFIG, DslStoreSuppliers.class));
        }
        return all.originals().containsKey(DEFAULT_DSL_STORE_CONFIG)
                ? Optional.of(parseStoreType())
                : Optional.empty();
    }

    /** Whether the topology is one of several: Leat has one for each application. */
    public boolean isNamedTopology() {
        return topologyName != null;
    }

    /** What tasks need of this. */
    public TaskConfig getTaskConfig() {
        return new TaskConfig(this);
    }

    /** The settings of tasks. Immutable. */
    public static class TaskConfig {

        public final long maxTaskIdleMs;
        public final long taskTimeoutMs;
        public final int maxBufferedSize;
        public final TimestampExtractor timestampExtractor;
        public final DeserializationExceptionHandler deserializationExceptionHandler;
        public final ProcessingExceptionHandler processingExceptionHandler;
        public final boolean eosEnabled;

        private TaskConfig(TopologyConfig topology) {
            maxTaskIdleMs = topology.maxTaskIdleMs;
            taskTimeoutMs = topology.taskTimeoutMs;
            maxBufferedSize = topology.maxBufferedSize;
            timestampExtractor = topology.timestampExtractorSupplier.get();
            deserializationExceptionHandler =
                    topology.deserializationExceptionHandlerSupplier.get();
            processingExceptionHandler = topology.processingExceptionHandlerSupplier.get();
            eosEnabled = topology.eosEnabled;
        }
    }

    /** What to put around processors; null for nothing. */
    @Nullable ProcessorWrapper processorWrapper() {
        return over(applicationConfigs)
                .getConfiguredInstance(PROCESSOR_WRAPPER_CLASS_CONFIG, ProcessorWrapper.class);
    }
}
