package io.leat.clients.producer;

import io.leat.clients.CommonClientConfigs;
import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.NonEmptyString;
import io.leat.common.config.ConfigDef.Range;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import io.leat.common.config.ConfigException;
import io.leat.common.serialization.Serializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The settings of a producer: names, defaults and checks are those of Apache Kafka. */
public class ProducerConfig extends AbstractConfig {

    public static final String BOOTSTRAP_SERVERS_CONFIG =
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

    public static final String CLIENT_DNS_LOOKUP_CONFIG =
            CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG;

    public static final String METADATA_MAX_AGE_CONFIG =
            CommonClientConfigs.METADATA_MAX_AGE_CONFIG;

    public static final String METADATA_MAX_IDLE_CONFIG = "metadata.max.idle.ms";

    public static final String BATCH_SIZE_CONFIG = "batch.size";

    public static final String PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG =
            "partitioner.adaptive.partitioning.enable";

    public static final String PARTITIONER_AVAILABILITY_TIMEOUT_MS_CONFIG =
            "partitioner.availability.timeout.ms";

    public static final String PARTITIONER_IGNORE_KEYS_CONFIG = "partitioner.ignore.keys";

    public static final String ACKS_CONFIG = "acks";

    public static final String LINGER_MS_CONFIG = "linger.ms";

    public static final String REQUEST_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG;

    public static final String DELIVERY_TIMEOUT_MS_CONFIG = "delivery.timeout.ms";

    public static final String CLIENT_ID_CONFIG = CommonClientConfigs.CLIENT_ID_CONFIG;

    public static final String SEND_BUFFER_CONFIG = CommonClientConfigs.SEND_BUFFER_CONFIG;

    public static final String RECEIVE_BUFFER_CONFIG = CommonClientConfigs.RECEIVE_BUFFER_CONFIG;

    public static final String MAX_REQUEST_SIZE_CONFIG = "max.request.size";

    public static final String RECONNECT_BACKOFF_MS_CONFIG =
            CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG;

    public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG =
            CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG;

    public static final String MAX_BLOCK_MS_CONFIG = "max.block.ms";

    public static final String BUFFER_MEMORY_CONFIG = "buffer.memory";

    public static final String RETRY_BACKOFF_MS_CONFIG =
            CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG;

    public static final String RETRY_BACKOFF_MAX_MS_CONFIG =
            CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG;

    public static final String ENABLE_METRICS_PUSH_CONFIG =
            CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;

    public static final String COMPRESSION_TYPE_CONFIG = "compression.type";

    public static final String COMPRESSION_GZIP_LEVEL_CONFIG = "compression.gzip.level";

    public static final String COMPRESSION_LZ4_LEVEL_CONFIG = "compression.lz4.level";

    public static final String COMPRESSION_ZSTD_LEVEL_CONFIG = "compression.zstd.level";

    public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG =
            CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG;

    public static final String METRICS_NUM_SAMPLES_CONFIG =
            CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG;

    public static final String METRICS_RECORDING_LEVEL_CONFIG =
            CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG;

    public static final String METRIC_REPORTER_CLASSES_CONFIG =
            CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG;

    public static final String MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION =
            "max.in.flight.requests.per.connection";

    public static final String RETRIES_CONFIG = "retries";

    public static final String KEY_SERIALIZER_CLASS_CONFIG = "key.serializer";

    public static final String VALUE_SERIALIZER_CLASS_CONFIG = "value.serializer";

    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG;

    public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
            CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG;

    public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG =
            CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG;

    public static final String PARTITIONER_CLASS_CONFIG = "partitioner.class";

    public static final String INTERCEPTOR_CLASSES_CONFIG = "interceptor.classes";

    public static final String ENABLE_IDEMPOTENCE_CONFIG = "enable.idempotence";

    public static final String TRANSACTION_TIMEOUT_CONFIG = "transaction.timeout.ms";

    public static final String TRANSACTIONAL_ID_CONFIG = "transactional.id";

    public static final String TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG =
            "transaction.two.phase.commit.enable";

    public static final String SECURITY_PROVIDERS_CONFIG =
            CommonClientConfigs.SECURITY_PROVIDERS_CONFIG;

    private static final ConfigDef CONFIG = define();

    private static ConfigDef define() {
        ConfigDef def = CommonClientConfigs.define(new ConfigDef());
        defineBatching(def);
        defineDelivery(def);
        defineNetwork(def);
        defineOthers(def);
        return def.withClientSslSupport().withClientSaslSupport();
    }

