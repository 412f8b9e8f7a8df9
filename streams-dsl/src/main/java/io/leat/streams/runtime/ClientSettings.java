package io.leat.streams.runtime;

import io.leat.clients.admin.AdminClientConfig;
import io.leat.clients.consumer.ConsumerConfig;
import io.leat.clients.producer.ProducerConfig;
import io.leat.streams.StreamsConfig;
import io.leat.streams.TaskMetadata;
import io.leat.streams.ThreadMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The settings of the clients of one application. Immutable. */
final class ClientSettings {

    private final StreamsConfig config;
    private final String clientId;
    private final String processId;

    /**
     * @param processId stays the same across restarts, so that a restart fences its past
     */
    ClientSettings(StreamsConfig config, String clientId, String processId) {
        this.config = config;
        this.clientId = clientId;
        this.processId = processId;
    }

    Map<String, Object> admin() {
        Map<String, Object> settings =
                common(StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configNames());
        settings.put("client.id", adminId());
        return settings;
    }

    Map<String, Object> consumer(int thread, TaskAssignor.Parts assignor) {
        Map<String, Object> settings =
                common(StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configNames());
        settings.putAll(config.originalsWithPrefix(StreamsConfig.MAIN_CONSUMER_PREFIX));
        settings.put("client.id", consumerId(thread));
        settings.put("group.id", applicationId());
        settings.putIfAbsent("auto.offset.reset", "earliest");
        settings.putIfAbsent("max.poll.records", "1000");
        settings.put("allow.auto.create.topics", "false");
        settings.put("enable.auto.commit", "false");
        settings.put("isolation.level", isolation());
        settings.put("partition.assignment.strategy", TaskAssignor.class.getName());
        settings.put(TaskAssignor.PARTS_CONFIG, assignor);
        Object instance = config.originals().get("group.instance.id");
        if (instance != null) {
            settings.put("group.instance.id", instance + "-" + thread);
        }
        return settings;
    }

    Map<String, Object> restoreConsumer(int thread) {
        Map<String, Object> settings =
                common(StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configNames());
        settings.putAll(config.originalsWithPrefix(StreamsConfig.RESTORE_CONSUMER_PREFIX));
        settings.remove("group.id");
        settings.put("client.id", restoreConsumerId(thread));
        settings.put("auto.offset.reset", "none");
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("isolation.level", isolation());
        return settings;
    }

    Map<String, Object> globalConsumer() {
        Map<String, Object> settings =
                common(StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configNames());
        settings.putAll(config.originalsWithPrefix(StreamsConfig.GLOBAL_CONSUMER_PREFIX));
        settings.remove("group.id");
        settings.remove("group.instance.id");
        settings.put("client.id", clientId + "-global-consumer");
        settings.put("auto.offset.reset", "none");
        settings.put("enable.auto.commit", "false");
        settings.put("allow.auto.create.topics", "false");
        settings.put("isolation.level", isolation());
        return settings;
    }

    Map<String, Object> producer(int thread) {
        Map<String, Object> settings =
                common(StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configNames());
        settings.put("client.id", producerId(thread));
        // Records wait for the commit anyway; full batches cost less.
        settings.putIfAbsent("linger.ms", "100");
        if (config.exactlyOnce()) {
            settings.put("transactional.id", applicationId() + "-" + processId + "-" + thread);
            settings.putIfAbsent("transaction.timeout.ms", "10000");
        }
        return settings;
    }

    /** What was given for every client that knows it, then what was given for this kind alone. */
    private Map<String, Object> common(String prefix, Set<String> known) {
        Map<String, Object> settings = new HashMap<>(config.originals());
        settings.keySet().retainAll(known);
        settings.putAll(config.originalsWithPrefix(prefix));
        return settings;
    }

    private String isolation() {
        return config.exactlyOnce() ? "read_committed" : "read_uncommitted";
    }

    private String applicationId() {
        return config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    /** What {@code client.tag.*} says. */
    Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        config.originalsWithPrefix(StreamsConfig.CLIENT_TAG_PREFIX)
                .forEach((key, value) -> tags.put(key, String.valueOf(value)));
        return tags;
    }

    String processId() {
        return processId;
    }

    /** What {@code thread}, the one of that number, does, and the ids of its clients. */
    ThreadMetadata describe(int number, StreamThread thread, Set<TaskMetadata> standbys) {
        return new ThreadDescription(
                thread.state().name(),
                thread.name(),
                thread.describeTasks(),
                standbys,
                consumerId(number),
                restoreConsumerId(number),
                Set.of(producerId(number)),
                adminId());
    }

    private String adminId() {
        return clientId + "-admin";
    }

    private String consumerId(int thread) {
        return threadName(thread) + "-consumer";
    }

    private String restoreConsumerId(int thread) {
        return threadName(thread) + "-restore-consumer";
    }

    private String producerId(int thread) {
        return threadName(thread) + "-producer";
    }

    String globalThreadName() {
        return clientId + "-GlobalStreamThread";
    }

    /** The beginning of the names. */
    String stateUpdaterName() {
        return clientId + "-StateUpdater-";
    }

    String threadName(int thread) {
        return clientId + "-StreamThread-" + thread;
    }
}
