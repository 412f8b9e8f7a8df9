package io.leat.streams.runtime;

import io.leat.clients.consumer.StreamsGroupMember;
import io.leat.streams.StreamsConfig;
import io.leat.streams.TaskMetadata;
import io.leat.streams.ThreadMetadata;
import java.util.Map;
import java.util.Set;

/** The settings of the clients of one application. Immutable. */
final class ClientSettings {

    /** Records that a store takes in one write when it is restored, at most. */
    private static final String RESTORED_AT_ONCE = "10000";

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
        return config.getAdminConfigs(adminId());
    }

    Map<String, Object> consumer(int thread, TaskAssignor.Parts assignor) {
        Map<String, Object> settings =
                config.getMainConsumerConfigs(applicationId(), consumerId(thread), thread);
        settings.put("partition.assignment.strategy", TaskAssignor.class.getName());
        settings.put(TaskAssignor.PARTS_CONFIG, assignor);
        return settings;
    }

    /** Of a thread whose tasks the coordinator hands out. */
    Map<String, Object> consumer(int thread, StreamsGroupMember member) {
        Map<String, Object> settings =
                config.getMainConsumerConfigs(applicationId(), consumerId(thread), thread);
        settings.put(StreamsGroupMember.CONFIG, member);
        return settings;
    }

    Map<String, Object> restoreConsumer(int thread) {
        Map<String, Object> settings = config.getRestoreConsumerConfigs(restoreConsumerId(thread));
        settings.putIfAbsent("max.poll.records", RESTORED_AT_ONCE);
        return settings;
    }

    Map<String, Object> globalConsumer() {
        return config.getGlobalConsumerConfigs(clientId + "-global-consumer");
    }

    Map<String, Object> producer(int thread) {
        Map<String, Object> settings = config.getProducerConfigs(producerId(thread));
        if (config.exactlyOnce()) {
            settings.put("transactional.id", applicationId() + "-" + processId + "-" + thread);
        }
        return settings;
    }

    private String applicationId() {
        return config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
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
