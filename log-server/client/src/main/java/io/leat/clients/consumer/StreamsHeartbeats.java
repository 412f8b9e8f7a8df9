package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Member;
import io.leat.clients.consumer.StreamsGroupMember.Endpoint;
import io.leat.clients.consumer.StreamsGroupMember.EndpointPartitions;
import io.leat.clients.consumer.StreamsGroupMember.Introduction;
import io.leat.clients.consumer.StreamsGroupMember.Status;
import io.leat.clients.consumer.StreamsGroupMember.Task;
import io.leat.clients.consumer.StreamsGroupMember.Tasks;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest.TaskIds;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Heartbeats of a thread of a streams application (KIP-1071). Owned by the loop, as {@link
 * GroupHeartbeats} says.
 */
final class StreamsHeartbeats extends GroupHeartbeats<Tasks> {

    private static final int NO_ENDPOINTS = -1;

    private final Remote remote;
    private final Waiting waiting;
    private final StreamsGroupMember thread;
    private Tasks owned = new Tasks(Set.of(), Set.of());
    private boolean sayOwned;
    private int endpointEpoch = NO_ENDPOINTS;

    /** What an answer says besides the tasks; null if nothing new. */
    private volatile Map<Status, String> statuses;

    private volatile List<EndpointPartitions> hosts;

    StreamsHeartbeats(
            EventLoop loop,
            Remote remote,
            Waiting waiting,
            GroupSettings settings,
            String memberId,
            StreamsGroupMember thread) {
        super(loop, waiting, settings, memberId);
        this.remote = remote;
        this.waiting = waiting;
        this.thread = thread;
    }

    /** Joins. */
    void join() {
        say(this::enter);
    }

    /** Says what the member has, after it gave up or took over what it was told. */
    void owns(Tasks tasks) {
        say(
                () -> {
                    owned = tasks;
                    sayOwned = true;
                });
    }

    /** What the last answer said about the group; null if there was none since. */
    Map<Status, String> takeStatuses() {
        Map<Status, String> now = statuses;
        statuses = null;
        return now;
    }

    /** Who works on what, if an answer said so since; null otherwise. */
    List<EndpointPartitions> takeHosts() {
        List<EndpointPartitions> now = hosts;
        hosts = null;
        return now;
    }

    @Override
    boolean hasNews() {
        return sayOwned;
    }

    @Override
    void halted() {
        sayOwned = false;
        owned = new Tasks(Set.of(), Set.of());
        endpointEpoch = NO_ENDPOINTS;
    }

    @Override
    CompletableFuture<?> sendGoodbye(Member sender, int epoch) {
        return remote.beat(
                request(sender, epoch).shutdownApplication(thread.shutdownRequested()).build());
    }

    private StreamsGroupHeartbeatRequest.Builder request(Member sender, int epoch) {
        return StreamsGroupHeartbeatRequest.builder()
                .groupId(settings().groupId())
                .memberId(sender.id())
                .memberEpoch(epoch)
                .endpointInformationEpoch(endpointEpoch);
    }

    @Override
    CompletableFuture<Answer<Tasks>> send(Member sender, boolean all) {
        boolean joins = sender.generation() == JOINS;
        StreamsGroupHeartbeatRequest.Builder request =
                request(sender, sender.generation())
                        .shutdownApplication(thread.shutdownRequested());
        if (all) {
            introduce(request, joins);
        }
        if (all || sayOwned) {
            request.activeTasks(joins ? List.of() : message(owned.active()))
                    .standbyTasks(joins ? List.of() : message(owned.standby()))
                    .warmupTasks(List.of());
        }
        sayOwned = false;
        return remote.beat(request.build()).thenApply(this::answer);
    }

    private void introduce(StreamsGroupHeartbeatRequest.Builder request, boolean joins) {
        Introduction introduction = thread.introduction();
        request.rackId(settings().rackId())
                .rebalanceTimeoutMs(settings().rebalanceTimeoutMs())
                .processId(introduction.processId())
                .clientTags(keyValues(introduction.clientTags()));
        introduction
                .endpoint()
                .ifPresent(
                        endpoint ->
                                request.userEndpoint(
                                        new StreamsGroupHeartbeatRequest.Endpoint(
                                                endpoint.host(), endpoint.port())));
        if (joins) {
            request.topology(
                    new StreamsGroupHeartbeatRequest.Topology(
                            0,
                            introduction.topology().stream()
                                    .map(StreamsHeartbeats::message)
                                    .toList()));
        }
    }

