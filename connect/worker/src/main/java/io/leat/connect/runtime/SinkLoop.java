package io.leat.connect.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.errors.WakeupException;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.RetriableException;
import io.leat.connect.sink.SinkRecord;
import io.leat.connect.sink.SinkTask;
import io.leat.connect.sink.SinkTaskContext;
import io.leat.connect.storage.Converter;
import io.leat.log.runtime.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from the log to a sink task, and commits offsets when the task says they are safe.
 */
final class SinkLoop extends TaskLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final Duration POLL_WAIT = Duration.ofMillis(200);

    private final SinkTask task;
    private final Map<String, String> taskConfig;
    private final ConnectorConfig connector;
    private final Converter keyConverter;
    private final Converter valueConverter;
    private final TransformChain<SinkRecord> transforms;
    private final Consumer<byte[], byte[]> consumer;
    private final Clock clock;
    private final long commitIntervalMs;

    private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
    private final Map<TopicPartition, Long> rewind = new HashMap<>();
    private List<SinkRecord> retry = List.of();
    private long retryWaitMs;
    private long lastCommitMs;
    private boolean commitRequested;
    private boolean failed;

    SinkLoop(
            TaskId id,
            SinkTask task,
            Map<String, String> taskConfig,
            ConnectorConfig connector,
            WorkerConfig worker,
            Consumer<byte[], byte[]> consumer,
            Clock clock) {
        super(id);
        this.task = task;
        this.taskConfig = taskConfig;
        this.connector = connector;
        this.keyConverter = connector.converter(worker, true);
        this.valueConverter = connector.converter(worker, false);
        this.transforms = connector.transforms();
        this.consumer = consumer;
        this.clock = clock;
        this.commitIntervalMs = worker.getLong(WorkerConfig.OFFSET_FLUSH_INTERVAL_MS_CONFIG);
    }

    @Override
    void open() {
        task.initialize(new Context());
        task.start(taskConfig);
        lastCommitMs = clock.millis();
        List<String> topics = connector.names(SinkTask.TOPICS_CONFIG);
        String regex = connector.settings().get(SinkTask.TOPICS_REGEX_CONFIG);
        if (topics.isEmpty() == (regex == null)) {
            throw new ConnectException(
                    "sink " + connector.name() + " needs either topics or topics.regex.");
        }
        if (regex == null) {
            consumer.subscribe(topics, new Rebalance());
        } else {
            consumer.subscribe(Pattern.compile(regex), new Rebalance());
        }
    }

    @Override
    void step() {
        try {
            if (retry.isEmpty()) {
                deliver(poll());
            } else {
                consumer.poll(Duration.ofMillis(retryWaitMs));
                deliver(retry);
            }
        } catch (WakeupException e) {
            LOG.atDebug().addKeyValue("task", id()).log("woken up");
        }
        if (commitRequested || clock.millis() - lastCommitMs >= commitIntervalMs) {
            commit();
        }
    }

    private List<SinkRecord> poll() {
        List<SinkRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_WAIT)) {
            SinkRecord converted = convert(record);
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
            retryWaitMs = Math.max(retryWaitMs, 1_000);
            consumer.pause(consumer.assignment());
            return;
        }
        if (!retry.isEmpty()) {
            retry = List.of();
            retryWaitMs = 0;
            consumer.resume(consumer.assignment());
        }
        for (TopicPartition partition : consumer.assignment()) {
            delivered.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        seek();
    }

    private void commit() {
        lastCommitMs = clock.millis();
        commitRequested = false;
        if (!retry.isEmpty() || delivered.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> safe = task.preCommit(Map.copyOf(delivered));
        if (safe != null && !safe.isEmpty()) {
            consumer.commitSync(safe);
        }
    }

    /** Goes to the offsets that the task keeps itself. */
    private void seek() {
        rewind.forEach(
                (partition, offset) -> {
                    if (consumer.assignment().contains(partition)) {
                        consumer.seek(partition, offset);
                        delivered.put(partition, new OffsetAndMetadata(offset));
                    }
                });
        rewind.clear();
    }

    private @Nullable SinkRecord convert(ConsumerRecord<byte[], byte[]> record) {
        try {
            SchemaAndValue key =
                    keyConverter.toConnectData(record.topic(), record.headers(), record.key());
            SchemaAndValue value =
                    valueConverter.toConnectData(record.topic(), record.headers(), record.value());
            return transforms.apply(
                    new SinkRecord(
                            record.topic(),
                            record.partition(),
                            key.schema(),
                            key.value(),
                            value.schema(),
                            value.value(),
                            record.offset(),
                            record.timestamp(),
                            record.timestampType(),
                            RecordHeaders.fromLog(record.topic(), record.headers())));
        } catch (RuntimeException e) {
            if (!connector.toleratesErrors()) {
                throw new ConnectException(
                        "cannot convert the record at "
                                + record.topic()
                                + "-"
                                + record.partition()
                                + "@"
                                + record.offset()
                                + ": "
                                + e.getMessage(),
                        e);
            }
            LOG.atWarn()
                    .addKeyValue("task", id())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("record skipped");
            return null;
        }
    }

    @Override
    void stop() {
        super.stop();
        consumer.wakeup();
    }

    @Override
    void close(@Nullable Exception failure) {
        failed = failure != null;
        try {
            // Leaves the group, which commits what the task has made safe.
            consumer.close();
        } finally {
            transforms.close();
            task.stop();
        }
    }

    /** Tells the task which partitions come and go. */
    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                delivered.put(partition, new OffsetAndMetadata(consumer.position(partition)));
            }
            task.open(partitions);
            seek();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!failed) {
                commit();
            }
            leave(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            leave(partitions);
        }

        private void leave(Collection<TopicPartition> partitions) {
            task.close(partitions);
            delivered.keySet().removeAll(partitions);
            Set<TopicPartition> gone = new HashSet<>(partitions);
            retry =
                    retry.stream()
                            .filter(
                                    r ->
                                            !gone.contains(
                                                    new TopicPartition(
                                                            String.valueOf(r.originalTopic()),
                                                            r.originalKafkaPartition() == null
                                                                    ? -1
                                                                    : r.originalKafkaPartition())))
                            .toList();
        }
    }

    /** What the task sees of the worker. */
    private final class Context implements SinkTaskContext {
        @Override
        public Map<String, String> configs() {
            return taskConfig;
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            rewind.putAll(offsets);
        }

        @Override
        public void offset(TopicPartition tp, long offset) {
            rewind.put(tp, offset);
        }

        @Override
        public void timeout(long timeoutMs) {
            retryWaitMs = timeoutMs;
        }

        @Override
        public Set<TopicPartition> assignment() {
            return consumer.assignment();
        }

        @Override
        public void pause(TopicPartition... partitions) {
            consumer.pause(Arrays.asList(partitions));
        }

        @Override
        public void resume(TopicPartition... partitions) {
            consumer.resume(Arrays.asList(partitions));
        }

        @Override
        public void requestCommit() {
            commitRequested = true;
        }
    }
}
