package io.leat.log.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.VoteRequest;
import io.leat.log.runtime.BugException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BrokerConnectionTest {

    private final TestLoop loop = new TestLoop();
    private final List<Reply<HeartbeatResponse>> replies = new ArrayList<>();
    private final TestConnection connection = new TestConnection(loop, handlers());

    /** Heartbeats in versions 1 to 3, answered when the test wants. */
    private final class ParkingHandler implements Handler<HeartbeatRequest, HeartbeatResponse> {
        @Override
        public ApiKey key() {
            return ApiKey.HEARTBEAT;
        }

        @Override
        public VersionRange versions() {
            return VersionRange.of(1, 3);
        }

        @Override
        public HeartbeatRequest read(Reader in) {
            return HeartbeatRequest.read(in);
        }

        @Override
        public void handle(
                RequestContext context, HeartbeatRequest request, Reply<HeartbeatResponse> reply) {
            replies.add(reply);
        }
    }

    private Handlers handlers() {
        Handlers handlers = new Handlers(new RequestMemory(-1));
        handlers.add(new ParkingHandler());
        return handlers;
    }

    private static HeartbeatResponse answer(ErrorCode error) {
        return HeartbeatResponse.builder().errorCode(error).build();
    }

    private void heartbeat(int version, int correlationId) {
        connection.request(
                ApiKey.HEARTBEAT, version, correlationId, HeartbeatRequest.builder().build());
    }

    @Test
    void shouldAnswerInTheOrderOfTheRequests() {
        heartbeat(3, 1);
        heartbeat(3, 2);
        heartbeat(3, 3);
        replies.get(2).complete(answer(ErrorCode.NONE));
        replies.get(1).complete(answer(ErrorCode.NONE));
        assertEquals(List.of(), connection.correlationIds());
        replies.get(0).complete(answer(ErrorCode.NONE));
        assertEquals(List.of(1, 2, 3), connection.correlationIds());
    }

    @Test
    void shouldStopReadingWhileTooManyRequestsAreUnanswered() {
        for (int i = 0; i < BrokerConnection.REQUESTS_MAX; i++) {
            assertFalse(connection.paused);
            heartbeat(3, i);
        }
        assertTrue(connection.paused);
        replies.forEach(reply -> reply.complete(answer(ErrorCode.NONE)));
        assertFalse(connection.paused);
    }

    @Test
    void shouldStopReadingLargeRequestsWhileTheyTakeTooMuchMemory() {
        RequestMemory memory = new RequestMemory(80_000);
        Handlers handlers = new Handlers(memory);
        handlers.add(new ParkingHandler());
        TestConnection large = new TestConnection(loop, handlers);
        TestConnection small = new TestConnection(loop, handlers);
        HeartbeatRequest request = HeartbeatRequest.builder().memberId("m".repeat(30_000)).build();
        large.request(ApiKey.HEARTBEAT, 3, 1, request);
        large.request(ApiKey.HEARTBEAT, 3, 2, request);
        assertFalse(large.paused);
        large.request(ApiKey.HEARTBEAT, 3, 3, request);
        assertTrue(large.paused);
        small.request(ApiKey.HEARTBEAT, 3, 4, HeartbeatRequest.builder().build());
        assertFalse(small.paused);
        replies.get(0).complete(answer(ErrorCode.NONE));
        loop.run();
        assertFalse(large.paused);
        large.close();
        replies.forEach(
                reply -> {
                    if (reply != replies.get(0)) {
                        reply.complete(answer(ErrorCode.NONE)); // into the void
                    }
                });
        assertEquals(0, memory.usedBytes());
    }

    @Test
    void shouldStopReadingWhileTheClientDoesNotReadItsResponses() {
        connection.pendingBytes = 2000;
        heartbeat(3, 1);
        assertTrue(connection.paused);
        connection.pendingBytes = 0;
        connection.handler.onWritable();
        assertFalse(connection.paused);
    }

    @Test
    void shouldAnswerTenThousandPipelinedRequestsInOrder() {
        for (int i = 0; i < 10_000; i++) {
            heartbeat(3, i);
            if (connection.paused) { // what the transport holds back meanwhile does not arrive
                replies.forEach(reply -> reply.complete(answer(ErrorCode.NONE)));
                replies.clear();
            }
        }
        replies.forEach(reply -> reply.complete(answer(ErrorCode.NONE)));
        assertEquals(IntStream.range(0, 10_000).boxed().toList(), connection.correlationIds());
    }

    @Test
    void shouldRefuseAnUnsupportedVersionInTheNearestSchemaAndStayOpen() {
        heartbeat(4, 7); // flexible: response header version 1
        ByteBuffer newer = connection.sent.get(0); // version 3: correlation id, throttle, error
        assertEquals(10, newer.remaining());
        assertEquals(35, newer.getShort(8));
        heartbeat(0, 8);
        ByteBuffer older = connection.sent.get(1); // version 1 has the same layout
        assertEquals(35, older.getShort(8));
        assertFalse(connection.closed);
        heartbeat(3, 9);
        assertEquals(1, replies.size());
    }

    @Test
    void shouldCloseOnAKeyNobodyServes() {
        connection.request(ApiKey.VOTE, 0, 1, VoteRequest.builder().build());
        assertTrue(connection.closed);
        assertAllFramesReleased();
    }

    @Test
    void shouldCloseOnMalformedRequestsAndKeepNoMemory() {
        ByteBuffer truncated = ByteBuffer.allocate(14);
        truncated.putShort(ApiKey.HEARTBEAT.id()).putShort((short) 3).putInt(1);
        truncated.putShort((short) 0).putInt(77).flip();
        connection.deliver(truncated);
        assertTrue(connection.closed);
        assertAllFramesReleased();
    }

    @Test
    void shouldCloseOnAHeaderThatIsNone() {
        connection.deliver(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertTrue(connection.closed);
        assertAllFramesReleased();
    }

    @Test
    void shouldSendNothingForARequestWithoutResponse() {
        heartbeat(3, 1);
        heartbeat(3, 2);
        replies.get(1).complete(answer(ErrorCode.NONE));
        replies.get(0).none();
        assertEquals(List.of(2), connection.correlationIds());
        assertAllFramesReleased();
    }

    @Test
    void shouldReleaseEverythingWhenTheConnectionEndsFirst() {
        int[] released = new int[1];
        heartbeat(3, 1);
        heartbeat(3, 2);
        replies.get(1).complete(answer(ErrorCode.NONE), () -> released[0]++);
        connection.close();
        assertEquals(1, released[0], "ready, but never its turn");
        replies.get(0).complete(answer(ErrorCode.NONE), () -> released[0]++);
        assertEquals(2, released[0]);
        assertAllFramesReleased();
    }

    @Test
    void shouldTellWhoParkedARequestThatTheConnectionEnded() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            heartbeat(3, i);
            String name = "request " + i;
            Reply<HeartbeatResponse> reply = replies.get(i);
            reply.onClosed(
                    () -> {
                        told.add(name);
                        reply.none();
                    });
        }
        replies.get(1).complete(answer(ErrorCode.NONE));
        connection.close();
        assertEquals(List.of("request 0", "request 2"), told);
        assertAllFramesReleased();
    }

    @Test
    void shouldTakeASecondAnswerForABug() {
        heartbeat(3, 1);
        replies.get(0).complete(answer(ErrorCode.NONE));
        assertThrows(BugException.class, () -> replies.get(0).complete(answer(ErrorCode.NONE)));
    }

    private void assertAllFramesReleased() {
        connection.frames.forEach(frame -> assertEquals(0, frame.references));
    }
}
