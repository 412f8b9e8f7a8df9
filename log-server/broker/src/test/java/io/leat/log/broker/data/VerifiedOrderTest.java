package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.directory.DirectoryReports;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.Ports;
import io.leat.log.storage.DirectoryState;
import io.leat.log.storage.LogContext;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.TailCache;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A producer with several requests in flight opens a transaction; the coordinator takes its time.
 */
final class VerifiedOrderTest {

    private static final long PRODUCER = 5;

    private final DataHarness test = new DataHarness(12);
    private final ArrayDeque<Consumer<ErrorCode>> asked = new ArrayDeque<>();
    private final List<Produced> results = new ArrayList<>();
    private LogPartition partition;

    @BeforeEach
    void open() {
        test.topic("t", 1, Map.of());
        onLoop(
                () -> {
                    PartitionRef ref = test.broker().topics().find(test.broker().image(), "t", 0);
                    Objects.requireNonNull(ref).post(found -> open((LogPartition) found));
                });
    }

    /** One like it, on a log of its own, that asks this test. */
    private void open(LogPartition model) {
        Ports ports = test.host.ports();
        LogContext context =
                new LogContext(
                        test.host.disk("other"),
                        model.loop(),
                        ports.offload().lane("force"),
                        ports.offload().lane("reads"),
                        ports.clock(),
                        new TailCache(1 << 20),
                        new DirectoryState(failure -> {}));
        PartitionLog log =
                PartitionLog.open(
                        context, "t-0", LogSettingsOf.config(model.assignment().config()), true);
        partition =
                new LogPartition(
                        model.id(),
                        model.directory(),
                        log,
                        new MoveSteps(
                                test.broker().directories(),
                                new DirectoryReports(
                                        model.loop(),
                                        test.broker().controllerCalls(),
                                        test.broker().nodeId(),
                                        () -> -1),
                                test.broker().throttles().directories(),
                                ports.offload().lane("open"),
                                directory -> context),
                        test.broker().coordinators(),
                        (question, done) -> asked.add(done),
                        Replication.alone(),
                        model.assignment());
        partition.begin();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void onLoop(Runnable action) {
        test.host.ports().loop().execute(action);
        test.simulation.runFor(100);
    }

    private void send(int sequence) {
        ByteBuffer batch = DataHarness.numbered(PRODUCER, 0, sequence, 1, true);
        onLoop(
                () ->
                        partition
                                .writes()
                                .produce(
                                        new Produce(
                                                batch, (short) -1, 30_000, 12, "id", test.frame()),
                                        results::add));
    }

    private void answer(ErrorCode error) {
        onLoop(() -> asked.remove().accept(error));
    }

    @Test
    void shouldNotLetABatchOvertakeOneThatStillWaitsForTheCoordinator() {
        send(0);
        send(1);
        answer(ErrorCode.NONE);
        send(2); // the transaction is open here now, but the second batch is not in the log yet
        while (!asked.isEmpty()) {
            answer(ErrorCode.NONE);
        }
        assertEquals(
                List.of(ErrorCode.NONE, ErrorCode.NONE, ErrorCode.NONE),
                results.stream().map(Produced::error).toList());
        assertEquals(List.of(0L, 1L, 2L), results.stream().map(Produced::baseOffset).toList());
    }

    @Test
    void shouldAskNoMoreOnceTheTransactionIsOpen() {
        send(0);
        answer(ErrorCode.NONE);
        send(1);
        assertTrue(asked.isEmpty());
        assertEquals(2, results.size());
    }

    /** Another epoch begins in which this broker leads. */
    private void leadOn() {
        onLoop(
                () -> {
                    Partition.Assignment now = partition.assignment();
                    PartitionImage state = now.state();
                    PartitionImage next =
                            new PartitionImage(
                                    state.partition(),
                                    state.replicas(),
                                    state.isr(),
                                    state.leader(),
                                    state.leaderEpoch() + 1,
                                    state.partitionEpoch() + 1);
                    partition.update(new Partition.Assignment(next, now.nodeId(), now.config()));
                });
    }

    @Test
    void shouldHaveTheClientTryAgainIfAnotherEpochBeganMeanwhile() {
        send(0);
        leadOn();
        answer(ErrorCode.NONE);
        assertEquals(ErrorCode.NOT_LEADER_OR_FOLLOWER, results.get(0).error());
        send(0);
        answer(ErrorCode.NONE);
        assertEquals(ErrorCode.NONE, results.get(1).error());
    }

    @Test
    void shouldNotLetABatchOfTheNextEpochOvertakeOneThatHasToBeSentAgain() {
        send(0);
        leadOn();
        answer(ErrorCode.NONE);
        send(1); // it was on its way when the first one failed
        answer(ErrorCode.NONE);
        assertEquals(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, results.get(1).error());
    }

    @Test
    void shouldRefuseWhatCameBehindARefusedBatch() {
        send(0);
        send(1);
        answer(ErrorCode.CONCURRENT_TRANSACTIONS);
        answer(ErrorCode.NONE);
        assertEquals(
                List.of(ErrorCode.CONCURRENT_TRANSACTIONS, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER),
                results.stream().map(Produced::error).toList());
    }
}
