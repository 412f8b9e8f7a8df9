package io.leat.connect.runtime;

import io.leat.connect.connector.Connector;
import io.leat.connect.connector.Task;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.NotFoundException;
import io.leat.connect.sink.SinkConnectorContext;
import io.leat.connect.sink.SinkTask;
import io.leat.connect.source.SourceConnectorContext;
import io.leat.connect.source.SourceTask;
import io.leat.connect.storage.OffsetStorageReader;
import io.leat.log.runtime.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector of a worker, and its tasks. Whoever calls holds the worker's lock; {@link #status}
 * may come from any thread.
 *
 * <pre>
 *   STARTED &lt;--pause/resume--> PAUSED
 *       ^  \                   /
 *       |   stop           stop
 *     resume  \           /
 *       +------ STOPPED &lt;-
 * </pre>
 */
final class ConnectorRun implements SourceConnectorContext, SinkConnectorContext {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorRun.class);

    private final WorkerConfig worker;
    private final Ports ports;
    private final WorkerClients clients;
    private final Connector connector;
    private final ConnectorConfig config;
    private final Reconfiguring reconfiguring;
    private volatile ConnectorStatus.State state = ConnectorStatus.State.STOPPED;
    private volatile @Nullable Throwable failure;
    private volatile List<TaskRunner> tasks = List.of();
    private List<Map<String, String>> taskConfigs = List.of();
    private @Nullable OffsetStore offsets;

    /** Calls {@link #reconfigure} under the worker's lock, on a thread of its own. */
    interface Reconfiguring {
        void later(ConnectorRun run);
    }

    ConnectorRun(
            WorkerConfig worker,
            Ports ports,
            WorkerClients clients,
            Connector connector,
            ConnectorConfig config,
            Reconfiguring reconfiguring) {
        this.worker = worker;
        this.ports = ports;
        this.clients = clients;
        this.connector = connector;
        this.config = config;
        this.reconfiguring = reconfiguring;
    }

    String name() {
        return config.name();
    }

    ConnectorStatus status() {
        Map<TaskId, TaskStatus> found = new LinkedHashMap<>();
        tasks.forEach(task -> found.put(task.id(), task.status()));
        Throwable failed = failure;
        return new ConnectorStatus(
                failed == null ? state : ConnectorStatus.State.FAILED, failed, found);
    }

    void start() {
        failure = null;
        connector.initialize(this);
        connector.start(config.settings());
        try {
            createTopics();
            startTasks(false);
        } catch (RuntimeException e) {
            connector.stop();
            throw e;
        }
        state = ConnectorStatus.State.RUNNING;
        LOG.atInfo()
                .addKeyValue("connector", name())
                .addKeyValue("tasks", tasks.size())
                .log("connector started");
    }

    private void createTopics() {
        if (SourceTask.class.isAssignableFrom(connector.taskClass())) {
            clients.createOffsetsTopic(config);
        } else {
            clients.createDeadLetterTopic(config);
        }
    }

    private void startTasks(boolean paused) {
        taskConfigs = connector.taskConfigs(config.tasksMax());
        if (taskConfigs.size() > config.tasksMax()) {
            throw new ConnectException(
                    "connector %s made %d tasks, but tasks.max is %d."
                            .formatted(name(), taskConfigs.size(), config.tasksMax()));
        }
        if (SourceTask.class.isAssignableFrom(connector.taskClass())) {
            clients.fenceFormerTasks(config, taskConfigs.size());
        }
        List<TaskRunner> started = new ArrayList<>();
        try {
            for (Map<String, String> taskConfig : taskConfigs) {
                started.add(runner(started.size(), taskConfig, paused));
            }
        } catch (RuntimeException e) {
            started.forEach(TaskRunner::stop);
            throw e;
        }
        tasks = List.copyOf(started);
    }

    private TaskRunner runner(int number, Map<String, String> taskConfig, boolean paused) {
        TaskId id = new TaskId(name(), number);
        return new TaskRunner(ports, config.restarts(), () -> loop(id, taskConfig), paused);
    }

    private TaskLoop loop(TaskId id, Map<String, String> taskConfig) {
        Task task = Plugins.create(connector.taskClass());
        if (task instanceof SourceTask source) {
            return new SourceLoop(
                    id, source, taskConfig, config, worker, clients.source(id, config), ports);
        }
        if (task instanceof SinkTask sink) {
            return new SinkLoop(
                    id, sink, taskConfig, config, worker, clients.sink(id, config), ports);
        }
        throw new ConnectException(
                task.getClass().getName() + " is neither a SourceTask nor a SinkTask.");
    }

    void pause() {
        if (state == ConnectorStatus.State.RUNNING) {
            state = ConnectorStatus.State.PAUSED;
            tasks.forEach(task -> task.pause(true));
        }
    }

    void resume() {
        if (state == ConnectorStatus.State.PAUSED) {
            state = ConnectorStatus.State.RUNNING;
            tasks.forEach(task -> task.pause(false));
        } else if (state == ConnectorStatus.State.STOPPED) {
            start();
        }
    }

    /** Ends the tasks, which commit what they have done; the connector can be resumed. */
    void stop() throws InterruptedException {
        if (state == ConnectorStatus.State.STOPPED) {
            return;
        }
        stopTasks();
        state = ConnectorStatus.State.STOPPED;
        connector.stop();
        if (offsets != null) {
            offsets.close();
            offsets = null;
        }
    }

    private void stopTasks() throws InterruptedException {
        List<TaskRunner> stopping = tasks;
        stopping.forEach(TaskRunner::stop);
        for (TaskRunner task : stopping) {
            task.join(worker.getLong(WorkerConfig.SHUTDOWN_TIMEOUT_MS_CONFIG));
        }
        tasks = List.of();
    }

    /** Starts task {@code number} anew. */
    void restartTask(int number) throws InterruptedException {
        if (number < 0 || number >= tasks.size()) {
            throw new NotFoundException("there is no task " + name() + "-" + number + ".");
        }
        List<TaskRunner> changed = new ArrayList<>(tasks);
        TaskRunner old = changed.get(number);
        old.stop();
        old.join(worker.getLong(WorkerConfig.SHUTDOWN_TIMEOUT_MS_CONFIG));
        changed.set(
                number,
                runner(number, taskConfigs.get(number), state == ConnectorStatus.State.PAUSED));
        tasks = List.copyOf(changed);
    }

    /** Starts the tasks that have failed anew. */
    void restartFailed() throws InterruptedException {
        failure = null;
        for (int number = 0; number < tasks.size(); number++) {
            if (tasks.get(number).status().state() == TaskStatus.State.FAILED) {
                restartTask(number);
            }
        }
    }

    /** Asks the connector for its tasks again, and starts them anew when they are others. */
    void reconfigure() throws InterruptedException {
        if (state == ConnectorStatus.State.STOPPED
                || connector.taskConfigs(config.tasksMax()).equals(taskConfigs)) {
            return;
        }
        LOG.atInfo().addKeyValue("connector", name()).log("tasks have changed");
        stopTasks();
        startTasks(state == ConnectorStatus.State.PAUSED);
    }

    @Override
    public void requestTaskReconfiguration() {
        reconfiguring.later(this);
    }

    @Override
    public void raiseError(Exception e) {
        failure = e;
        LOG.atError()
                .addKeyValue("connector", name())
                .setCause(e)
                .log("connector reported a failure");
    }

    @Override
    public synchronized OffsetStorageReader offsetStorageReader() {
        if (offsets == null) {
            OffsetStore opened =
                    new OffsetStore(
                            name(), config.offsetsTopic(worker), clients.readers(config, name()));
            clients.createOffsetsTopic(config);
            try {
                opened.open(() -> false);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("interrupted while reading source offsets", e);
            }
            offsets = opened;
        }
        return offsets;
    }
}
