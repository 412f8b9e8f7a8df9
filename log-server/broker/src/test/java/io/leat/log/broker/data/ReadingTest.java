package io.leat.log.broker.data;

import static io.leat.log.broker.data.DataHarness.batch;
import static io.leat.log.broker.data.DataHarness.fetch;
import static io.leat.log.broker.data.DataHarness.from;
import static io.leat.log.broker.data.DataHarness.wanted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.DeleteRecordsRequest;
import io.leat.log.protocol.message.DeleteRecordsResponse;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetch, ListOffsets and DeleteRecords without sessions. */
final class ReadingTest {

    private final DataHarness test = new DataHarness(12);

    @BeforeEach
    void makeTopic() {
        test.topic("t", 2, Map.of());
    }

    @AfterEach
    void close() {
        test.close();
    }

    private FetchResponse.PartitionData read(FetchRequest request) {
        return test.call(new FetchHandler(test.broker()), 12, request)
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void shouldStartWithTheBatchThatHoldsTheOffsetWhateverItsSize() {
        test.send("t", 0, batch(3));
        test.send("t", 0, batch(3));
        FetchRequest one =
                fetch(
                                FetchRequest.Topic.builder()
                                        .topic("t")
                                        .partitions(
                                                List.of(wanted(0, 4).partitionMaxBytes(1).build()))
                                        .build())
                        .maxBytes(1)
                        .build();
        var data = read(one);
        assertEquals(6, data.highWatermark());
        assertEquals(batch(3).remaining(), data.records().toBuffer().remaining());
        assertEquals(3, data.records().toBuffer().getLong(0));
        assertNull(data.abortedTransactions());
    }

    @Test
    void shouldWaitUntilThereIsEnough() {
        var handler = new FetchHandler(test.broker());
        var waiting = test.ask(handler, 12, fetch(from("t", 0, 0)).maxWaitMs(5000).build());
        test.simulation.runFor(1000);
        assertFalse(waiting.done());
        test.send("t", 1, batch(1));
        test.simulation.runFor(1000);
        assertFalse(waiting.done());
        test.send("t", 0, batch(1));
        assertTrue(test.simulation.runUntil(waiting::done, 100));
        var late = test.ask(handler, 12, fetch(from("t", 0, 1)).maxWaitMs(300).build());
        test.simulation.runFor(290);
        assertFalse(late.done());
        test.simulation.runFor(20);
        assertTrue(late.done());
    }

    @Test
    void shouldHoldFramesUntilTheAnswerIsSent() {
        test.send("t", 0, batch(1));
        int kept = test.frames;
        var answer = test.ask(new FetchHandler(test.broker()), 12, fetch(from("t", 0, 0)).build());
        assertTrue(test.simulation.runUntil(answer::done, 1000));
        assertEquals(kept + 1, test.frames);
        answer.released.run();
        assertEquals(kept, test.frames);
    }

    @Test
    void shouldTellOffsetsOutOfRangeAndEpochsFromAnotherTime() {
        test.send("t", 0, batch(3));
        assertEquals(
                ErrorCode.OFFSET_OUT_OF_RANGE, read(fetch(from("t", 0, 4)).build()).errorCode());
        var ahead =
                FetchRequest.Topic.builder()
                        .topic("t")
                        .partitions(List.of(wanted(0, 0).currentLeaderEpoch(9).build()))
                        .build();
        assertEquals(ErrorCode.UNKNOWN_LEADER_EPOCH, read(fetch(ahead).build()).errorCode());
        test.crash();
        test.simulation.runFor(1000);
        var behind =
                FetchRequest.Topic.builder()
                        .topic("t")
                        .partitions(List.of(wanted(0, 0).currentLeaderEpoch(0).build()))
                        .build();
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH, read(fetch(behind).build()).errorCode());
    }

    /** Seed 360 of the cluster's scenarios: a group began again and committed that. */
    @Test
    void shouldNotCallOutOfRangeWhatAnotherLeaderMayHave() {
        Replication alone = Replication.alone();
        Replication deposed =
                (Replication)
                        Proxy.newProxyInstance(
                                Replication.class.getClassLoader(),
                                new Class<?>[] {Replication.class},
                                (proxy, method, arguments) ->
                                        method.getName().equals("maybeDeposed")
                                                ? (Object) true
                                                : method.invoke(alone, arguments));
        test.stores = (broker, folders) -> new LogPartitionStore(broker, folders, deposed);
        test.crash();
        assertEquals(
                ErrorCode.NOT_LEADER_OR_FOLLOWER, read(fetch(from("t", 0, 4)).build()).errorCode());
    }

    @Test
    void shouldTellWhereAReaderDiverged() {
        test.send("t", 0, batch(3));
        test.crash();
        test.simulation.runFor(1000);
        test.send("t", 0, batch(3));
        var diverged =
                FetchRequest.Topic.builder()
                        .topic("t")
                        .partitions(List.of(wanted(0, 5).lastFetchedEpoch(0).build()))
                        .build();
        var data = read(fetch(diverged).build());
        assertEquals(ErrorCode.NONE, data.errorCode());
        assertEquals(3, data.divergingEpoch().endOffset());
    }

