package io.leat.log.broker.data;

import static io.leat.log.broker.data.DataHarness.batch;
import static io.leat.log.broker.data.DataHarness.fetch;
import static io.leat.log.broker.data.DataHarness.from;
import static io.leat.log.broker.data.DataHarness.partitions;
import static io.leat.log.broker.data.DataHarness.wanted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchRequest.ForgottenTopic;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.storage.LogRead;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FetchSessionTest {

    private final DataHarness test = new DataHarness(13);
    private FetchHandler handler;

    @BeforeEach
    void makeTopic() {
        test.topic("t", 3, Map.of());
        handler = new FetchHandler(test.broker());
    }

    @AfterEach
    void close() {
        test.close();
    }

    private FetchResponse ask(int session, int epoch, FetchRequest.Topic... topics) {
        return test.call(
                handler,
                12,
                fetch(topics).maxWaitMs(0).sessionId(session).sessionEpoch(epoch).build());
    }

    private static FetchRequest.Topic all(long... offsets) {
        return FetchRequest.Topic.builder()
                .topic("t")
                .partitions(
                        java.util.stream.IntStream.range(0, offsets.length)
                                .mapToObj(i -> wanted(i, offsets[i]).build())
                                .toList())
                .build();
    }

    private int open() {
        FetchResponse first = ask(0, 0, all(0, 0, 0));
        assertNotEquals(0, first.sessionId());
        assertEquals(Set.of(0, 1, 2), partitions(first));
        return first.sessionId();
    }

    @Test
    void shouldAnswerOnlyWhatChanged() {
        int id = open();
        FetchResponse nothing = ask(id, 1);
        assertEquals(id, nothing.sessionId());
        assertEquals(Set.of(), partitions(nothing));
        test.send("t", 1, batch(2));
        assertEquals(Set.of(1), partitions(ask(id, 2)));
        assertEquals(Set.of(1), partitions(ask(id, 3)), "it has not moved on");
        assertEquals(Set.of(), partitions(ask(id, 4, from("t", 1, 2))));
    }

    @Test
    void shouldRepeatAnErrorUntilItIsGone() {
        int id = open();
        FetchResponse failed = ask(id, 1, from("t", 2, 99));
        assertEquals(
                ErrorCode.OFFSET_OUT_OF_RANGE,
                failed.responses().get(0).partitions().get(0).errorCode());
        assertEquals(Set.of(2), partitions(ask(id, 2)));
        assertEquals(Set.of(2), partitions(ask(id, 3, from("t", 2, 0))), "it is well again");
        assertEquals(Set.of(), partitions(ask(id, 4)));
    }

    @Test
    void shouldForgetPartitionsAndEndWithTheLast() {
        int id = open();
        test.send("t", 0, batch(1));
        test.send("t", 1, batch(1));
        assertEquals(Set.of(1), partitions(forget(id, 1, 0)));
        FetchResponse last = forget(id, 2, 1, 2);
        assertEquals(0, last.sessionId());
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, ask(id, 3).errorCode());
    }

    private FetchResponse forget(int id, int epoch, Integer... partitions) {
        FetchRequest.Builder request = fetch().maxWaitMs(0).sessionId(id).sessionEpoch(epoch);
        ForgottenTopic forgotten =
                new ForgottenTopic("t", io.leat.log.protocol.Uuid.ZERO, List.of(partitions));
        return test.call(handler, 12, request.forgottenTopicsData(List.of(forgotten)).build());
    }

    @Test
    void shouldRefuseWrongEpochsAndUnknownSessions() {
        int id = open();
        assertEquals(ErrorCode.INVALID_FETCH_SESSION_EPOCH, ask(id, 2).errorCode());
        assertEquals(ErrorCode.NONE, ask(id, 1).errorCode());
        assertEquals(ErrorCode.INVALID_FETCH_SESSION_EPOCH, ask(id, 1).errorCode());
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, ask(id + 1, 1).errorCode());
    }

    @Test
    void shouldEndASessionOnRequest() {
        int id = open();
        assertEquals(0, ask(id, -1, all(0)).sessionId());
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, ask(id, 1).errorCode());
    }

    @Test
    void shouldReplaceASessionOnRequest() {
        int id = open();
        FetchResponse renewed = ask(id, 0, all(0));
        assertNotEquals(0, renewed.sessionId());
        assertNotEquals(id, renewed.sessionId());
        assertEquals(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, ask(id, 1).errorCode());
    }

    @Test
    void shouldTakeTurnsWhenTheAnswerHasNoRoomForAll() {
        for (int partition = 0; partition < 3; partition++) {
            test.send("t", partition, batch(1));
            test.send("t", partition, batch(1));
        }
        FetchRequest.Builder request = fetch(all(0, 0, 0)).maxBytes(1).sessionEpoch(0);
        FetchResponse first = test.call(handler, 12, request.build());
        int id = first.sessionId();
        StringBuilder order = new StringBuilder();
        for (int epoch = 1; epoch <= 5; epoch++) {
            request = fetch().maxBytes(1).sessionId(id).sessionEpoch(epoch);
            partitions(test.call(handler, 12, request.build())).forEach(order::append);
        }
        assertEquals("12012", order.toString());
    }

    @Test
    void shouldWakeAFetchThatWaitsWhenAnyOfThePartitionsChanges() {
        int id = open();
        FetchRequest.Builder request = fetch().maxWaitMs(60_000).sessionId(id).sessionEpoch(1);
        DataHarness.Answer<FetchResponse> answer = test.ask(handler, 12, request.build());
        test.simulation.runFor(1_000);
        assertFalse(answer.done());
        test.send("t", 2, batch(1));
        assertTrue(test.simulation.runUntil(answer::done, 100));
        assertEquals(Set.of(2), partitions(answer.response));
    }

    @Test
    void shouldLookOnlyAtWhatMayHaveChanged() {
        Watched watched = new Watched();
        assertEquals(Set.of(0, 1, 2), partitions(watched.fetch(all(0, 0, 0))));
        assertEquals(Set.of(), watched.due());
        test.send("t", 1, batch(2));
        assertEquals(Set.of(1), watched.due());
        assertEquals(Set.of(1), partitions(watched.fetch()));
        assertEquals(Set.of(1), watched.due(), "it may not have arrived");
        assertEquals(Set.of(), partitions(watched.fetch(from("t", 1, 2))));
        assertEquals(Set.of(), watched.due());
        test.send("t", 1, batch(1));
        assertEquals(Set.of(1), watched.due(), "it is heard of again");
    }

    @Test
    void shouldLookAtEverythingAgainForWhoComesBackOnAnotherConnection() {
        Watched watched = new Watched();
        watched.fetch(all(0, 0, 0));
        var gone = test.client;
        test.host.ports().loop().execute(gone::markClosed);
        test.simulation.runFor(1);
        test.send("t", 1, batch(1));
        assertEquals(Set.of(0, 1, 2), watched.due());
        assertEquals(Set.of(1), partitions(watched.fetch()));
        assertEquals(Set.of(), partitions(watched.fetch(from("t", 1, 1))));
        assertEquals(Set.of(), watched.due());
        test.send("t", 0, batch(1));
        assertEquals(Set.of(0), watched.due());
    }

    @Test
    void shouldLookAgainAtWhatChangedWhileOthersWereBeingRead() {
        Watched watched = new Watched();
        watched.fetch(all(0, 0, 0));
        FetchSession session = watched.session;
        session.update(fetch(from("t", 1, 0)).build(), test.client);
        FetchMember member = session.due().get(0);
        session.looking(member);
        FetchItem item = new FetchItem(member, null, ErrorCode.NONE, member.watch());
        item.result(
                new FetchedPartition(
                        ErrorCode.NONE,
                        0,
                        0,
                        0,
                        0,
                        null,
                        null,
                        FetchedPartition.NO_PREFERRED,
                        false,
                        LogRead.empty(0)));
        test.send("t", 1, batch(1)); // it was read, others of the same fetch were not yet
        session.looked(item);
        assertEquals(Set.of(1), watched.due(), "nothing would ever tell of it again");
    }

    @Test
    void shouldNotForgetWhatAReaderWithAnotherViewIsToSee() {
        Watched watched = new Watched();
        watched.fetch(all(0, 0, 0));
        FetchRequest.Builder other = fetch().maxWaitMs(0).isolationLevel((byte) 1);
        test.ask(watched, 12, other.build());
        assertEquals(Set.of(), watched.due());
        test.simulation.runFor(1);
        test.send("t", 2, batch(1));
        assertEquals(Set.of(2), partitions(test.call(watched, 12, other.build())));
    }

    /** A session that can be looked into. */
    private final class Watched implements Handler<FetchRequest, FetchResponse> {

        private final FetchSession session =
                new FetchSession(1, false, test.host.ports().loop(), 0);

        FetchResponse fetch(FetchRequest.Topic... topics) {
            return test.call(this, 12, DataHarness.fetch(topics).maxWaitMs(0).build());
        }

        Set<Integer> due() {
            return session.due().stream()
                    .map(member -> member.wanted().partition())
                    .collect(Collectors.toSet());
        }

        @Override
        public ApiKey key() {
            return ApiKey.FETCH;
        }

        @Override
        public FetchRequest read(Reader in) {
            return FetchRequest.read(in);
        }

        @Override
        public void handle(
                RequestContext context, FetchRequest request, Reply<FetchResponse> reply) {
            session.update(request, context.client());
            new FetchPass(test.broker(), context, request, session, true, reply).start();
        }
    }

    @Test
    void shouldKeepOnlySoManyAndEvictTheIdle() {
        try (Simulation simulation = new Simulation(1)) {
            SimNode host = simulation.node("a", 1);
            FetchSessions sessions =
                    new FetchSessions(2, host.ports().entropy(), host.ports().loop());
            FetchSession first = sessions.open(true);
            FetchSession second = sessions.open(true);
            assertNotNull(first);
            assertNotNull(second);
            assertNull(sessions.open(true));
            simulation.runFor(100_000);
            sessions.use(first);
            simulation.runFor(30_000);
            assertNotNull(sessions.open(true));
            assertNull(sessions.find(second.id()));
            assertNotNull(sessions.find(first.id()));
        }
    }
}
