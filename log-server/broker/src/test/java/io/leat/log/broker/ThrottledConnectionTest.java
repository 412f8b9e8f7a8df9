package io.leat.log.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.quota.AlterClientQuotasHandler;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AlterClientQuotasRequest;
import io.leat.log.protocol.message.FetchRequest;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractResponse;
import org.junit.jupiter.api.Test;

/** Whoever takes more than its quota is told to wait, and not read from meanwhile (KIP-219). */
final class ThrottledConnectionTest {

    private static final int VERSION = 12;

    private final TestBroker node = new TestBroker(Map.of());
    private final TestConnection connection =
            new TestConnection(node.loop, Handlers.ofBroker(node.broker));

    private void limit(String key, double rate) {
        AlterClientQuotasRequest request =
                AlterClientQuotasRequest.builder()
                        .entries(
                                List.of(
                                        new AlterClientQuotasRequest.EntryData(
                                                List.of(
                                                        new AlterClientQuotasRequest.EntityData(
                                                                "client-id", "test")),
                                                List.of(
                                                        new AlterClientQuotasRequest.OpData(
                                                                key, rate, false)))))
                        .build();
        assertEquals(
                ErrorCode.NONE,
                node.call(new AlterClientQuotasHandler(node.broker), 1, request)
                        .entries()
                        .get(0)
                        .errorCode());
    }

    private void fetch(int replicaId) {
        connection.request(
                ApiKey.FETCH, VERSION, 7, FetchRequest.builder().replicaId(replicaId).build());
        node.loop.run();
    }

    /** As Kafka's client reads it. */
    private int throttleTimeMs() {
        var response = connection.sent.get(connection.sent.size() - 1).duplicate();
        response.position(5); // correlation id and no tags
        return AbstractResponse.parseResponse(
                        ApiKeys.FETCH, new ByteBufferAccessor(response), (short) VERSION)
                .throttleTimeMs();
    }

    @Test
    void shouldServeWhoeverStaysBelowItsQuota() {
        limit("consumer_byte_rate", 1_000);
        fetch(-1);
        assertFalse(connection.paused);
        assertEquals(0, throttleTimeMs());
    }

    @Test
    void shouldTellWhoeverTookTooMuchAndNotReadFromIt() {
        limit("consumer_byte_rate", 1);
        fetch(-1);
        assertTrue(connection.paused);
        assertTrue(throttleTimeMs() > 1_000, "throttled for " + throttleTimeMs());
    }

    @Test
    void shouldNotHoldBackReplicas() {
        limit("consumer_byte_rate", 1);
        fetch(2);
        assertFalse(connection.paused);
    }
}
