package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.CoordinatorPartition;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.ManualLoop;
import io.leat.log.coordinator.MemoryLog;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeTransactionsResponse;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.InitProducerIdResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** One transaction coordinator in virtual time, with partitions that take markers. */
final class TransactionHarness implements MarkerSender {

    static final TopicPartition P0 = new TopicPartition("t", 0);
    static final TopicPartition P1 = new TopicPartition("t", 1);
    static final int TIMEOUT_MS = 60_000;

    final ManualLoop loop = new ManualLoop();
    final MemoryLog log = new MemoryLog(loop);
    final List<TransactionMarker> sent = new ArrayList<>();
    final Map<TopicPartition, Result> answers = new HashMap<>();
    private final TransactionSettings settings;
    private long nextId = 1000;
    private CoordinatorPartition<TransactionCoordinator, TransactionRecord> partition;

    TransactionHarness() {
        this(TransactionSettings.DEFAULT);
    }

    TransactionHarness(TransactionSettings settings) {
        this.settings = settings;
        this.partition = start();
    }

    static TransactionSettings withLastEpoch(int lastEpoch) {
        TransactionSettings d = TransactionSettings.DEFAULT;
        return new TransactionSettings(
                d.maxTimeoutMs(),
                d.abortCheckIntervalMs(),
                d.idExpirationMs(),
                d.idCheckIntervalMs(),
                d.markerRetryMs(),
                d.successorPatienceMs(),
                (short) lastEpoch);
    }

    private CoordinatorPartition<TransactionCoordinator, TransactionRecord> start() {
        CoordinatorPartition<TransactionCoordinator, TransactionRecord> started =
                new CoordinatorPartition<>(
                        log,
                        new TransactionRecordCodec(),
                        timers ->
                                new TransactionCoordinator(
                                        timers,
                                        () -> OptionalLong.of(nextId++),
                                        this,
                                        log::leaderEpoch,
                                        settings));
        started.start();
        loop.run();
        return started;
    }

    void failOver() {
        partition.close();
        log.fail(false);
        partition = start();
    }

    /** The new leader has the whole log, and has yet to find out that it is committed. */
    void failOverUnaware() {
        partition.close();
        log.failUnaware();
        partition = start();
    }

    @Override
    public void send(
            TransactionMarker marker,
            Set<TopicPartition> partitions,
            Consumer<Map<TopicPartition, Result>> results) {
        sent.add(marker);
        Map<TopicPartition, Result> all = new HashMap<>();
        partitions.forEach(p -> all.put(p, answers.getOrDefault(p, Result.WRITTEN)));
        loop.execute(() -> results.accept(all));
    }

    interface Request<T> {
        Decision<TransactionRecord> decide(
                TransactionCoordinator coordinator, Promise<T> promise, Moment now);
    }

    <T> Asked<T> ask(Request<T> request) {
        Asked<T> asked = new Asked<>();
        partition.decide(
                asked.promise(), (shard, now) -> request.decide(shard, asked.promise(), now));
        return asked;
    }

    Map<String, Transaction> durable() {
        Asked<Map<String, Transaction>> asked =
                ask((shard, promise, now) -> Decision.answer(promise, shard.durable()));
        return asked.value();
    }

    Asked<InitProducerIdResponse> askToOpen(ProducerIdentity expected) {
        InitProducerIdRequest request =
                InitProducerIdRequest.builder()
                        .transactionalId("x")
                        .transactionTimeoutMs(TIMEOUT_MS)
                        .producerId(expected.id())
                        .producerEpoch(expected.epoch())
                        .build();
        return ask((shard, promise, now) -> shard.open("x", request, promise, now));
    }

    InitProducerIdResponse open(ProducerIdentity expected) {
        InitProducerIdResponse response = askToOpen(expected).value();
        loop.run();
        return response;
    }

    /** Takes the id over, and waits until a former transaction is through. */
    ProducerIdentity open() {
        InitProducerIdResponse response = open(new ProducerIdentity(-1, (short) -1));
        if (response.errorCode() == ErrorCode.CONCURRENT_TRANSACTIONS) {
            response = open(new ProducerIdentity(-1, (short) -1));
        }
        if (response.errorCode() != ErrorCode.NONE) {
            throw new AssertionError(response.errorCode());
        }
        return new ProducerIdentity(response.producerId(), response.producerEpoch());
    }

    ErrorCode enlist(ProducerIdentity producer, int version, TopicPartition... partitions) {
        return enlist(producer, version, ClientCall.ANY_CONNECTION, partitions);
    }

    ErrorCode enlist(
            ProducerIdentity producer, int version, long connection, TopicPartition... partitions) {
        ClientCall call = new ClientCall("x", producer, version, connection);
        Asked<ErrorCode> asked = askToEnlist(call, partitions);
        if (asked.isOpen()) {
            loop.advance(settings.successorPatienceMs());
        }
        return asked.value();
    }

    Asked<ErrorCode> askToEnlist(ClientCall call, TopicPartition... partitions) {
        return ask((shard, promise, now) -> shard.enlist(call, Set.of(partitions), promise, now));
    }

    ErrorCode verify(ProducerIdentity producer, TopicPartition at) {
        Asked<Map<TopicPartition, ErrorCode>> asked =
                ask(
                        (shard, promise, now) ->
                                shard.verify(
                                        new ClientCall("x", producer, 1, ClientCall.ANY_CONNECTION),
                                        Set.of(at),
                                        promise));
        return asked.value().getOrDefault(at, ErrorCode.UNKNOWN_SERVER_ERROR);
    }

    Asked<EndResult> askToEnd(ProducerIdentity producer, int version, boolean commit) {
        return askToEnd(new ClientCall("x", producer, version, ClientCall.ANY_CONNECTION), commit);
    }

    Asked<EndResult> askToEnd(ClientCall call, boolean commit) {
        return ask((shard, promise, now) -> shard.end(call, commit, promise, now));
    }

    EndResult end(ProducerIdentity producer, int version, boolean commit) {
        EndResult result = askToEnd(producer, version, commit).value();
        loop.run();
        return result;
    }

    DescribeTransactionsResponse.TransactionState describe() {
        Asked<DescribeTransactionsResponse.TransactionState> asked =
                ask((shard, promise, now) -> shard.describe("x", promise));
        return asked.value();
    }

    String state() {
        return describe().transactionState();
    }

    TransactionMarker lastMarker() {
        return sent.get(sent.size() - 1);
    }
}