    @Test
    void shouldDeleteRecordsUpToTheHighWatermarkOnly() {
        test.send("t", 0, batch(3));
        test.send("t", 0, batch(3));
        assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, delete("t", 7).errorCode());
        assertEquals(ErrorCode.OFFSET_OUT_OF_RANGE, delete("t", -2).errorCode());
        assertEquals(4, delete("t", 4).lowWatermark());
        assertEquals(4, test.offset(6, "t", -2).offset());
        assertEquals(
                ErrorCode.OFFSET_OUT_OF_RANGE, read(fetch(from("t", 0, 3)).build()).errorCode());
        test.crash();
        test.simulation.runFor(1000);
        assertEquals(4, test.offset(6, "t", -2).offset());
        assertEquals(6, delete("t", -1).lowWatermark());
        test.topic("compact", 1, Map.of("cleanup.policy", "compact"));
        assertEquals(ErrorCode.POLICY_VIOLATION, delete("compact", 0).errorCode());
        assertEquals(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, delete("nowhere", 0).errorCode());
    }

    private DeleteRecordsResponse.PartitionResult delete(String topic, long offset) {
        DeleteRecordsRequest request =
                DeleteRecordsRequest.builder()
                        .topics(
                                List.of(
                                        new DeleteRecordsRequest.Topic(
                                                topic,
                                                List.of(
                                                        new DeleteRecordsRequest.Partition(
                                                                0, offset)))))
                        .build();
        return test.call(new DeleteRecordsHandler(test.broker()), 2, request)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void shouldFindOffsets() {
        test.send("t", 0, batch(3));
        test.send("t", 0, batch(2));
        assertEquals(5, test.offset(6, "t", -1).offset());
        assertEquals(0, test.offset(6, "t", -2).offset());
        assertEquals(2, test.offset(7, "t", -3).offset());
        assertEquals(1002, test.offset(7, "t", -3).timestamp());
        assertEquals(1, test.offset(6, "t", 1001).offset());
        assertEquals(-1, test.offset(6, "t", 2000).offset());
    }

    @Test
    void shouldTellWhereAnEpochEnds() {
        test.send("t", 0, batch(3));
        test.crash();
        test.simulation.runFor(1000);
        test.send("t", 0, batch(2));
        assertEquals(new EpochEndOffset(ErrorCode.NONE, 0, 0, 3), epochEnd(-1, 0));
        assertEquals(new EpochEndOffset(ErrorCode.NONE, 0, 1, 5), epochEnd(1, 1));
        assertEquals(ErrorCode.FENCED_LEADER_EPOCH, epochEnd(0, 0).errorCode());
        assertEquals(ErrorCode.UNKNOWN_LEADER_EPOCH, epochEnd(2, 0).errorCode());
    }

    private EpochEndOffset epochEnd(int currentEpoch, int epoch) {
        var request =
                OffsetForLeaderEpochRequest.builder()
                        .topics(
                                List.of(
                                        new OffsetForLeaderTopic(
                                                "t",
                                                List.of(
                                                        new OffsetForLeaderPartition(
                                                                0, currentEpoch, epoch)))))
                        .build();
        return test.call(new OffsetForLeaderEpochHandler(test.broker()), 4, request)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void shouldFindTopicsByIdOnly() {
        test.send("t", 0, batch(3));
        Uuid id = test.broker().image().topic("t").id();
        assertEquals(3, readById(id).highWatermark());
        assertEquals(ErrorCode.UNKNOWN_TOPIC_ID, readById(new Uuid(3, 4)).errorCode());
    }

    private FetchResponse.PartitionData readById(Uuid id) {
        var topic =
                FetchRequest.Topic.builder()
                        .topicId(id)
                        .partitions(List.of(wanted(0, 0).build()))
                        .build();
        return test.call(new FetchHandler(test.broker()), 17, fetch(topic).build())
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void shouldForgetAParkedFetchWhenItsConnectionEnds() {
        FetchRequest patient =
                fetch(from("t", 0, 0), from("t", 1, 0)).maxWaitMs(Integer.MAX_VALUE).build();
        var parked = test.ask(new FetchHandler(test.broker()), 12, patient);
        test.simulation.runFor(1_000);
        assertFalse(parked.done());
        test.host.ports().loop().execute(parked.gone);
        assertTrue(test.simulation.runUntil(() -> parked.silent, 1));
        test.send("t", 0, batch(1)); // wakes nobody
        test.simulation.runFor(1_000);
        assertNull(parked.response);
    }

    @Test
    void shouldForgetAFetchWhoseConnectionEndsWhileItReads() {
        test.send("t", 0, batch(3));
        var reading =
                test.ask(
                        new FetchHandler(test.broker()),
                        12,
                        fetch(from("t", 0, 0), from("t", 1, 0)).build());
        test.host.ports().loop().execute(() -> reading.gone.run());
        test.simulation.runFor(1_000);
        assertTrue(reading.done());
    }
}
