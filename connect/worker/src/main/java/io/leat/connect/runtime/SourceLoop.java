package io.leat.connect.runtime;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.clients.producer.RecordMetadata;
import io.leat.common.header.Headers;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.RetriableException;
import io.leat.connect.source.SourceRecord;
import io.leat.connect.source.SourceTask;
import io.leat.connect.source.SourceTaskContext;
import io.leat.connect.storage.Converter;
import io.leat.connect.storage.OffsetStorageReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from a source task to the log. With exactly-once, each batch that the task returns
 * is one transaction with its records and its source offsets, so that both or neither are there
 * (KIP-618).
 */
final class SourceLoop extends TaskLoop {

    private static final Logger LOG = LoggerFactory.getLogger(SourceLoop.class);

    private final SourceTask task;
    private final Map<String, String> taskConfig;
    private final ConnectorConfig connector;
    private final Converter keyConverter;
    private final Converter valueConverter;
    private final TransformChain<SourceRecord> transforms;
    private final OffsetStore offsets;
    private final Clients clients;
    private final boolean exactlyOnce;

    private @Nullable Producer<byte[], byte[]> producer;

    /** Makes the clients of one source task; called on its thread. */
    interface Clients {
        Producer<byte[], byte[]> producer();

        Consumer<byte[], byte[]> offsetReader();
    }

    SourceLoop(
            TaskId id,
            SourceTask task,
            Map<String, String> taskConfig,
            ConnectorConfig connector,
            WorkerConfig worker,
            Clients clients) {
        super(id);
        this.task = task;
        this.taskConfig = taskConfig;
        this.connector = connector;
        this.keyConverter = connector.converter(worker, true);
        this.valueConverter = connector.converter(worker, false);
        this.transforms = connector.transforms();
        this.offsets =
                new OffsetStore(
                        connector.name(),
                        worker.getString(WorkerConfig.OFFSET_STORAGE_TOPIC_CONFIG));
        this.clients = clients;
        this.exactlyOnce = worker.exactlyOnce();
    }

    @Override
    void open() {
        Producer<byte[], byte[]> opened = clients.producer();
        producer = opened;
        if (exactlyOnce) {
            // Fences a former run of this task and ends its transaction; only then do the committed
            // offsets say where to go on.
            opened.initTransactions();
        }
        try (Consumer<byte[], byte[]> reader = clients.offsetReader()) {
            offsets.load(reader);
        }
        task.initialize(new Context());
        task.start(taskConfig);
    }

    @Override
    void step() throws Exception {
        List<SourceRecord> batch = poll();
        if (batch == null || batch.isEmpty()) {
            return;
        }
        Producer<byte[], byte[]> log = producer();
        if (exactlyOnce) {
            log.beginTransaction();
        }
        List<@Nullable Future<RecordMetadata>> sent = new ArrayList<>(batch.size());
        Map<Map<String, Object>, @Nullable Map<String, Object>> reached = new LinkedHashMap<>();
        for (SourceRecord record : batch) {
            ProducerRecord<byte[], byte[]> converted = convert(record);
            sent.add(converted == null ? null : log.send(converted));
            if (record.sourcePartition() != null && record.sourceOffset() != null) {
                reached.put(
                        new HashMap<>(record.sourcePartition()),
                        new HashMap<>(record.sourceOffset()));
            }
        }
        List<Future<RecordMetadata>> offsetsSent = new ArrayList<>();
        if (!exactlyOnce) {
            log.flush();
            await(sent);
        }
        task.updateOffsets(reached)
                .orElse(reached)
                .forEach(
                        (partition, offset) ->
                                offsetsSent.add(log.send(offsets.write(partition, offset))));
        if (exactlyOnce) {
            log.commitTransaction();
        } else {
            log.flush();
            for (Future<RecordMetadata> future : offsetsSent) {
                future.get();
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            Future<RecordMetadata> future = sent.get(i);
            task.commitRecord(batch.get(i), future == null ? null : future.get());
        }
        task.commit();
    }

    private @Nullable List<SourceRecord> poll() throws InterruptedException {
        try {
            return task.poll();
        } catch (RetriableException e) {
            LOG.atWarn().addKeyValue("task", id()).setCause(e).log("poll failed, trying again");
            return null;
        }
    }

    private static void await(List<@Nullable Future<RecordMetadata>> sent) throws Exception {
        for (Future<RecordMetadata> future : sent) {
            if (future != null) {
                future.get();
            }
        }
    }

    private @Nullable ProducerRecord<byte[], byte[]> convert(SourceRecord source) {
        try {
            SourceRecord record = transforms.apply(source);
            if (record == null) {
                return null;
            }
            String topic = record.topic();
            if (topic == null) {
                throw new ConnectException("a source record needs a topic: " + record);
            }
            ProducerRecord<byte[], byte[]> converted =
                    new ProducerRecord<>(
                            topic,
                            record.kafkaPartition(),
                            record.timestamp(),
                            keyConverter.fromConnectData(topic, record.keySchema(), record.key()),
                            valueConverter.fromConnectData(
                                    topic, record.valueSchema(), record.value()));
            Headers headers = converted.headers();
            RecordHeaders.toLog(record.headers(), topic, headers);
            return converted;
        } catch (RuntimeException e) {
            if (!connector.toleratesErrors()) {
                throw e;
            }
            LOG.atWarn().addKeyValue("task", id()).setCause(e).log("record skipped");
            return null;
        }
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> opened = producer;
        if (opened == null) {
            throw new IllegalStateException("the task is not open");
        }
        return opened;
    }

    @Override
    void stop() {
        super.stop();
        task.stop();
    }

    @Override
    void close(@Nullable Exception failure) {
        transforms.close();
        Producer<byte[], byte[]> opened = producer;
        producer = null;
        if (opened != null) {
            // An open transaction is aborted by the next run, or by its timeout.
            opened.close();
        }
        if (failure != null) {
            task.stop();
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
    }
}
