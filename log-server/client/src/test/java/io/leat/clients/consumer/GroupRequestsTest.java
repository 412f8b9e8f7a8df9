package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.BothServers;
import io.leat.clients.Server;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The same heartbeats to Leat and to Apache Kafka, with the same answers. */
@Timeout(40)
@ParameterizedClass(autoCloseArguments = false)
@ArgumentsSource(BothServers.class)
class GroupRequestsTest {

    /** What the first server answered, by the name of the script. */
    private static final Map<String, List<String>> ANSWERS = new HashMap<>();

    @Parameter Server server;
    private GroupRequests requests;
    private KafkaSide kafka;
    private Admin admin;
    private String group = "";
    private Uuid topicId = Uuid.ZERO_UUID;
    private final List<String> transcript = new ArrayList<>();

    @BeforeEach
    void open() {
        requests = new GroupRequests(server);
        kafka = new KafkaSide(server);
        admin = Admin.create(Map.of("bootstrap.servers", server.bootstrap()));
    }

    @AfterEach
    void close() {
        requests.close();
        kafka.close();
        admin.close();
    }

    private void begin(String script) throws ExecutionException, InterruptedException {
        group = script;
        kafka.topic(script, 4);
        kafka.committed("warm-up", script, 0); // now there is a coordinator
        topicId = admin.describeTopics(List.of(script)).allTopicNames().get().get(script).topicId();
        awaitTopic(script);
    }

    /** Lets a member of another group join until the coordinator knows of the topic. */
    private void awaitTopic(String script) {
        group = script + "-probe";
        ConsumerGroupHeartbeatRequestData join =
                joining("probe").setSubscribedTopicNames(List.of(script));
        while (requests.heartbeat(join).assignment().topicPartitions().isEmpty()) {
            Thread.onSpinWait();
        }
        requests.heartbeat(beating("probe", -1));
        group = script;
    }

    private void sameAsBefore() {
        List<String> before = ANSWERS.putIfAbsent(group, List.copyOf(transcript));
        if (before != null) {
            assertEquals(String.join("\n", before), String.join("\n", transcript));
        }
    }

    private ConsumerGroupHeartbeatRequestData beating(String member, int epoch) {
        return new ConsumerGroupHeartbeatRequestData()
                .setGroupId(group)
                .setMemberId(member)
                .setMemberEpoch(epoch);
    }

    private ConsumerGroupHeartbeatRequestData joining(String member) {
        return beating(member, 0)
                .setRebalanceTimeoutMs(10_000)
                .setSubscribedTopicNames(List.of(group))
                .setTopicPartitions(List.of());
    }

    private ConsumerGroupHeartbeatRequestData owning(String member, int epoch, Integer... owned) {
        ConsumerGroupHeartbeatRequestData request = beating(member, epoch);
        return request.setTopicPartitions(
                owned.length == 0
                        ? List.of()
                        : List.of(
                                new ConsumerGroupHeartbeatRequestData.TopicPartitions()
                                        .setTopicId(topicId)
                                        .setPartitions(List.of(owned))));
    }

    /** Sends, and notes the answer with names instead of ids. */
    private ConsumerGroupHeartbeatResponseData send(ConsumerGroupHeartbeatRequestData request) {
        ConsumerGroupHeartbeatResponseData answer = requests.heartbeat(request);
        StringBuilder line = new StringBuilder();
        line.append(request.memberId()).append('@').append(request.memberEpoch()).append(" -> ");
        line.append(Errors.forCode(answer.errorCode())).append(' ').append(answer.memberId());
        line.append('@').append(answer.memberEpoch()).append(' ');
        line.append(answer.heartbeatIntervalMs()).append(' ');
        if (answer.assignment() == null) {
            line.append("unchanged");
        } else {
            TreeMap<String, TreeSet<Integer>> assigned = new TreeMap<>();
            answer.assignment()
                    .topicPartitions()
                    .forEach(
                            each ->
                                    assigned.put(
                                            each.topicId().equals(topicId) ? "t" : "?",
                                            new TreeSet<>(each.partitions())));
            line.append(assigned);
        }
        transcript.add(line + " " + answer.errorMessage());
        return answer;
    }

