package io.leat.log.coordinator.transaction;

import static io.leat.log.coordinator.transaction.TransactionHarness.P0;
import static io.leat.log.coordinator.transaction.TransactionHarness.P1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.InitProducerIdResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two producers of one id that lose answers, repeat requests and are taken for dead, while the
 * coordinator moves. Epochs end at 3, so that producer ids rotate all the time.
 */
class TransactionPropertyTest {

    private static final int STEPS = 400;
    private static final int LAST_EPOCH = 3;

    static java.util.stream.LongStream seeds() {
        return java.util.stream.LongStream.range(0, Integer.getInteger("seeds", 200));
    }

    private final TransactionHarness x =
            new TransactionHarness(TransactionHarness.withLastEpoch(LAST_EPOCH));

    /** Which way each producer identity's transaction went, by what the log says. */
    private final Map<ProducerIdentity, Boolean> outcomes = new HashMap<>();

    private int markersSeen;

    /** A producer that keeps asking until it knows the answer. */
    private final class Client {
        ProducerIdentity self = new ProducerIdentity(-1, (short) -1);
        boolean open;
        boolean ending;
        boolean commit;

        void step(Random random) {
            boolean hears = random.nextInt(4) > 0;
            if (self.id() < 0 || random.nextInt(60) == 0) {
                start(hears);
            } else if (ending) {
                finish(hears);
            } else if (!open) {
                ErrorCode error = x.enlist(self, 2, random.nextBoolean() ? P0 : P1);
                open = error == ErrorCode.NONE && hears;
                onError(error);
            } else {
                ending = true;
                commit = random.nextBoolean();
            }
        }

        private void start(boolean hears) {
            self = new ProducerIdentity(-1, (short) -1);
            InitProducerIdResponse response = x.open(self);
            if (hears && response.errorCode() == ErrorCode.NONE) {
                self = new ProducerIdentity(response.producerId(), response.producerEpoch());
                open = false;
                ending = false;
            }
        }

        private void finish(boolean hears) {
            EndResult result = x.end(self, 2, commit);
            if (!hears) {
                return;
            }
            if (result.error() == ErrorCode.NONE) {
                self = result.producer();
                open = false;
                ending = false;
            }
            assertTrue(
                    result.error() != ErrorCode.INVALID_TXN_STATE,
                    "a repeated end met the other outcome");
            onError(result.error());
        }

        private void onError(ErrorCode error) {
            if (error == ErrorCode.PRODUCER_FENCED
                    || error == ErrorCode.INVALID_PRODUCER_ID_MAPPING) {
                self = new ProducerIdentity(-1, (short) -1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldDecideEachTransactionOnce(long seed) {
        Random random = new Random(seed);
        Client[] clients = {new Client(), new Client()};
        for (int step = 0; step < STEPS; step++) {
            clients[random.nextInt(10) == 0 ? 1 : 0].step(random);
            disturb(random);
            check();
        }
    }

    private void disturb(Random random) {
        if (random.nextInt(10) == 0) {
            x.answers.put(P0, MarkerSender.Result.RETRY);
        } else if (random.nextInt(3) == 0) {
            x.answers.clear();
        }
        if (random.nextInt(3) == 0) {
            x.loop.advance(random.nextInt(100));
        }
        if (random.nextInt(100) == 0) {
            x.loop.advance(TransactionHarness.TIMEOUT_MS + 10_000);
        }
        if (random.nextInt(15) == 0) {
            Map<String, Transaction> before = x.durable();
            x.answers.put(P0, MarkerSender.Result.RETRY);
            x.answers.put(P1, MarkerSender.Result.RETRY);
            x.failOver();
            Map<String, Transaction> after = x.durable();
            boolean completed =
                    after.values().stream().anyMatch(t -> !t.equals(before.get(t.id())));
            if (completed) {
                // Only a transaction without partitions completes although no marker gets through.
                after.values().forEach(t -> assertTrue(t.partitions().isEmpty()));
            } else {
                assertEquals(before, after, "a reload must give what was there");
            }
            x.answers.clear();
        }
    }

    private void check() {
        for (Transaction each : x.durable().values()) {
            assertTrue(each.producer().epoch() <= LAST_EPOCH + 1, "an epoch ran over: " + each);
            if (each.status().isPrepared()) {
                note(each.producer(), each.status() == TransactionStatus.PREPARE_COMMIT);
            }
        }
        for (; markersSeen < x.sent.size(); markersSeen++) {
            TransactionMarker marker = x.sent.get(markersSeen);
            note(marker.producer(), marker.commit());
        }
    }

    private void note(ProducerIdentity producer, boolean commit) {
        Boolean before = outcomes.putIfAbsent(producer, commit);
        assertTrue(before == null || before == commit, "two outcomes for " + producer);
    }
}
