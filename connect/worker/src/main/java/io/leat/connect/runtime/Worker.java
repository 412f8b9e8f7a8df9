package io.leat.connect.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.common.config.Config;
import io.leat.common.config.ConfigValue;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.connect.connector.Connector;
import io.leat.connect.connector.Task;
import io.leat.connect.errors.AlreadyExistsException;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.NotFoundException;
import io.leat.connect.sink.SinkTask;
import io.leat.connect.source.SourceTask;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A standalone worker: runs connectors and their tasks in this process, each task on a thread of
 * its own. Offsets of sources are in a topic, those of sinks with the consumer group {@code
 * connect-NAME}, so that the worker itself keeps nothing. Safe for several threads.
 *
 * <pre>{@code
 * try (Worker worker = new Worker(Map.of("bootstrap.servers", "localhost:9092"), ports)) {
 *     worker.start(Map.of(
 *         "name", "lines",
 *         "connector.class", "io.leat.connect.file.FileStreamSourceConnector",
 *         "file", "/var/log/app.log",
 *         "topic", "lines"));
 * }
 * }</pre>
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long STOP_WAIT_MS = 10_000;

    private final WorkerConfig config;
    private final Ports ports;
    private final Map<String, Running> connectors = new LinkedHashMap<>();
    private boolean offsetsTopicReady;

    /** A connector that runs, and its tasks. */
    private record Running(Connector connector, List<TaskLoop> tasks, List<Threads.Task> threads) {}

    public Worker(Map<String, String> settings, Ports ports) {
        this.config = new WorkerConfig(settings);
        this.ports = ports;
    }

    /** Checks {@code settings}, then starts the connector they describe and its tasks. */
    public synchronized void start(Map<String, String> settings) {
        ConnectorConfig connectorConfig = ConnectorConfig.of(settings);
        if (connectors.containsKey(connectorConfig.name())) {
            throw new AlreadyExistsException(
                    "a connector called " + connectorConfig.name() + " runs already.");
        }
        Connector connector =
                Plugins.create("connector.class", connectorConfig.className(), Connector.class);
        check(connectorConfig, connector);
        connector.initialize(new Context(connectorConfig.name()));
        connector.start(connectorConfig.settings());
        List<TaskLoop> tasks = new ArrayList<>();
        for (Map<String, String> taskConfig : connector.taskConfigs(connectorConfig.tasksMax())) {
            tasks.add(task(connectorConfig, connector, taskConfig, tasks.size()));
        }
        List<Threads.Task> threads = new ArrayList<>();
        for (TaskLoop task : tasks) {
            threads.add(ports.threads().start("connect-" + task.id(), task));
        }
        connectors.put(connectorConfig.name(), new Running(connector, tasks, threads));
        LOG.atInfo()
                .addKeyValue("connector", connectorConfig.name())
                .addKeyValue("tasks", tasks.size())
                .log("connector started");
    }

    private static void check(ConnectorConfig config, Connector connector) {
        Config checked = connector.validate(config.settings());
        List<String> errors = new ArrayList<>();
        for (ConfigValue value : checked.configValues()) {
            errors.addAll(value.errorMessages());
        }
        if (!errors.isEmpty()) {
            throw new ConnectException(
                    "the settings of connector "
                            + config.name()
                            + " are wrong: "
                            + String.join(" ", errors));
        }
    }

    private TaskLoop task(
            ConnectorConfig connectorConfig,
            Connector connector,
            Map<String, String> taskConfig,
            int number) {
        TaskId id = new TaskId(connectorConfig.name(), number);
        Task task = newTask(connector);
        if (task instanceof SourceTask source) {
            createOffsetsTopic();
            return new SourceLoop(
                    id, source, taskConfig, connectorConfig, config, clients(id, connectorConfig));
        }
        if (task instanceof SinkTask sink) {
            return new SinkLoop(
                    id,
                    sink,
                    taskConfig,
                    connectorConfig,
                    config,
                    sinkConsumer(id, connectorConfig),
                    ports.clock());
        }
        throw new ConnectException(
                task.getClass().getName() + " is neither a SourceTask nor a SinkTask.");
    }

    private static Task newTask(Connector connector) {
        try {
            return connector.taskClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ConnectException(
                    connector.taskClass().getName()
                            + " cannot be made; it needs a public constructor without parameters.",
                    e);
        }
    }

    private void createOffsetsTopic() {
        if (offsetsTopicReady) {
            return;
        }
        String topic = config.getString(WorkerConfig.OFFSET_STORAGE_TOPIC_CONFIG);
        try (Admin admin = Admin.create(config.client("admin."))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(topic, Optional.of(1), Optional.empty())
                                            .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new ConnectException("cannot create the offsets topic " + topic + ".", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while creating " + topic + ".", e);
        }
        offsetsTopicReady = true;
    }

    private SourceLoop.Clients clients(TaskId id, ConnectorConfig connectorConfig) {
        return new SourceLoop.Clients() {
            @Override
            public Producer<byte[], byte[]> producer() {
                Map<String, Object> settings = config.client("producer.");
                settings.put("client.id", "connector-producer-" + id);
                settings.put("acks", "all");
                if (config.exactlyOnce()) {
                    settings.put(
                            "transactional.id",
                            config.getString(WorkerConfig.GROUP_ID_CONFIG) + "-" + id);
                }
                settings.putAll(connectorConfig.overrides("producer.override."));
                return new LeatProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer());
            }

            @Override
            public Consumer<byte[], byte[]> offsetReader() {
                Map<String, Object> settings = config.client("consumer.");
                settings.put("client.id", "connector-offsets-" + id);
                settings.put("isolation.level", "read_committed");
                settings.put("enable.auto.commit", "false");
                return new LeatConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            }
        };
    }

    private Consumer<byte[], byte[]> sinkConsumer(TaskId id, ConnectorConfig connectorConfig) {
        Map<String, Object> settings = config.client("consumer.");
        settings.put("client.id", "connector-consumer-" + id);
        settings.put("group.id", "connect-" + connectorConfig.name());
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.putAll(connectorConfig.overrides("consumer.override."));
        return new LeatConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Where each task of {@code connector} stands. */
    public synchronized Map<TaskId, TaskStatus> status(String connector) {
        Map<TaskId, TaskStatus> status = new LinkedHashMap<>();
        running(connector).tasks().forEach(task -> status.put(task.id(), task.status()));
        return status;
    }

    /** Stops {@code connector} and waits for its tasks to commit what they have done. */
    public synchronized void stop(String connector) throws InterruptedException {
        stop(running(connector));
        connectors.remove(connector);
    }

    private Running running(String connector) {
        Running running = connectors.get(connector);
        if (running == null) {
            throw new NotFoundException("there is no connector called " + connector + ".");
        }
        return running;
    }

    private static void stop(Running running) throws InterruptedException {
        running.tasks().forEach(TaskLoop::stop);
        for (Threads.Task thread : running.threads()) {
            if (!thread.join(STOP_WAIT_MS)) {
                LOG.atWarn()
                        .addKeyValue("thread", thread.name())
                        .log("task did not end, interrupting");
                thread.interrupt();
            }
        }
        running.connector().stop();
    }

    /** Stops everything. */
    @Override
    public synchronized void close() {
        try {
            for (Running running : connectors.values()) {
                stop(running);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connectors.clear();
    }
}
