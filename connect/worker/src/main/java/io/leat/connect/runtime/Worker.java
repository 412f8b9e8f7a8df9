package io.leat.connect.runtime;

import io.leat.connect.connector.Connector;
import io.leat.connect.errors.AlreadyExistsException;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.NotFoundException;
import io.leat.log.runtime.Ports;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A standalone worker: runs connectors and their tasks in this process, each task on a thread of
 * its own. Offsets of sources are in a topic, those of sinks with the consumer group {@code
 * connect-NAME}, so that the worker itself keeps nothing. Safe for several threads; what asks for
 * the state of things never waits for a connector.
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

    private final WorkerConfig config;
    private final Ports ports;
    private final WorkerClients clients;
    private final Map<String, ConnectorRun> connectors = new ConcurrentHashMap<>();

    public Worker(Map<String, String> settings, Ports ports) {
        this.config = new WorkerConfig(settings);
        this.ports = ports;
        this.clients = new WorkerClients(config);
    }

    /**
     * Checks {@code settings}, then starts the connector they describe and its tasks.
     *
     * @throws ConnectException if they are wrong; the message says all that is
     */
    public synchronized void start(Map<String, String> settings) {
        String name = ConnectorConfig.nameIn(settings);
        if (connectors.containsKey(name)) {
            throw new AlreadyExistsException("there is a connector called " + name + " already.");
        }
        Connector connector =
                Plugins.create(
                        "connector.class", ConnectorConfig.classIn(settings), Connector.class);
        ConnectorCheck.check(settings, connector, config);
        ConnectorRun run =
                new ConnectorRun(
                        config,
                        ports,
                        clients,
                        connector,
                        ConnectorConfig.of(settings, connector),
                        this::reconfigure);
        run.start();
        connectors.put(name, run);
    }

    /** The names of all connectors. */
    public Set<String> connectors() {
        return new TreeSet<>(connectors.keySet());
    }

    /** Where {@code connector} and its tasks stand. */
    public ConnectorStatus connectorStatus(String connector) {
        return run(connector).status();
    }

    /** Where each task of {@code connector} stands; none when it is stopped. */
    public Map<TaskId, TaskStatus> status(String connector) {
        return connectorStatus(connector).tasks();
    }

    /** Lets the tasks of {@code connector} keep their places and move nothing. */
    public synchronized void pause(String connector) {
        run(connector).pause();
    }

    /** Goes on with a paused or stopped connector. */
    public synchronized void resume(String connector) {
        run(connector).resume();
    }

    /** Ends the tasks of {@code connector}, which commit what they have done; it stays known. */
    public synchronized void stop(String connector) throws InterruptedException {
        run(connector).stop();
    }

    /** Stops {@code connector} and forgets it; its committed offsets stay. */
    public synchronized void remove(String connector) throws InterruptedException {
        run(connector).stop();
        connectors.remove(connector);
    }

    /** Starts the failed tasks of {@code connector} again. */
    public synchronized void restartFailed(String connector) throws InterruptedException {
        run(connector).restartFailed();
    }

    /** Starts one task again, whatever its state. */
    public synchronized void restart(TaskId task) throws InterruptedException {
        run(task.connector()).restartTask(task.task());
    }

    private void reconfigure(ConnectorRun run) {
        ports.threads().start("connect-reconfigure-" + run.name(), () -> reconfigureNow(run));
    }

    private synchronized void reconfigureNow(ConnectorRun run) {
        try {
            run.reconfigure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            run.raiseError(e);
        }
    }

    private ConnectorRun run(String connector) {
        ConnectorRun run = connectors.get(connector);
        if (run == null) {
            throw new NotFoundException("there is no connector called " + connector + ".");
        }
        return run;
    }

    /** Stops everything. */
    @Override
    public synchronized void close() {
        for (ConnectorRun run : connectors.values()) {
            try {
                run.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("connector", run.name())
                        .setCause(e)
                        .log("connector did not stop properly");
            }
        }
        connectors.clear();
    }
}
