package io.leat.connect.runtime;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import java.util.HashMap;
import java.util.Map;

/** The settings of a worker. */
public final class WorkerConfig extends AbstractConfig {

    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";
    public static final String KEY_CONVERTER_CONFIG = "key.converter";
    public static final String VALUE_CONVERTER_CONFIG = "value.converter";
    public static final String HEADER_CONVERTER_CONFIG = "header.converter";
    public static final String OFFSET_STORAGE_PARTITIONS_CONFIG = "offset.storage.partitions";
    public static final String OFFSET_STORAGE_REPLICATION_FACTOR_CONFIG =
            "offset.storage.replication.factor";
    public static final String SHUTDOWN_TIMEOUT_MS_CONFIG = "task.shutdown.graceful.timeout.ms";
    public static final String OFFSET_STORAGE_TOPIC_CONFIG = "offset.storage.topic";
    public static final String OFFSET_FLUSH_INTERVAL_MS_CONFIG = "offset.flush.interval.ms";
    public static final String EXACTLY_ONCE_CONFIG = "exactly.once.source.support";
    public static final String GROUP_ID_CONFIG = "group.id";

    private static final String STRING_CONVERTER = "io.leat.connect.storage.StringConverter";

    static final ConfigDef CONFIG_DEF =
            new ConfigDef()
                    .define(
                            BOOTSTRAP_SERVERS_CONFIG,
                            ConfigDef.Type.STRING,
                            "localhost:9092",
                            ConfigDef.Importance.HIGH,
                            "Servers to connect to, separated by commas.")
                    .define(
                            KEY_CONVERTER_CONFIG,
                            ConfigDef.Type.STRING,
                            STRING_CONVERTER,
                            ConfigDef.Importance.HIGH,
                            "How keys become bytes, for connectors that do not say it themselves.")
                    .define(
                            VALUE_CONVERTER_CONFIG,
                            ConfigDef.Type.STRING,
                            STRING_CONVERTER,
                            ConfigDef.Importance.HIGH,
                            "How values become bytes, for connectors that do not say it themselves.")
                    .define(
                            HEADER_CONVERTER_CONFIG,
                            ConfigDef.Type.STRING,
                            "io.leat.connect.storage.SimpleHeaderConverter",
                            ConfigDef.Importance.LOW,
                            "How header values become bytes, likewise.")
                    .define(
                            OFFSET_STORAGE_PARTITIONS_CONFIG,
                            ConfigDef.Type.INT,
                            1,
                            ConfigDef.Range.atLeast(1),
                            ConfigDef.Importance.LOW,
                            "Partitions of the offsets topic when it is created.")
                    .define(
                            OFFSET_STORAGE_REPLICATION_FACTOR_CONFIG,
                            ConfigDef.Type.SHORT,
                            (short) -1,
                            ConfigDef.Importance.LOW,
                            "Replicas of the offsets topic when it is created; -1 for the server's default.")
                    .define(
                            SHUTDOWN_TIMEOUT_MS_CONFIG,
                            ConfigDef.Type.LONG,
                            5_000L,
                            ConfigDef.Range.atLeast(1),
                            ConfigDef.Importance.LOW,
                            "How long a task may take to stop before it is interrupted.")
                    .define(
                            OFFSET_STORAGE_TOPIC_CONFIG,
                            ConfigDef.Type.STRING,
                            "connect-offsets",
                            ConfigDef.Importance.HIGH,
                            "The compacted topic with source offsets.")
                    .define(
                            OFFSET_FLUSH_INTERVAL_MS_CONFIG,
                            ConfigDef.Type.LONG,
                            1_000L,
                            ConfigDef.Range.atLeast(1),
                            ConfigDef.Importance.LOW,
                            "How often sinks commit their offsets.")
                    .define(
                            EXACTLY_ONCE_CONFIG,
                            ConfigDef.Type.STRING,
                            "enabled",
                            ConfigDef.ValidString.in("enabled", "disabled"),
                            ConfigDef.Importance.HIGH,
                            "Whether source records and their offsets are written in one transaction.")
                    .define(
                            GROUP_ID_CONFIG,
                            ConfigDef.Type.STRING,
                            "connect",
                            ConfigDef.Importance.MEDIUM,
                            "Names this worker's transactions, so that a restart fences its past.");

    private final Map<String, String> settings;

    /** The settings of a worker. */
    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG_DEF);
    }

    public WorkerConfig(Map<String, String> settings) {
        super(CONFIG_DEF, settings);
        this.settings = Map.copyOf(settings);
    }

    Map<String, String> settings() {
        return settings;
    }

    boolean exactlyOnce() {
        return getString(EXACTLY_ONCE_CONFIG).equals("enabled");
    }

    /** Client settings: the address, and what the worker's settings give under {@code prefix}. */
    Map<String, Object> client(String prefix) {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", getString(BOOTSTRAP_SERVERS_CONFIG));
        settings.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        client.put(key.substring(prefix.length()), value);
                    }
                });
        return client;
    }
}
