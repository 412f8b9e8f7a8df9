package io.leat.connect.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigException;
import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.connector.Connector;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.sink.SinkConnector;
import io.leat.connect.sink.SinkTask;
import io.leat.connect.source.SourceTask;
import io.leat.connect.storage.Converter;
import io.leat.connect.storage.HeaderConverter;
import io.leat.connect.transforms.Transformation;
import io.leat.connect.transforms.predicates.Predicate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the runtime itself reads from a connector's settings. Immutable. */
final class ConnectorConfig {

    private final String name;
    private final Map<String, String> settings;
    private final AbstractConfig config;

    private ConnectorConfig(String name, Map<String, String> settings, AbstractConfig config) {
        this.name = name;
        this.settings = settings;
        this.config = config;
    }

    /** The name in {@code settings}. */
    static String nameIn(Map<String, String> settings) {
        String name = settings.get(ConnectorKeys.NAME);
        if (name == null || name.isBlank()) {
            throw new ConnectException("a connector needs a name: set name=... in its settings.");
        }
        return name.trim();
    }

    /** The class in {@code settings}. */
    static String classIn(Map<String, String> settings) {
        String className = settings.get(ConnectorKeys.CLASS);
        if (className == null || className.isBlank()) {
            throw new ConnectException(
                    "connector "
                            + nameIn(settings)
                            + " needs connector.class in its settings, for example"
                            + " connector.class=FileStreamSource.");
        }
        return className;
    }

    /** The settings of {@code connector}, which {@link ConnectorCheck} has found right. */
    static ConnectorConfig of(Map<String, String> settings, Connector connector) {
        return new ConnectorConfig(
                nameIn(settings),
                Map.copyOf(settings),
                new AbstractConfig(keys(connector), settings));
    }

    /** The settings that the runtime reads for connectors like {@code connector}. */
    static ConfigDef keys(Connector connector) {
        return connector instanceof SinkConnector ? ConnectorKeys.SINK : ConnectorKeys.SOURCE;
    }

    String name() {
        return name;
    }

    Map<String, String> settings() {
        return settings;
    }

    int tasksMax() {
        return config.getInt(ConnectorKeys.TASKS_MAX);
    }

    TaskRunner.Policy restarts() {
        return new TaskRunner.Policy(
                config.getInt(ConnectorKeys.RESTART_ATTEMPTS),
                config.getLong(ConnectorKeys.RESTART_BACKOFF));
    }

    /** {@code errors.tolerance}: whether a record that cannot be handled is skipped. */
    boolean toleratesErrors() {
        return config.getString(ConnectorKeys.TOLERANCE).equals("all");
    }

    long retryTimeoutMs() {
        return config.getLong(ConnectorKeys.RETRY_TIMEOUT);
    }

    long retryDelayMaxMs() {
        return config.getLong(ConnectorKeys.RETRY_DELAY_MAX);
    }

    boolean logsErrors() {
        return config.getBoolean(ConnectorKeys.LOG_ENABLE);
    }

    boolean logsRecords() {
        return config.getBoolean(ConnectorKeys.LOG_MESSAGES);
    }

    SourceTask.TransactionBoundary transactionBoundary() {
        return SourceTask.TransactionBoundary.fromProperty(
                config.getString(SourceTask.TRANSACTION_BOUNDARY_CONFIG));
    }

    long transactionIntervalMs(WorkerConfig worker) {
        Long own = config.getLong(ConnectorKeys.BOUNDARY_INTERVAL);
        return own == null ? worker.getLong(WorkerConfig.OFFSET_FLUSH_INTERVAL_MS_CONFIG) : own;
    }

    String offsetsTopic(WorkerConfig worker) {
        return Objects.requireNonNullElseGet(
                config.getString(ConnectorKeys.OFFSETS_TOPIC),
                () -> worker.getString(WorkerConfig.OFFSET_STORAGE_TOPIC_CONFIG));
    }

    @Nullable String deadLetterTopic() {
        String topic = config.getString(ConnectorKeys.DLQ_TOPIC);
        return topic.isBlank() ? null : topic;
    }

    short deadLetterReplication() {
        return config.getShort(ConnectorKeys.DLQ_REPLICATION);
    }

    boolean deadLettersHaveHeaders() {
        return config.getBoolean(ConnectorKeys.DLQ_HEADERS);
    }