    private void describe() {
        ConsumerGroupDescribeResponseData.DescribedGroup described =
                requests.describe(
                                new ConsumerGroupDescribeRequestData().setGroupIds(List.of(group)))
                        .groups()
                        .get(0);
        transcript.add(
                "group "
                        + Errors.forCode(described.errorCode())
                        + " "
                        + described.errorMessage()
                        + " "
                        + described.groupState()
                        + " "
                        + described.groupEpoch()
                        + " "
                        + described.assignmentEpoch()
                        + " "
                        + described.assignorName());
        TreeMap<String, String> members = new TreeMap<>();
        for (ConsumerGroupDescribeResponseData.Member member : described.members()) {
            members.put(
                    member.memberId(),
                    member.memberEpoch()
                            + " "
                            + member.instanceId()
                            + " "
                            + member.rackId()
                            + " "
                            + member.clientId()
                            + " "
                            + member.clientHost()
                            + " "
                            + member.subscribedTopicNames()
                            + " "
                            + member.subscribedTopicRegex()
                            + " "
                            + partitions(member.assignment())
                            + " "
                            + partitions(member.targetAssignment())
                            + " "
                            + member.memberType());
        }
        transcript.add(members.toString());
    }

    private static String partitions(ConsumerGroupDescribeResponseData.Assignment assignment) {
        TreeMap<String, TreeSet<Integer>> all = new TreeMap<>();
        assignment
                .topicPartitions()
                .forEach(each -> all.put(each.topicName(), new TreeSet<>(each.partitions())));
        return all.toString();
    }

    @Test
    void shouldHandPartitionsOverInTheSameSteps() throws Exception {
        begin("requests-handover");
        describe();
        send(joining("m1"));
        describe();
        send(beating("m1", 2));
        send(joining("m2"));
        describe();
        send(beating("m2", 3));
        send(beating("m1", 2));
        describe();
        send(beating("m1", 2));
        send(owning("m1", 2, 0, 1, 2));
        send(owning("m1", 2, 0, 1));
        describe();
        send(beating("m2", 3));
        send(owning("m1", 2, 0, 1));
        send(owning("m1", 2, 0, 1, 2));
        send(beating("m1", 9));
        send(beating("m1", 1));
        send(beating("m3", 3));
        send(joining("m1"));
        describe();
        send(beating("m1", -1));
        send(beating("m1", -1));
        send(beating("m2", 3));
        describe();
        send(beating("m2", -1));
        describe();
        send(joining("m2"));
        describe();
        sameAsBefore();
    }

    @Test
    void shouldKeepStaticMembersInTheSameSteps() throws Exception {
        begin("requests-static");
        send(joining("m1").setInstanceId("i").setRackId("r"));
        send(joining("m2").setInstanceId("i"));
        send(joining("m1").setInstanceId("i"));
        send(beating("m1", 2).setInstanceId("i"));
        send(beating("m2", 2).setInstanceId("i"));
        send(beating("m2", -2).setInstanceId("i"));
        send(beating("m1", -2));
        send(beating("m1", -2).setInstanceId("i"));
        describe();
        send(joining("m2").setInstanceId("i"));
        describe();
        send(beating("m1", 2).setInstanceId("i"));
        send(beating("m2", 2).setInstanceId("other"));
        send(joining("m3").setInstanceId("j"));
        send(beating("m2", 2).setInstanceId("i"));
        send(owning("m2", 2, 0, 1).setInstanceId("i"));
        send(beating("m3", 3).setInstanceId("j"));
        send(beating("m3", -1).setInstanceId("j"));
        describe();
        sameAsBefore();
    }

    @Test
    void shouldRefuseTheSameRequests() throws Exception {
        begin("requests-refused");
        send(beating("m1", 0));
        send(beating("", 0));
        send(beating("m1", 5));
        send(beating("m1", -1));
        send(beating("m1", -3));
        send(joining("m1").setServerAssignor("none"));
        send(joining("m1").setRackId(""));
        send(joining("m1").setInstanceId(""));
        send(joining("m1").setSubscribedTopicNames(null).setSubscribedTopicRegex("("));
        send(joining("m1").setSubscribedTopicNames(List.of()));
        send(joining("m1").setServerAssignor("range"));
        describe();
        send(joining("m2").setServerAssignor("range"));
        send(joining("m2").setServerAssignor("uniform"));
        send(joining("m3").setServerAssignor("uniform"));
        describe();
        send(joining("m3").setSubscribedTopicNames(List.of("missing-topic")));
        describe();
        sameAsBefore();
    }
}
