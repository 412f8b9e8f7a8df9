package io.leat.connect.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.Producer;
import io.leat.common.TopicPartition;
import io.leat.common.errors.WakeupException;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.RetriableException;
import io.leat.connect.sink.SinkRecord;
import io.leat.connect.sink.SinkTask;
import io.leat.log.runtime.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from the log to a sink task, and commits offsets when the task says they are safe.
 */
final class SinkLoop extends TaskLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration POLL_WAIT = Duration.ofMillis(200);
    private static final long RETRY_MS = 1_000;

    private final SinkTask task;
    private final Map<String, String> taskConfig;
    private final ConnectorConfig connector;
    private final ErrorPolicy errors;
    private final DeadLetters deadLetters;
    private final SinkConversion conversion;
    private final Clients clients;
    private final long commitIntervalMs;

    private final Set<TopicPartition> open = new HashSet<>();
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable SinkOffsets offsets;
    private @Nullable SinkContext context;
    private List<SinkRecord> retry = List.of();
    private long retryAtMs;
    private boolean paused;
    private boolean started;
    private boolean failed;
    private long lastCommitMs;

    /** Makes the clients of one sink task; called on its thread. */
    interface Clients {
        Consumer<byte[], byte[]> consumer();

        Producer<byte[], byte[]> deadLetterProducer();
    }

    SinkLoop(
            TaskId id,
            SinkTask task,
            Map<String, String> taskConfig,
            ConnectorConfig connector,
            WorkerConfig worker,
            Clients clients,
            Ports ports) {
        super(id, ports);
        this.task = task;
        this.taskConfig = taskConfig;
        this.connector = connector;
        this.errors = new ErrorPolicy(this, connector);
        this.deadLetters = new DeadLetters(id, connector, clients::deadLetterProducer);
        this.conversion =
                new SinkConversion(
                        connector.transforms(), connector.converters(worker), errors, deadLetters);
        this.clients = clients;
        this.commitIntervalMs = worker.getLong(WorkerConfig.OFFSET_FLUSH_INTERVAL_MS_CONFIG);
    }

    @Override
    void open() {
        Consumer<byte[], byte[]> opened = clients.consumer();
        consumer = opened;
        offsets = new SinkOffsets(opened);
        context = new SinkContext(taskConfig, opened, offsets, reporter());
        started = true;
        task.initialize(context);
        task.start(taskConfig);
        lastCommitMs = nowMs();
        connector.subscribe(opened, new Rebalance());
    }

    private @Nullable Reporter reporter() {
        return deadLetters.isThere() || connector.logsErrors()
                ? new Reporter(errors, deadLetters, task.getClass())
                : null;
    }

    @Override
    void step() throws InterruptedException {
        try {
            if (retry.isEmpty()) {
                deliver(poll());
            } else {
                long wait = Math.min(retryAtMs - nowMs(), RETRY_MS);
                if (wait > 0) {
                    waitFor(wait);
                    keepInGroup();
                } else {
                    deliver(retry);
                }
            }
        } catch (WakeupException e) {
            LOG.atDebug().addKeyValue("task", id()).log("woken up");
        }
        commitWhenDue();
    }

    @Override
    void idle() throws InterruptedException {
        try {
            keepInGroup();
        } catch (WakeupException e) {
            LOG.atDebug().addKeyValue("task", id()).log("woken up");
        }
        commitWhenDue();
    }

    /** Polls while everything is paused, for the sake of rebalances. */
    private void keepInGroup() {
        if (!consumer().poll(paused ? POLL_WAIT : Duration.ZERO).isEmpty()) {
            throw new IllegalStateException("records from paused partitions");
        }
    }

    private void commitWhenDue() throws InterruptedException {
        if (context().takeCommitRequest() || nowMs() - lastCommitMs >= commitIntervalMs) {
            commit();
        }
    }

    private List<SinkRecord> poll() throws InterruptedException {
        List<SinkRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer().poll(POLL_WAIT)) {
            SinkRecord converted = conversion.convert(record);
            if (converted != null) {
                records.add(converted);
            }
        }
        return records;
    }

    private void deliver(List<SinkRecord> records) {
        try {
            task.put(records);
        } catch (RetriableException e) {
            LOG.atWarn().addKeyValue("task", id()).setCause(e).log("put failed, trying again");
            retry = records;
            retryAtMs = nowMs() + context().retryWaitMs(RETRY_MS);
            holdOrFlow();
            return;
        }
        if (!retry.isEmpty()) {
            retry = List.of();
            holdOrFlow();
        }
        offsets().deliveredAll();
        offsets().seek();
    }

    /** Pauses everything while the task is paused or has records to try again. */
    private void holdOrFlow() {
        if (paused || !retry.isEmpty()) {
            consumer().pause(consumer().assignment());
        } else {
            Set<TopicPartition> flowing = new HashSet<>(consumer().assignment());
            flowing.removeAll(context().pausedByTask());
            consumer().resume(flowing);
        }
    }

    private void commit() throws InterruptedException {
        lastCommitMs = nowMs();
        Map<TopicPartition, OffsetAndMetadata> delivered = offsets().delivered();
        if (!retry.isEmpty() || delivered.isEmpty()) {
            return;
        }
        deadLetters.flush();
        Map<TopicPartition, OffsetAndMetadata> safe = task.preCommit(delivered);
        if (safe != null && !safe.isEmpty()) {
            offsets().commit(safe);
        }
    }

    @Override
    void stop() {
        super.stop();
        Consumer<byte[], byte[]> opened = consumer;
        if (opened != null) {
            opened.wakeup();
        }
    }

    @Override
    void paused(boolean nowPaused) {
        paused = nowPaused;
        holdOrFlow();
    }

    @Override
    void close(@Nullable Exception failure) throws InterruptedException {
        failed = failure != null;
        try (conversion;
                deadLetters;
                Consumer<byte[], byte[]> closing = consumer) {
            if (!failed) {
                commit();
            }
            leave(Set.copyOf(open));
        } finally {
            if (started) {
                task.stop();
            }
        }
    }

    private void leave(Collection<TopicPartition> partitions) {
        Set<TopicPartition> gone = new HashSet<>(partitions);
        gone.retainAll(open);
        if (gone.isEmpty()) {
            return;
        }
        open.removeAll(gone);
        task.close(gone);
        offsets().forget(gone);
        retry = retry.stream().filter(record -> !gone.contains(origin(record))).toList();
    }

    private static TopicPartition origin(SinkRecord record) {
        return new TopicPartition(
                String.valueOf(record.originalTopic()),
                Objects.requireNonNullElse(record.originalKafkaPartition(), -1));
    }

    private Consumer<byte[], byte[]> consumer() {
        return Objects.requireNonNull(consumer, "the task is not open");
    }

    private SinkOffsets offsets() {
        return Objects.requireNonNull(offsets, "the task is not open");
    }

    private SinkContext context() {
        return Objects.requireNonNull(context, "the task is not open");
    }

    /** Tells the task which partitions come and go. */
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            offsets().deliveredAll(partitions);
            open.addAll(partitions);
            task.open(partitions);
            offsets().seek();
            holdOrFlow();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                if (!failed && !open.isEmpty()) {
                    commit();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("interrupted while committing", e);
            }
            leave(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            leave(partitions);
        }
    }
}