    private static void defineBatching(ConfigDef def) {
        def.define(
                BATCH_SIZE_CONFIG,
                Type.INT,
                16384,
                Range.atLeast(0),
                Importance.MEDIUM,
                "Bytes a batch is filled up to");
        def.define(
                BUFFER_MEMORY_CONFIG,
                Type.LONG,
                33554432L,
                Range.atLeast(0),
                Importance.HIGH,
                "Bytes that records may take until they are sent");
        def.define(
                COMPRESSION_GZIP_LEVEL_CONFIG,
                Type.INT,
                -1,
                Range.between(-1, 9),
                Importance.MEDIUM,
                "The level of gzip");
        def.define(
                COMPRESSION_LZ4_LEVEL_CONFIG,
                Type.INT,
                9,
                Range.between(1, 17),
                Importance.MEDIUM,
                "The level of lz4");
        def.define(
                COMPRESSION_TYPE_CONFIG,
                Type.STRING,
                "none",
                ValidString.in("none", "gzip", "snappy", "lz4", "zstd"),
                Importance.HIGH,
                "How batches are compressed");
        def.define(
                COMPRESSION_ZSTD_LEVEL_CONFIG,
                Type.INT,
                3,
                Range.between(-131072, 22),
                Importance.MEDIUM,
                "The level of zstd");
        def.define(
                INTERCEPTOR_CLASSES_CONFIG,
                Type.LIST,
                "",
                null,
                Importance.LOW,
                "Classes that see records before and after sending");
        def.define(
                KEY_SERIALIZER_CLASS_CONFIG,
                Type.CLASS,
                ConfigDef.NO_DEFAULT_VALUE,
                null,
                Importance.HIGH,
                "The class that turns keys into bytes");
        def.define(
                LINGER_MS_CONFIG,
                Type.LONG,
                5L,
                Range.atLeast(0),
                Importance.MEDIUM,
                "How long a batch waits for more records");
        def.define(
                MAX_REQUEST_SIZE_CONFIG,
                Type.INT,
                1048576,
                Range.atLeast(0),
                Importance.MEDIUM,
                "Largest request, and largest record");
        def.define(
                PARTITIONER_ADAPTIVE_PARTITIONING_ENABLE_CONFIG,
                Type.BOOLEAN,
                true,
                null,
                Importance.LOW,
                "Whether partitions with short queues get more records");
        def.define(
                PARTITIONER_AVAILABILITY_TIMEOUT_MS_CONFIG,
                Type.LONG,
                0L,
                Range.atLeast(0),
                Importance.LOW,
                "Accepted for compatibility, not used");
        def.define(
                PARTITIONER_CLASS_CONFIG,
                Type.CLASS,
                null,
                null,
                Importance.MEDIUM,
                "The class that chooses partitions, instead of the built-in way");
        def.define(
                PARTITIONER_IGNORE_KEYS_CONFIG,
                Type.BOOLEAN,
                false,
                null,
                Importance.MEDIUM,
                "Whether keys have no say in the partition");
        def.define(
                VALUE_SERIALIZER_CLASS_CONFIG,
                Type.CLASS,
                ConfigDef.NO_DEFAULT_VALUE,
                null,
                Importance.HIGH,
                "The class that turns values into bytes");
    }

    private static void defineDelivery(ConfigDef def) {
        def.define(
                ACKS_CONFIG,
                Type.STRING,
                "all",
                ValidString.in("all", "-1", "0", "1"),
                Importance.LOW,
                "Which replicas must have a record before it counts as sent: all, 1 or 0");
        def.define(
                DELIVERY_TIMEOUT_MS_CONFIG,
                Type.INT,
                120000,
                Range.atLeast(0),
                Importance.MEDIUM,
                "A record that is not acknowledged by then has failed");
        def.define(
                ENABLE_IDEMPOTENCE_CONFIG,
                Type.BOOLEAN,
                true,
                null,
                Importance.LOW,
                "Whether brokers drop duplicates that retries make, and keep the order");
        def.define(
                MAX_BLOCK_MS_CONFIG,
                Type.LONG,
                60000L,
                Range.atLeast(0),
                Importance.MEDIUM,
                "How long send() and the calls for transactions may block");
        def.define(
                MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                Type.INT,
                5,
                Range.atLeast(1),
                Importance.LOW,
                "Unanswered requests per broker");
        def.define(
                RETRIES_CONFIG,
                Type.INT,
                Integer.MAX_VALUE,
                Range.between(0, 2147483647),
                Importance.HIGH,
                "How often a batch is sent again");
        def.define(
                TRANSACTION_TIMEOUT_CONFIG,
                Type.INT,
                60000,
                null,
                Importance.LOW,
                "The coordinator aborts transactions that are open longer");
        def.define(
                TRANSACTION_TWO_PHASE_COMMIT_ENABLE_CONFIG,
                Type.BOOLEAN,
                false,
                null,
                Importance.LOW,
                "Accepted for compatibility, not used");
        def.define(
                TRANSACTIONAL_ID_CONFIG,
                Type.STRING,
                null,
                new NonEmptyString(),
                Importance.LOW,
                "The name under which the producer runs transactions");
    }

