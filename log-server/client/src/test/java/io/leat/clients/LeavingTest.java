package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.consumer.Consumer;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A consumer that is closed while it joins: the coordinator must not wait for it. */
@Timeout(60)
class LeavingTest {

    @Test
    void shouldLeaveUnderTheIdThatItWasGivenWhileItJoined() {
        ScriptedCluster.run(
                (clients, cluster) -> {
                    new ScriptedCoordinator(cluster, ApiKey.END_TXN);
                    cluster.script(ApiKey.JOIN_GROUP, LeavingTest::join);
                    cluster.script(ApiKey.LEAVE_GROUP, seen -> ScriptedCluster.SILENCE);
                    StringDeserializer text = new StringDeserializer();
                    Map<String, Object> settings =
                            Map.of("bootstrap.servers", "b1:9092", "group.id", "group");
                    Consumer<String, String> consumer = clients.consumer(settings, text, text);
                    consumer.subscribe(List.of(ScriptedCluster.TOPIC));
                    consumer.poll(Duration.ofSeconds(1));
                    assertEquals(2, cluster.seen(ApiKey.JOIN_GROUP).size());
                    consumer.close(Duration.ofSeconds(1));
                    List<ScriptedCluster.Seen> left = cluster.seen(ApiKey.LEAVE_GROUP);
                    assertEquals(1, left.size());
                    LeaveGroupRequest leave = (LeaveGroupRequest) left.get(0).request();
                    assertEquals("member", leave.members().get(0).memberId());
                });
    }

    /** Gives an id, and lets whoever comes with it wait for the others. */
    private static ApiMessage join(ScriptedCluster.Seen seen) {
        JoinGroupRequest join = (JoinGroupRequest) seen.request();
        return join.memberId().isEmpty()
                ? JoinGroupResponse.builder()
                        .errorCode(ErrorCode.MEMBER_ID_REQUIRED)
                        .protocolName("")
                        .leader("")
                        .memberId("member")
                        .build()
                : ScriptedCluster.SILENCE;
    }
}