    /** Subscribes to the topics of a sink. */
    void subscribe(Consumer<?, ?> consumer, ConsumerRebalanceListener listener) {
        List<String> topics = config.getList(SinkTask.TOPICS_CONFIG);
        if (topics.isEmpty()) {
            consumer.subscribe(
                    Pattern.compile(config.getString(SinkTask.TOPICS_REGEX_CONFIG)), listener);
        } else {
            consumer.subscribe(topics, listener);
        }
    }

    /** The converters: the connector's own, or the worker's. */
    Converters converters(WorkerConfig worker) {
        Converter key = plugin(WorkerConfig.KEY_CONVERTER_CONFIG, worker, Converter.class);
        key.configure(own(WorkerConfig.KEY_CONVERTER_CONFIG, worker), true);
        Converter value = plugin(WorkerConfig.VALUE_CONVERTER_CONFIG, worker, Converter.class);
        value.configure(own(WorkerConfig.VALUE_CONVERTER_CONFIG, worker), false);
        HeaderConverter header =
                plugin(WorkerConfig.HEADER_CONVERTER_CONFIG, worker, HeaderConverter.class);
        Map<String, String> settings = own(WorkerConfig.HEADER_CONVERTER_CONFIG, worker);
        settings.put("converter.type", "header");
        header.configure(settings);
        return new Converters(key, value, header);
    }

    private <T> T plugin(String setting, WorkerConfig worker, Class<T> kind) {
        String className =
                Objects.requireNonNullElseGet(
                        settings.get(setting), () -> worker.getString(setting));
        return Plugins.create(setting, className, kind);
    }

    /** The settings of a converter, from where its class is named. */
    private Map<String, String> own(String setting, WorkerConfig worker) {
        return withPrefix(
                settings.containsKey(setting) ? settings : worker.settings(), setting + ".");
    }

    /** The transforms in the order of {@code transforms}. */
    <R extends ConnectRecord<R>> TransformChain<R> transforms() {
        List<TransformChain.Step<R>> steps = new ArrayList<>();
        for (String alias : config.getList(ConnectorKeys.TRANSFORMS)) {
            String prefix = "transforms." + alias + ".";
            Map<String, String> own = withPrefix(settings, prefix);
            String predicate = own.remove("predicate");
            String negate = own.remove("negate");
            if (predicate == null && negate != null) {
                throw new ConnectException(
                        "connector "
                                + name
                                + ": "
                                + prefix
                                + "negate needs "
                                + prefix
                                + "predicate as well.");
            }
            Transformation<R> transform = plugin(prefix + "type", Transformation.class);
            configure(prefix, () -> transform.configure(own));
            steps.add(
                    new TransformChain.Step<>(
                            transform,
                            predicate == null ? null : predicate(predicate),
                            Boolean.parseBoolean(negate)));
        }
        return new TransformChain<>(steps);
    }

    private <R extends ConnectRecord<R>> Predicate<R> predicate(String alias) {
        if (!config.getList(ConnectorKeys.PREDICATES).contains(alias)) {
            throw new ConnectException(
                    "connector "
                            + name
                            + ": predicate "
                            + alias
                            + " is not listed in predicates="
                            + String.join(",", config.getList(ConnectorKeys.PREDICATES))
                            + ".");
        }
        String prefix = "predicates." + alias + ".";
        Predicate<R> predicate = plugin(prefix + "type", Predicate.class);
        configure(prefix, () -> predicate.configure(withPrefix(settings, prefix)));
        return predicate;
    }

    private void configure(String prefix, Runnable configuring) {
        try {
            configuring.run();
        } catch (ConfigException e) {
            throw new ConnectException(
                    "connector " + name + ", settings " + prefix + "*: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T plugin(String setting, Class<?> kind) {
        String className = settings.get(setting);
        if (className == null) {
            throw new ConnectException("connector " + name + " needs the setting " + setting + ".");
        }
        return (T) Plugins.create(setting, className, kind);
    }

    /** Client settings that the connector overrides under {@code prefix}. */
    Map<String, String> overrides(String prefix) {
        return withPrefix(settings, prefix);
    }

    private static Map<String, String> withPrefix(Map<String, String> settings, String prefix) {
        Map<String, String> found = new HashMap<>();
        settings.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        found.put(key.substring(prefix.length()), value);
                    }
                });
        return found;
    }
}