    private static void defineNetwork(ConfigDef def) {
        def.define(
                BOOTSTRAP_SERVERS_CONFIG,
                Type.LIST,
                ConfigDef.NO_DEFAULT_VALUE,
                null,
                Importance.HIGH,
                "Brokers to start from, as host:port, separated by commas");
        def.define(
                CLIENT_ID_CONFIG,
                Type.STRING,
                "",
                null,
                Importance.MEDIUM,
                "The name of this client in logs and quotas of the broker");
        def.define(
                CONNECTIONS_MAX_IDLE_MS_CONFIG,
                Type.LONG,
                540000L,
                null,
                Importance.MEDIUM,
                "Idle connections are closed after this time");
        def.define(
                METADATA_MAX_IDLE_CONFIG,
                Type.LONG,
                300000L,
                Range.atLeast(5000),
                Importance.LOW,
                "Accepted for compatibility: topics stay known until close");
        def.define(
                RECEIVE_BUFFER_CONFIG,
                Type.INT,
                32768,
                Range.atLeast(-1),
                Importance.MEDIUM,
                "Accepted for compatibility, not used");
    }

    private static void defineOthers(ConfigDef def) {
        def.define(
                ENABLE_METRICS_PUSH_CONFIG,
                Type.BOOLEAN,
                true,
                null,
                Importance.LOW,
                "Whether metrics are pushed to brokers that subscribed to them (KIP-714).");
    }

    public ProducerConfig(Properties props) {
        super(CONFIG, props);
    }

    public ProducerConfig(Map<String, Object> props) {
        super(CONFIG, props);
    }

    public static Set<String> configNames() {
        return CONFIG.names();
    }

    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    static Map<String, Object> toMap(Properties properties) {
        Map<String, Object> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.get(name)));
        properties.forEach((name, value) -> map.put(String.valueOf(name), value));
        return map;
    }

    /** The settings with the classes of serializers that were given as objects. */
    static ProducerConfig with(
            Map<String, Object> configs,
            Serializer<?> keySerializer,
            Serializer<?> valueSerializer) {
        Map<String, Object> all = new HashMap<>(configs);
        if (keySerializer != null) {
            all.put(KEY_SERIALIZER_CLASS_CONFIG, keySerializer.getClass());
        }
        if (valueSerializer != null) {
            all.put(VALUE_SERIALIZER_CLASS_CONFIG, valueSerializer.getClass());
        }
        return new ProducerConfig(all);
    }

    /** The serializer that was given, or a configured one of the class in the settings. */
    @SuppressWarnings("unchecked")
    <T> Serializer<T> serializer(boolean key, Serializer<T> given) {
        if (given != null) {
            ignore(key ? KEY_SERIALIZER_CLASS_CONFIG : VALUE_SERIALIZER_CLASS_CONFIG);
            return given;
        }
        String name = key ? KEY_SERIALIZER_CLASS_CONFIG : VALUE_SERIALIZER_CLASS_CONFIG;
        Serializer<T> created = getConfiguredInstance(name, Serializer.class);
        if (created == null) {
            throw new ConfigException(name, null, "name a class of serializers");
        }
        created.configure(originals(), key);
        return created;
    }

    @SuppressWarnings("unchecked")
    <K, V> List<ProducerInterceptor<K, V>> interceptors() {
        List<ProducerInterceptor<K, V>> all = new ArrayList<>();
        for (ProducerInterceptor<?, ?> one :
                getConfiguredInstances(INTERCEPTOR_CLASSES_CONFIG, ProducerInterceptor.class)) {
            all.add((ProducerInterceptor<K, V>) one);
        }
        return all;
    }
}
