package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.CopartitionGroup;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.KeyValue;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Subtopology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TaskIds;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TaskOffset;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.TopicInfo;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData.Topology;
import org.apache.kafka.common.message.StreamsGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.StreamsGroupHeartbeatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Heartbeats of streams groups that make no sense, to Leat and to Apache Kafka. */
@Timeout(60)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class StreamsGroupRequestsTest {

    /** What the first server answered. */
    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    @Parameter Server server;

    private static StreamsGroupHeartbeatRequestData joining(Subtopology... subtopologies) {
        return new StreamsGroupHeartbeatRequestData()
                .setGroupId("bad-streams")
                .setMemberId("m")
                .setMemberEpoch(0)
                .setRebalanceTimeoutMs(10_000)
                .setProcessId("p")
                .setActiveTasks(List.of())
                .setStandbyTasks(List.of())
                .setWarmupTasks(List.of())
                .setTopology(new Topology().setEpoch(0).setSubtopologies(List.of(subtopologies)));
    }

    private static Subtopology reading(String id, String... topics) {
        return new Subtopology().setSubtopologyId(id).setSourceTopics(List.of(topics));
    }

    private static TopicInfo topic(String name, int partitions) {
        return new TopicInfo().setName(name).setPartitions(partitions);
    }

    private static Map<String, StreamsGroupHeartbeatRequestData> heartbeats() {
        Map<String, StreamsGroupHeartbeatRequestData> all = new LinkedHashMap<>();
        all.put("no group", joining(reading("0", "a")).setGroupId(""));
        all.put("no member", joining(reading("0", "a")).setMemberId(""));
        all.put("blank member", joining(reading("0", "a")).setMemberId(" "));
        all.put("empty instance", joining(reading("0", "a")).setInstanceId(""));
        all.put("instance", joining(reading("0", "a")).setInstanceId("i"));
        all.put("empty rack", joining(reading("0", "a")).setRackId(""));
        all.put("no timeout", joining(reading("0", "a")).setRebalanceTimeoutMs(-1));
        all.put("zero timeout", joining(reading("0", "a")).setRebalanceTimeoutMs(0));
        all.put("no topology", joining().setTopology(null));
        all.put("no subtopologies", joining());
        all.put("no process", joining(reading("0", "a")).setProcessId(null));
        all.put("empty process", joining(reading("0", "a")).setProcessId(""));
        all.put("no active", joining(reading("0", "a")).setActiveTasks(null));
        all.put("no standby", joining(reading("0", "a")).setStandbyTasks(null));
        all.put("no warm-up", joining(reading("0", "a")).setWarmupTasks(null));
        List<TaskIds> tasks =
                List.of(new TaskIds().setSubtopologyId("0").setPartitions(List.of(0)));
        all.put("active", joining(reading("0", "a")).setActiveTasks(tasks));
        all.put("standby", joining(reading("0", "a")).setStandbyTasks(tasks));
        all.put("warm-up", joining(reading("0", "a")).setWarmupTasks(tasks));
        all.put("epoch -2", joining(reading("0", "a")).setMemberEpoch(-2));
        all.put("epoch -3", joining(reading("0", "a")).setMemberEpoch(-3));
        all.put("leaves", joining(reading("0", "a")).setMemberEpoch(-1));
        all.put("epoch 5", joining(reading("0", "a")).setMemberEpoch(5));
        all.put("epoch 5, no topology", joining().setMemberEpoch(5).setTopology(null));
        all.put("internal source", joining(reading("0", "__consumer_offsets")));
        all.put("two internal", joining(reading("0", "__consumer_offsets", "__transaction_state")));
        all.put("share state", joining(reading("0", "__share_group_state")));
        all.put(
                "internal sink",
                joining(
                        reading("0", "a")
                                .setRepartitionSinkTopics(List.of("__transaction_state"))));
        all.put(
                "internal repartition",
                joining(
                        reading("0", "a")
                                .setRepartitionSourceTopics(
                                        List.of(topic("__consumer_offsets", 1)))));
        all.put(
                "internal changelog",
                joining(
                        reading("0", "a")
                                .setStateChangelogTopics(List.of(topic("__consumer_offsets", 0)))));
        all.put("bad name", joining(reading("0", "a b")));
        all.put("empty name", joining(reading("0", "")));
        all.put("dots", joining(reading("0", "..")));
        all.put("two bad names", joining(reading("0", "a b", "c d")));
        all.put(
                "bad changelog",
                joining(reading("0", "a").setStateChangelogTopics(List.of(topic("what?", 0)))));
        all.put(
                "changelog with partitions",
                joining(reading("0", "a").setStateChangelogTopics(List.of(topic("c", 3)))));
        all.put(
                "repartition nobody writes",
                joining(reading("0", "a").setRepartitionSourceTopics(List.of(topic("r", 3)))));
        all.put("expression", joining(reading("0").setSourceTopicRegex(List.of("a.*"))));
        all.put("same id twice", joining(reading("0", "a"), reading("0", "b")));
        all.put("unordered", joining(reading("1", "a"), reading("0", "b")));
        all.put("no sources", joining(reading("0")));
        all.put("same topic twice", joining(reading("0", "a", "a")));
        all.put("topic of two", joining(reading("0", "a"), reading("1", "a")));
        all.put(
                "odd copartition",
                joining(
                        reading("0", "a")
                                .setCopartitionGroups(
                                        List.of(
                                                new CopartitionGroup()
                                                        .setSourceTopics(List.of((short) 7))))));
        all.put(
                "odd setting",
                joining(
                        reading("0", "a")
                                .setStateChangelogTopics(
                                        List.of(
                                                topic("c", 0)
                                                        .setTopicConfigs(
                                                                List.of(
                                                                        new KeyValue()
                                                                                .setKey("what")
                                                                                .setValue(
                                                                                        "ever")))))));
        all.put(
                "negative changelog partitions",
                joining(reading("0", "a").setStateChangelogTopics(List.of(topic("c", -1)))));
        all.put("negative topology epoch", joiningAt(-1));
        all.put("later topology epoch", joiningAt(5));
        all.put(
                "offsets",
                joining(reading("0", "a"))
                        .setTaskOffsets(
                                List.of(
                                        new TaskOffset()
                                                .setSubtopologyId("0")
                                                .setPartition(0)
                                                .setOffset(-1))));
        return all;
    }

    private static StreamsGroupHeartbeatRequestData joiningAt(int topologyEpoch) {
        StreamsGroupHeartbeatRequestData request = joining(reading("0", "a"));
        request.topology().setEpoch(topologyEpoch);
        return request;
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        try (KafkaSide kafka = new KafkaSide(server);
                GroupRequests requests = new GroupRequests(server)) {
            kafka.topic("warm-streams", 1);
            kafka.committed("warm-streams", "warm-streams", 0); // now there is a coordinator
            Map<String, String> answers = new LinkedHashMap<>();
            int[] number = {0};
            heartbeats()
                    .forEach(
                            (name, request) -> {
                                if (!request.groupId().isEmpty()) {
                                    request.setGroupId("bad-streams-" + number[0]++);
                                }
                                answers.put(name, answer(requests, request));
                            });
            if (ANSWERS.isEmpty()) {
                ANSWERS.putAll(answers);
            }
            if (server.apacheKafka()) {
                // What it did not think of ends there with an unknown error; here it is refused.
                answers.replaceAll(
                        (name, answer) ->
                                answer.startsWith("UNKNOWN_SERVER_ERROR")
                                                && !ANSWERS.get(name).startsWith("NONE")
                                        ? ANSWERS.get(name)
                                        : answer);
            }
            assertEquals(lines(ANSWERS), lines(answers));
        }
    }

    private static String lines(Map<String, String> answers) {
        StringBuilder lines = new StringBuilder();
        answers.forEach(
                (name, answer) -> lines.append(name).append(": ").append(answer).append('\n'));
        return lines.toString();
    }

    private static String answer(GroupRequests requests, StreamsGroupHeartbeatRequestData request) {
        StreamsGroupHeartbeatResponseData answer =
                (StreamsGroupHeartbeatResponseData)
                        requests.ask(
                                        new StreamsGroupHeartbeatRequest.Builder(request)
                                                .build((short) 0))
                                .data();
        return Errors.forCode(answer.errorCode())
                + " "
                + answer.errorMessage()
                + " "
                + answer.status();
    }
}
