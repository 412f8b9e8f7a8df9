package io.leat.connect.runtime;

import io.leat.clients.producer.Producer;
import io.leat.connect.errors.RetriableException;
import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.SourceTask;
import io.leat.connect.source.SourceTask.TransactionBoundary;
import io.leat.connect.source.SourceTaskContext;
import io.leat.connect.source.TransactionContext;
import io.leat.connect.storage.OffsetStorageReader;
import io.leat.log.runtime.Ports;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from a source task to the log. With exactly-once, records and the source offsets
 * they stand for are in one transaction, so that both or neither are there (KIP-618).
 */
final class SourceLoop extends TaskLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);
    private static final long RETRY_MS = 300;
    private static final long IDLE_MS = 1_000;

    private final SourceTask task;
    private final Map<String, String> taskConfig;
    private final SourceConversion conversion;
    private final OffsetStore offsets;
    private final Clients clients;
    private final Boundary boundary;
    private final boolean exactlyOnce;

    private @Nullable SourceWriter writer;
    private boolean started;

    /** Makes the clients of one source task; called on its thread. */
    interface Clients extends OffsetStore.Readers {
        Producer<byte[], byte[]> producer();
    }

    SourceLoop(
            TaskId id,
            SourceTask task,
            Map<String, String> taskConfig,
            ConnectorConfig connector,
            WorkerConfig worker,
            Clients clients,
            Ports ports) {
        super(id, ports);
        this.task = task;
        this.taskConfig = taskConfig;
        this.conversion =
                new SourceConversion(
                        connector.transforms(),
                        connector.converters(worker),
                        new ErrorPolicy(this, connector));
        this.offsets = new OffsetStore(connector.name(), connector.offsetsTopic(worker), clients);
        this.clients = clients;
        this.exactlyOnce = worker.exactlyOnce();
        this.boundary = boundary(connector, worker);
    }

    private Boundary boundary(ConnectorConfig connector, WorkerConfig worker) {
        TransactionBoundary kind =
                exactlyOnce ? connector.transactionBoundary() : TransactionBoundary.POLL;
        return switch (kind) {
            case POLL -> Boundary.poll();
            case INTERVAL -> Boundary.interval(connector.transactionIntervalMs(worker), nowMs());
            case CONNECTOR -> new TaskBoundary();
        };
    }

    @Override
    void open() throws InterruptedException {
        Producer<byte[], byte[]> producer = clients.producer();
        writer = new SourceWriter(id(), task, producer, offsets, exactlyOnce);
        if (exactlyOnce) {
            // Fences a former run of this task and ends its transaction; only then do the committed
            // offsets say where to go on.
            producer.initTransactions();
        }
        offsets.open(this::stopping);
        started = true;
        task.initialize(new Context());
        task.start(taskConfig);
    }

    @Override
    void step() throws InterruptedException {
        List<SourceRecord> batch = poll();
        for (SourceRecord record : batch == null ? List.<SourceRecord>of() : batch) {
            writer().add(record, conversion.convert(record));
            follow(boundary.after(record));
        }
        follow(boundary.afterBatch(nowMs()));
    }

    private void follow(Boundary.Verdict verdict) throws InterruptedException {
        switch (verdict) {
            case GO_ON -> {}
            case COMMIT -> writer().commit();
            case ABORT -> writer().abort();
        }
    }

    private @Nullable List<SourceRecord> poll() throws InterruptedException {
        try {
            return task.poll();
        } catch (RetriableException e) {
            LOG.atWarn().addKeyValue("task", id()).setCause(e).log("poll failed, trying again");
            waitFor(RETRY_MS);
            return null;
        }
    }

    @Override
    void paused(boolean paused) throws InterruptedException {
        if (paused && boundary.commitsAtEnd()) {
            writer().commit();
        }
    }

    @Override
    void idle() throws InterruptedException {
        waitFor(IDLE_MS);
    }

    private SourceWriter writer() {
        return Objects.requireNonNull(writer, "the task is not open");
    }

    @Override
    void close(@Nullable Exception failure) throws InterruptedException {
        SourceWriter open = writer;
        writer = null;
        try (conversion;
                offsets;
                open) {
            if (failure == null && open != null && boundary.commitsAtEnd()) {
                open.commit();
            }
        } finally {
            if (started) {
                task.stop();
            }
        }
    }

    /** What the task sees of the worker. */
    private final class Context implements SourceTaskContext {
        @Override
        public Map<String, String> configs() {
            return taskConfig;
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return offsets;
        }

        @Override
        public @Nullable TransactionContext transactionContext() {
            return boundary instanceof TaskBoundary own ? own : null;
        }
    }
}
