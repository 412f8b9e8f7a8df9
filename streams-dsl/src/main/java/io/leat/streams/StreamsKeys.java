package io.leat.streams;

import static io.leat.common.config.ConfigDef.Importance.HIGH;
import static io.leat.common.config.ConfigDef.Importance.MEDIUM;
import static io.leat.common.config.ConfigDef.Range.atLeast;
import static io.leat.streams.StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG;
import static io.leat.streams.StreamsConfig.APPLICATION_ID_CONFIG;
import static io.leat.streams.StreamsConfig.BOOTSTRAP_SERVERS_CONFIG;
import static io.leat.streams.StreamsConfig.CACHE_MAX_BYTES_BUFFERING_CONFIG;
import static io.leat.streams.StreamsConfig.CLIENT_ID_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG;
import static io.leat.streams.StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG;
import static io.leat.streams.StreamsConfig.GROUP_PROTOCOL_CONFIG;
import static io.leat.streams.StreamsConfig.MAX_TASK_IDLE_MS_CONFIG;
import static io.leat.streams.StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG;
import static io.leat.streams.StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG;
import static io.leat.streams.StreamsConfig.NUM_STREAM_THREADS_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG;
import static io.leat.streams.StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
import static io.leat.streams.StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.REPLICATION_FACTOR_CONFIG;
import static io.leat.streams.StreamsConfig.SECURITY_PROTOCOL_CONFIG;
import static io.leat.streams.StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG;
import static io.leat.streams.StreamsConfig.STATE_DIR_CONFIG;
import static io.leat.streams.StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG;
import static io.leat.streams.StreamsConfig.TASK_TIMEOUT_MS_CONFIG;
import static io.leat.streams.StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG;
import static io.leat.streams.StreamsConfig.UPGRADE_FROM_CONFIG;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.CaseInsensitiveValidString;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import io.leat.streams.errors.DefaultProductionExceptionHandler;
import io.leat.streams.errors.LogAndFailExceptionHandler;
import io.leat.streams.errors.LogAndFailProcessingExceptionHandler;
import io.leat.streams.processor.FailOnInvalidTimestamp;
import java.util.Map;

/**
 * The keys of {@link StreamsConfig}: the names, types and defaults are those of Apache Kafka 4.3.
 */
@SuppressWarnings("deprecation")
final class StreamsKeys {

    /** Keys that change nothing, with what is so instead. */
    static final Map<String, String> WITHOUT_EFFECT =
            Map.of(
                    UPGRADE_FROM_CONFIG,
                    "members of all versions of Leat Streams understand each other: there is no"
                            + " older form to write for a while");

    private StreamsKeys() {}

    static ConfigDef define() {
        ConfigDef keys = new ConfigDef();
        high(keys);
        medium1(keys);
        medium2(keys);
        medium3(keys);
        FineStreamsKeys.define(keys);
        OwnStreamsKeys.define(keys);
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
                "Who hands out the tasks: the members among themselves (classic), or the broker"
                        + " (streams).");
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
                "Decides which process runs which task, in place of the built-in way.");
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
}
