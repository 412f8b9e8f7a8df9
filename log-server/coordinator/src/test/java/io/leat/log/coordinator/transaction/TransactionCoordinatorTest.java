package io.leat.log.coordinator.transaction;

import static io.leat.log.coordinator.transaction.TransactionHarness.P0;
import static io.leat.log.coordinator.transaction.TransactionHarness.P1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.ListTransactionsRequest;
import io.leat.log.protocol.message.ListTransactionsResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionCoordinatorTest {

    private final TransactionHarness x = new TransactionHarness();

    private static ProducerIdentity bumped(ProducerIdentity producer) {
        return new ProducerIdentity(producer.id(), (short) (producer.epoch() + 1));
    }

    @Test
    void shouldFenceTheFormerProducerOfAnId() {
        ProducerIdentity first = x.open();
        ProducerIdentity second = x.open();
        assertEquals(bumped(first), second);
        assertEquals(ErrorCode.PRODUCER_FENCED, x.enlist(first, 1, P0));
        assertEquals(ErrorCode.PRODUCER_FENCED, x.end(first, 1, true).error());
        assertEquals(ErrorCode.PRODUCER_FENCED, x.open(first).errorCode());
    }

    @Test
    void shouldAbortAnOpenTransactionBeforeItGivesTheIdAway() {
        ProducerIdentity first = x.open();
        x.enlist(first, 1, P0);
        ProducerIdentity nobody = new ProducerIdentity(-1, (short) -1);
        assertEquals(ErrorCode.CONCURRENT_TRANSACTIONS, x.open(nobody).errorCode());
        assertEquals("CompleteAbort", x.state());
        assertEquals(ErrorCode.NONE, x.open(nobody).errorCode());
        assertEquals(ErrorCode.PRODUCER_FENCED, x.end(first, 1, true).error());
    }

    @Test
    void shouldRepeatTheAnswerToARepeatedOpening() {
        ProducerIdentity first = x.open();
        InitProducerIdResponse bumped = x.open(first);
        assertEquals(1, bumped.producerEpoch());
        assertEquals(bumped, x.open(first));
        x.open();
        assertEquals(ErrorCode.PRODUCER_FENCED, x.open(first).errorCode());
    }

    @Test
    void shouldRefuseBadTimeoutsAndIds() {
        for (int ms : List.of(0, 900_001)) {
            InitProducerIdRequest request =
                    InitProducerIdRequest.builder().transactionTimeoutMs(ms).build();
            Asked<InitProducerIdResponse> asked =
                    x.ask((shard, promise, now) -> shard.open("x", request, promise, now));
            assertEquals(ErrorCode.INVALID_TRANSACTION_TIMEOUT, asked.value().errorCode());
        }
        assertEquals(
                ErrorCode.INVALID_PRODUCER_ID_MAPPING,
                x.enlist(new ProducerIdentity(5, (short) 0), 1, P0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWriteAMarkerToEachPartitionAndComplete(boolean commit) {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.enlist(producer, 1, P1);
        assertEquals("Ongoing", x.state());
        assertEquals(ErrorCode.NONE, x.end(producer, 1, commit).error());
        assertEquals(commit ? "CompleteCommit" : "CompleteAbort", x.state());
        assertEquals(commit, x.lastMarker().commit());
        assertEquals(producer, x.lastMarker().producer());
    }

    @Test
    void shouldAnswerOnlyWhenTheDecisionIsCommitted() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.log.replicates(false);
        Asked<EndResult> asked = x.askToEnd(producer, 1, true);
        x.loop.run();
        assertTrue(asked.isOpen());
        assertEquals(List.of(), x.sent);
        x.log.replicates(true);
        assertEquals(ErrorCode.NONE, asked.value().error());
        x.loop.run();
        assertEquals(1, x.sent.size());
    }

    @Test
    void shouldNeverChangeADecidedOutcome() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.answers.put(P0, MarkerSender.Result.RETRY);
        x.end(producer, 1, true);
        assertEquals("PrepareCommit", x.state());
        assertEquals(ErrorCode.CONCURRENT_TRANSACTIONS, x.end(producer, 1, true).error());
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.end(producer, 1, false).error());
        assertEquals(ErrorCode.CONCURRENT_TRANSACTIONS, x.enlist(producer, 1, P1));
        assertEquals(ErrorCode.CONCURRENT_TRANSACTIONS, x.open(producer).errorCode());
        x.answers.clear();
        x.loop.advance(100);
        assertEquals(ErrorCode.NONE, x.end(producer, 1, true).error());
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.end(producer, 1, false).error());
    }

    private Asked<ErrorCode> askToEnlist(ProducerIdentity producer, TopicPartition partition) {
        return x.askToEnlist(
                new ClientCall("x", producer, 2, ClientCall.ANY_CONNECTION), partition);
    }

    /** Decided, but a partition has not got its marker yet. */
    private ProducerIdentity ending() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 2, P0);
        x.answers.put(P0, MarkerSender.Result.RETRY);
        return x.end(producer, 2, true).producer();
    }

    @Test
    void shouldLetTheNextTransactionWaitForTheMarkersOfTheLast() {
        ProducerIdentity next = ending();
        Asked<ErrorCode> first = askToEnlist(next, P0);
        Asked<ErrorCode> second = askToEnlist(next, P1);
        x.loop.run();
        assertTrue(first.isOpen());
        x.answers.clear();
        x.loop.advance(100);
        assertEquals(ErrorCode.NONE, first.value());
        assertEquals(ErrorCode.NONE, second.value());
        assertEquals("Ongoing", x.state());
        assertEquals(Set.of(P0, P1), x.durable().get("x").partitions());
    }

    @Test
    void shouldNotWaitForMarkersForLong() {
        ProducerIdentity next = ending();
        Asked<ErrorCode> asked = askToEnlist(next, P0);
        x.loop.advance(TransactionSettings.DEFAULT.successorPatienceMs());
        assertEquals(ErrorCode.CONCURRENT_TRANSACTIONS, asked.value());
        x.answers.clear();
        x.loop.advance(100);
        assertEquals(ErrorCode.NONE, x.enlist(next, 2, P0));
    }

    @Test
    void shouldRefuseTheNextTransactionWhenItsWaitEndsWithTheLeadership() {
        Asked<ErrorCode> asked = askToEnlist(ending(), P0);
        x.failOver();
        assertEquals(ErrorCode.NOT_COORDINATOR, asked.error());
    }

    @Test
    void shouldSendMarkersAgainAfterAFailover() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0, P1);
        x.answers.put(P1, MarkerSender.Result.RETRY);
        x.end(producer, 1, true);
        x.answers.clear();
        x.failOver();
        assertEquals("CompleteCommit", x.state());
        assertEquals(1, x.lastMarker().coordinatorEpoch());
    }

    /**
     * Seed 288 of the simulated cluster: what was loaded is committed, and the decision not yet.
     */
    @Test
    void shouldNotSendMarkersOfWhatIsDecidedWhileTheLoadedIsNotCommitted() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.failOverUnaware();
        long loaded = x.log.endOffset();
        x.askToEnd(producer, 1, true);
        x.log.commits(loaded);
        x.loop.run();
        assertEquals(List.of(), x.sent);
        x.log.replicates(true);
        x.loop.run();
        assertEquals(1, x.sent.size());
    }

    @Test
    void shouldForgetADecisionThatWasLostBeforeItWasCommitted() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.log.replicates(false);
        Asked<EndResult> asked = x.askToEnd(producer, 1, true);
        x.failOver();
        assertEquals(ErrorCode.NOT_COORDINATOR, asked.error());
        assertEquals("Ongoing", x.state());
        assertEquals(List.of(), x.sent);
    }

    @Test
    void shouldCompleteAlthoughATopicWasDeleted() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.answers.put(P0, MarkerSender.Result.GONE);
        x.end(producer, 1, true);
        assertEquals("CompleteCommit", x.state());
    }

    @Test
    void shouldLeaveMarkersToANewerCoordinator() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.answers.put(P0, MarkerSender.Result.FENCED);
        x.end(producer, 1, true);
        x.loop.advance(1_000);
        assertEquals("PrepareCommit", x.state());
        assertEquals(1, x.sent.size());
    }

    @Test
    void shouldCompleteOnceTheLogTakesRecordsAgain() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.askToEnd(producer, 1, true).value();
        x.log.refuses(ErrorCode.NOT_ENOUGH_REPLICAS);
        x.loop.advance(100);
        x.log.refuses(null);
        assertEquals("PrepareCommit", x.state());
        x.loop.advance(100);
        assertEquals("CompleteCommit", x.state());
    }

    @Test
    void shouldTakeTheNextEpochAtEachEndInVersionTwo() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 2, P0);
        EndResult ended = x.end(producer, 2, true);
        assertEquals(bumped(producer), ended.producer());
        assertEquals(bumped(producer), x.lastMarker().producer());
        assertEquals(2, x.lastMarker().transactionVersion());
        assertEquals(ErrorCode.NONE, x.enlist(ended.producer(), 2, P0));
        assertEquals(ErrorCode.PRODUCER_FENCED, x.enlist(producer, 2, P0));
    }

    @Test
    void shouldAcceptTheRepetitionOfAnEndInVersionTwo() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 2, P0);
        EndResult ended = x.end(producer, 2, true);
        assertEquals(ended, x.end(producer, 2, true));
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.end(producer, 2, false).error());
        x.enlist(ended.producer(), 2, P0);
        assertEquals(ErrorCode.PRODUCER_FENCED, x.end(producer, 2, true).error());
    }

    @Test
    void shouldAbortNothingInVersionTwoWithoutFencingItsClient() {
        ProducerIdentity producer = x.open();
        EndResult ended = x.end(producer, 2, false);
        assertEquals(bumped(producer), ended.producer());
        assertEquals(List.of(), x.sent);
        assertEquals(ErrorCode.NONE, x.enlist(ended.producer(), 2, P0));
        x.end(ended.producer(), 2, true);
        EndResult again = x.end(bumped(ended.producer()), 2, false);
        assertEquals(ErrorCode.NONE, again.error());
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.end(again.producer(), 2, true).error());
    }

    @Test
    void shouldRefuseToEndNothingInVersionOne() {
        ProducerIdentity producer = x.open();
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.end(producer, 1, true).error());
        assertEquals(ErrorCode.INVALID_TXN_STATE, x.end(producer, 1, false).error());
    }

    @Test
    void shouldRotateTheProducerIdWhereEpochsEnd() {
        TransactionHarness small = new TransactionHarness(TransactionHarness.withLastEpoch(1));
        ProducerIdentity zero = small.open();
        small.enlist(zero, 2, P0);
        ProducerIdentity one = small.end(zero, 2, true).producer();
        assertEquals(1, one.epoch());
        small.enlist(one, 2, P0);
        EndResult rotated = small.end(one, 2, true);
        assertNotEquals(one.id(), rotated.producer().id());
        assertEquals(0, rotated.producer().epoch());
        assertEquals(bumped(one), small.lastMarker().producer());
        assertEquals(rotated, small.end(one, 2, true));
        assertEquals(ErrorCode.NONE, small.enlist(rotated.producer(), 2, P0));
    }

    @Test
    void shouldRotateTheProducerIdWhenItIsOpenedAtTheLastEpoch() {
        TransactionHarness small = new TransactionHarness(TransactionHarness.withLastEpoch(0));
        ProducerIdentity first = small.open();
        InitProducerIdResponse second = small.open(first);
        assertNotEquals(first.id(), second.producerId());
        assertEquals(0, second.producerEpoch());
        assertEquals(second, small.open(first));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldAbortWhatIsOpenForTooLongAndFenceItsProducer(int version) {
        ProducerIdentity producer = x.open();
        x.enlist(producer, version, P0);
        x.loop.advance(TransactionHarness.TIMEOUT_MS - 10_000);
        assertEquals("Ongoing", x.state());
        x.loop.advance(20_000);
        assertEquals("CompleteAbort", x.state());
        assertTrue(x.lastMarker().producer().epoch() > producer.epoch());
        assertEquals(ErrorCode.PRODUCER_FENCED, x.end(producer, version, true).error());
        assertEquals(ErrorCode.PRODUCER_FENCED, x.end(producer, version, false).error());
        assertEquals(ErrorCode.PRODUCER_FENCED, x.enlist(producer, version, P0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldFenceByTimeoutAlsoAtTheLastEpoch(int version) {
        TransactionHarness small = new TransactionHarness(TransactionHarness.withLastEpoch(0));
        ProducerIdentity producer = small.open();
        small.enlist(producer, version, P0);
        small.loop.advance(TransactionHarness.TIMEOUT_MS + 10_000);
        assertEquals("CompleteAbort", small.state());
        assertEquals(ErrorCode.PRODUCER_FENCED, small.end(producer, version, false).error());
        ProducerIdentity next = small.open();
        assertNotEquals(producer.id(), next.id());
        assertEquals(ErrorCode.NONE, small.enlist(next, version, P0));
    }

    @Test
    void shouldVerifyOnlyPartitionsOfTheOpenTransaction() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        assertEquals(ErrorCode.NONE, x.verify(producer, P0));
        assertEquals(ErrorCode.TRANSACTION_ABORTABLE, x.verify(producer, P1));
        x.end(producer, 1, true);
        assertEquals(ErrorCode.TRANSACTION_ABORTABLE, x.verify(producer, P0));
    }

    @Test
    void shouldForgetIdsThatAreIdleForAWeek() {
        ProducerIdentity producer = x.open();
        x.loop.advance(TransactionSettings.DEFAULT.idExpirationMs() + 3_600_000);
        assertEquals(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND, x.describe().errorCode());
        x.failOver();
        assertEquals(ErrorCode.INVALID_PRODUCER_ID_MAPPING, x.enlist(producer, 1, P0));
    }

    @Test
    void shouldListTransactionsByStateProducerDurationAndPattern() {
        ProducerIdentity producer = x.open();
        x.enlist(producer, 1, P0);
        x.loop.advance(5_000);
        assertEquals(1, list(ListTransactionsRequest.builder().build()).size());
        assertEquals(
                1,
                list(ListTransactionsRequest.builder().stateFilters(List.of("Ongoing")).build())
                        .size());
        assertEquals(
                0,
                list(ListTransactionsRequest.builder().stateFilters(List.of("Empty")).build())
                        .size());
        assertEquals(
                0, list(ListTransactionsRequest.builder().durationFilter(6_000).build()).size());
        assertEquals(
                1, list(ListTransactionsRequest.builder().durationFilter(4_000).build()).size());
        assertEquals(
                0,
                list(ListTransactionsRequest.builder().transactionalIdPattern("y.*").build())
                        .size());
    }

    private List<ListTransactionsResponse.TransactionState> list(ListTransactionsRequest request) {
        Asked<ListTransactionsResponse> asked =
                x.ask((shard, promise, now) -> shard.list(request, promise, now));
        return asked.value().transactionStates();
    }
}
