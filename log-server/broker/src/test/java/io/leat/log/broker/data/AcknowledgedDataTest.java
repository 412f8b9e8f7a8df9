package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ProduceResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An idempotent producer that retries across power losses at any operation of the disk. */
final class AcknowledgedDataTest {

    private static final int BATCHES = 40;

    @Test
    void shouldKeepEveryAcknowledgedBatchOnceAndInOrder() {
        long seeds = Long.getLong("leat.seeds", 30);
        for (long seed = 1; seed <= seeds; seed++) {
            try (DataHarness test = new DataHarness(seed)) {
                run(test);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void run(DataHarness test) {
        test.topic("t", 1, Map.of("segment.bytes", "2000"));
        var dice = test.simulation.entropy("test");
        var disk = test.host.disk("data");
        int crashes = 0;
        for (int sequence = 0; sequence < BATCHES; ) {
            if (dice.nextInt(4) == 0) {
                disk.crashAtOperation(disk.operations() + 1 + dice.nextInt(6));
            }
            var request =
                    DataHarness.produce("t", 0, -1, DataHarness.numbered(5, 0, sequence, 1, false));
            var answer = test.ask(new ProduceHandler(test.broker()), 9, request);
            test.simulation.runUntil(() -> answer.done() || !test.host.isUp(), 10_000);
            if (answer.done() && errorOf(answer.response) == ErrorCode.NONE) {
                assertEquals(sequence, partition(answer.response).baseOffset());
                sequence++;
            } else if (test.host.isUp()) {
                assertTrue(errorOf(answer.response).retriable(), "" + answer.response);
                test.simulation.runFor(50);
            }
            if (!test.host.isUp()) {
                disk.crashAtOperation(Long.MAX_VALUE);
                test.restart();
                crashes++;
            }
        }
        disk.crashAtOperation(Long.MAX_VALUE);
        test.crash();
        test.simulation.runFor(1000);
        assertEquals(BATCHES, test.offset(6, "t", -1).offset());
        assertTrue(crashes > 0, "it should have lost power");
    }

    private static ProduceResponse.PartitionProduceResponse partition(ProduceResponse response) {
        return response.responses().get(0).partitionResponses().get(0);
    }

    private static ErrorCode errorOf(ProduceResponse response) {
        return partition(response).errorCode();
    }
}
