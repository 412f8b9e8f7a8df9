package io.leat.connect.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.TransactionListing;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.connect.errors.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the clients of tasks, as the worker's and the connector's settings say. Immutable. */
final class WorkerClients {

    private final WorkerConfig worker;

    WorkerClients(WorkerConfig worker) {
        this.worker = worker;
    }

    SourceLoop.Clients source(TaskId id, ConnectorConfig connector) {
        return new SourceLoop.Clients() {
            @Override
            public Producer<byte[], byte[]> producer() {
                Map<String, Object> settings = worker.client("producer.");
                settings.put("client.id", "connector-producer-" + id);
                settings.put("acks", "all");
                if (worker.exactlyOnce()) {
                    settings.put("transactional.id", transactionalIdPrefix() + id);
                }
                settings.putAll(connector.overrides("producer.override."));
                return WorkerClients.producer(settings);
            }

            @Override
            public Consumer<byte[], byte[]> offsetReader() {
                return readers(connector, id.toString()).offsetReader();
            }

            @Override
            public Admin admin() {
                return readers(connector, id.toString()).admin();
            }
        };
    }

    /** The clients that read source offsets for {@code reader}. */
    OffsetStore.Readers readers(ConnectorConfig connector, String reader) {
        return new OffsetStore.Readers() {
            @Override
            public Consumer<byte[], byte[]> offsetReader() {
                Map<String, Object> settings = worker.client("consumer.");
                settings.putAll(connector.overrides("consumer.override."));
                settings.put("client.id", "connector-offsets-" + reader);
                settings.put("isolation.level", "read_committed");
                settings.put("enable.auto.commit", "false");
                settings.remove("group.id");
                settings.remove("group.instance.id");
                return consumer(settings);
            }

            @Override
            public Admin admin() {
                return WorkerClients.this.admin(connector);
            }
        };
    }

    SinkLoop.Clients sink(TaskId id, ConnectorConfig connector) {
        return new SinkLoop.Clients() {
            @Override
            public Consumer<byte[], byte[]> consumer() {
                Map<String, Object> settings = worker.client("consumer.");
                settings.put("client.id", "connector-consumer-" + id);
                settings.put("group.id", "connect-" + connector.name());
                settings.put("isolation.level", "read_committed");
                settings.put("auto.offset.reset", "earliest");
                settings.put("enable.auto.commit", "false");
                settings.putAll(connector.overrides("consumer.override."));
                return WorkerClients.consumer(settings);
            }

            @Override
            public Producer<byte[], byte[]> deadLetterProducer() {
                Map<String, Object> settings = worker.client("producer.");
                settings.put("client.id", "connector-dlq-producer-" + id);
                settings.put("acks", "all");
                settings.putAll(connector.overrides("producer.override."));
                return WorkerClients.producer(settings);
            }
        };
    }

    private String transactionalIdPrefix() {
        return worker.getString(WorkerConfig.GROUP_ID_CONFIG) + "-";
    }

    /**
     * Fences source tasks from {@code tasks} on, which an earlier worker may still run: the others
     * are fenced by the tasks that replace them (KIP-618).
     */
    void fenceFormerTasks(ConnectorConfig connector, int tasks) {
        if (!worker.exactlyOnce()) {
            return;
        }
        Pattern ids =
                Pattern.compile(
                        Pattern.quote(transactionalIdPrefix() + connector.name()) + "-(\\d{1,9})");
        try (Admin admin = admin(connector)) {
            List<String> former = new ArrayList<>();
            for (TransactionListing listed : admin.listTransactions().all().get()) {
                Matcher id = ids.matcher(listed.transactionalId());
                if (id.matches() && Integer.parseInt(id.group(1)) >= tasks) {
                    former.add(listed.transactionalId());
                }
            }
            if (!former.isEmpty()) {
                admin.fenceProducers(former).all().get();
            }
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "cannot fence former tasks of connector "
                            + connector.name()
                            + ": "
                            + Causes.of(e).getMessage(),
                    Causes.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while fencing former tasks.", e);
        }
    }

    private static Producer<byte[], byte[]> producer(Map<String, Object> settings) {
        return new LeatProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new LeatConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Admin admin(ConnectorConfig connector) {
        Map<String, Object> settings = worker.client("admin.");
        settings.putAll(connector.overrides("admin.override."));
        return Admin.create(settings);
    }

    /** Creates the compacted topic for source offsets, unless it is there. */
    void createOffsetsTopic(ConnectorConfig connector) {
        String topic = connector.offsetsTopic(worker);
        create(
                connector,
                new NewTopic(
                                topic,
                                worker.getInt(WorkerConfig.OFFSET_STORAGE_PARTITIONS_CONFIG),
                                worker.getShort(
                                        WorkerConfig.OFFSET_STORAGE_REPLICATION_FACTOR_CONFIG))
                        .configs(Map.of("cleanup.policy", "compact")));
    }

    /** Creates the dead letter queue of a sink, when it has one and unless it is there. */
    void createDeadLetterTopic(ConnectorConfig connector) {
        String topic = connector.deadLetterTopic();
        if (topic != null) {
            create(
                    connector,
                    new NewTopic(
                            topic, Optional.of(1), Optional.of(connector.deadLetterReplication())));
        }
    }

    private void create(ConnectorConfig connector, NewTopic topic) {
        try (Admin admin = admin(connector)) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(Causes.of(e) instanceof TopicExistsException)) {
                throw new ConnectException(
                        "cannot create the topic "
                                + topic.name()
                                + " for connector "
                                + connector.name()
                                + ": "
                                + Causes.of(e).getMessage(),
                        Causes.of(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while creating " + topic.name() + ".", e);
        }
    }
}