    private static StreamsGroupHeartbeatRequest.Subtopology message(
            StreamsGroupMember.Subtopology of) {
        List<String> repartitioned =
                of.repartitionSources().stream().map(StreamsGroupMember.Topic::name).toList();
        return StreamsGroupHeartbeatRequest.Subtopology.builder()
                .subtopologyId(of.id())
                .sourceTopics(of.sources())
                .repartitionSinkTopics(of.sinks())
                .repartitionSourceTopics(topics(of.repartitionSources()))
                .stateChangelogTopics(topics(of.changelogs()))
                .copartitionGroups(
                        of.copartitioned().stream()
                                .map(
                                        group ->
                                                new StreamsGroupHeartbeatRequest.CopartitionGroup(
                                                        indexes(of.sources(), group),
                                                        List.of(),
                                                        indexes(repartitioned, group)))
                                .toList())
                .build();
    }

    private static List<Short> indexes(List<String> topics, Set<String> wanted) {
        List<Short> indexes = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            if (wanted.contains(topics.get(i))) {
                indexes.add((short) i);
            }
        }
        return indexes;
    }

    private static List<StreamsGroupHeartbeatRequest.TopicInfo> topics(
            List<StreamsGroupMember.Topic> topics) {
        return topics.stream()
                .map(
                        topic ->
                                new StreamsGroupHeartbeatRequest.TopicInfo(
                                        topic.name(),
                                        topic.partitions(),
                                        topic.replicas(),
                                        keyValues(topic.settings())))
                .toList();
    }

    /** In order: the same topology must look the same, whoever of the group says it. */
    private static List<StreamsGroupHeartbeatRequest.KeyValue> keyValues(Map<String, String> of) {
        List<StreamsGroupHeartbeatRequest.KeyValue> all = new ArrayList<>();
        new TreeMap<>(of)
                .forEach(
                        (key, value) ->
                                all.add(new StreamsGroupHeartbeatRequest.KeyValue(key, value)));
        return all;
    }

    private static List<TaskIds> message(Set<Task> tasks) {
        Map<String, List<Integer>> bySubtopology = new TreeMap<>();
        tasks.forEach(
                task ->
                        bySubtopology
                                .computeIfAbsent(task.subtopology(), id -> new ArrayList<>())
                                .add(task.partition()));
        List<TaskIds> ids = new ArrayList<>();
        bySubtopology.forEach((id, partitions) -> ids.add(new TaskIds(id, partitions)));
        return ids;
    }

    private Answer<Tasks> answer(StreamsGroupHeartbeatResponse response) {
        Tasks told = null;
        if (response.activeTasks() != null && response.standbyTasks() != null) {
            told = new Tasks(tasks(response.activeTasks()), tasks(response.standbyTasks()));
        }
        if (response.errorCode() == ErrorCode.NONE) {
            hear(response);
        }
        return new Answer<>(
                response.errorCode(),
                response.errorMessage(),
                response.memberEpoch(),
                response.heartbeatIntervalMs(),
                told);
    }

    private static Set<Task> tasks(List<StreamsGroupHeartbeatResponse.TaskIds> ids) {
        Set<Task> tasks = new LinkedHashSet<>();
        ids.forEach(
                each ->
                        each.partitions()
                                .forEach(
                                        partition ->
                                                tasks.add(
                                                        new Task(
                                                                each.subtopologyId(), partition))));
        return tasks;
    }

    private void hear(StreamsGroupHeartbeatResponse response) {
        Map<Status, String> said = new EnumMap<>(Status.class);
        if (response.status() != null) {
            for (StreamsGroupHeartbeatResponse.Status each : response.status()) {
                if (each.statusCode() >= 0 && each.statusCode() < Status.values().length) {
                    said.put(Status.values()[each.statusCode()], each.statusDetail());
                }
            }
        }
        statuses = said;
        if (response.partitionsByUserEndpoint() != null) {
            hosts = response.partitionsByUserEndpoint().stream().map(this::hosted).toList();
        }
        endpointEpoch = response.endpointInformationEpoch();
        waiting.raise();
    }

    private EndpointPartitions hosted(StreamsGroupHeartbeatResponse.EndpointToPartitions of) {
        return new EndpointPartitions(
                new Endpoint(of.userEndpoint().host(), of.userEndpoint().port()),
                partitions(of.activePartitions()),
                partitions(of.standbyPartitions()));
    }

    private static Set<TopicPartition> partitions(
            List<StreamsGroupHeartbeatResponse.TopicPartition> topics) {
        Set<TopicPartition> all = new LinkedHashSet<>();
        topics.forEach(
                topic ->
                        topic.partitions()
                                .forEach(
                                        partition ->
                                                all.add(
                                                        new TopicPartition(
                                                                topic.topic(), partition))));
        return all;
    }
}
