package io.leat.log.broker.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.broker.TestBroker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeClusterRequest;
import io.leat.log.protocol.message.DescribeClusterResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescribeControllersHandlerTest {

    private final TestBroker node = new TestBroker(Map.of());

    private DescribeClusterResponse ask(int endpointType) {
        return node.call(
                new DescribeControllersHandler(node.broker),
                2,
                DescribeClusterRequest.builder().endpointType((byte) endpointType).build());
    }

    @Test
    void shouldNameTheActiveController() {
        DescribeClusterResponse response = ask(2);
        assertEquals(ErrorCode.NONE, response.errorCode());
        assertEquals(1, response.controllerId());
        assertEquals("test-cluster", response.clusterId());
    }

    @Test
    void shouldSendWhoAsksForBrokersElsewhere() {
        assertEquals(ErrorCode.MISMATCHED_ENDPOINT_TYPE, ask(1).errorCode());
        assertEquals(ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, ask(9).errorCode());
    }
}
