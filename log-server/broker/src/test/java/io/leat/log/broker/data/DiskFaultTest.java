package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.SimDisk;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An idempotent producer on a disk that fails or fills up at any operation. */
final class DiskFaultTest {

    private static final int BATCHES = 30;
    private static final long AMPLE = 1L << 40;

    /** Sends batch {@code sequence}, which has to get that offset; or says why it did not. */
    private static ErrorCode send(DataHarness test, int partition, int sequence) {
        var batch = DataHarness.numbered(5, 0, sequence, 1, false);
        var request = DataHarness.produce("t", partition, -1, batch);
        var answer = test.ask(new ProduceHandler(test.broker()), 9, request);
        test.simulation.runUntil(answer::done, 10_000);
        if (!answer.done()) {
            return ErrorCode.REQUEST_TIMED_OUT; // the node has stopped: its metadata was hit
        }
        ProduceResponse response = answer.response;
        var result = response.responses().get(0).partitionResponses().get(0);
        if (result.errorCode() == ErrorCode.NONE) {
            assertEquals(sequence, result.baseOffset());
        }
        return result.errorCode();
    }

    @Test
    void shouldTakeTheDirectoryOfflineAtAnErrorAndKeepWhatWasAcknowledged() {
        long seeds = Long.getLong("leat.seeds", 30);
        int failures = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            try (DataHarness test = new DataHarness(seed)) {
                failures += fail(test);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(failures > seeds, failures + " failures");
    }

    private static int fail(DataHarness test) {
        test.topic("t", 2, Map.of("segment.bytes", "1000"));
        var dice = test.simulation.entropy("test");
        SimDisk disk = test.host.disk("data");
        int failures = 0;
        for (int sequence = 0; sequence < BATCHES; ) {
            if (dice.nextInt(4) == 0) {
                disk.failAtOperation(disk.operations() + 1 + dice.nextInt(5));
            }
            ErrorCode error = send(test, 0, sequence);
            if (error == ErrorCode.NONE) {
                sequence++;
                continue;
            }
            disk.failAtOperation(Long.MAX_VALUE);
            failures++;
            if (error != ErrorCode.REQUEST_TIMED_OUT) {
                assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, error);
                assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, send(test, 0, sequence), "one try");
                assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, send(test, 1, 0), "the other one");
            }
            if (dice.nextInt(2) == 0) {
                stop(test);
            }
            test.crash();
            test.simulation.runFor(100);
        }
        disk.failAtOperation(Long.MAX_VALUE);
        test.crash();
        test.simulation.runFor(1000);
        assertEquals(BATCHES, test.offset(6, "t", -1).offset());
        return failures;
    }

    private static void stop(DataHarness test) {
        var stopped = test.node.stop().toCompletableFuture();
        assertTrue(test.simulation.runUntil(stopped::isDone, 60_000), "it does not stop");
    }

    @Test
    void shouldRefuseWhileTheDiskIsFullAndGoOnWhenItHasRoom() {
        long seeds = Long.getLong("leat.seeds", 30);
        for (long seed = 1; seed <= seeds; seed++) {
            try (DataHarness test = new DataHarness(seed)) {
                fill(test);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void fill(DataHarness test) {
        test.topic("t", 1, Map.of("segment.bytes", "1000"));
        var dice = test.simulation.entropy("test");
        SimDisk disk = test.host.disk("data");
        int refused = 0;
        for (int sequence = 0; sequence < BATCHES; ) {
            if (dice.nextInt(3) == 0) {
                disk.faults(DiskFaults.NONE.withCapacity(AMPLE));
                long used = AMPLE - disk.usableBytes();
                disk.faults(DiskFaults.NONE.withCapacity(used + dice.nextInt(400)));
            }
            ErrorCode error = send(test, 0, sequence);
            if (error == ErrorCode.NONE) {
                sequence++;
                continue;
            }
            refused++;
            assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, error);
            if (dice.nextInt(3) == 0) {
                stop(test);
                disk.faults(DiskFaults.NONE);
                test.crash();
                test.simulation.runFor(100);
            }
            disk.faults(DiskFaults.NONE);
            assertEquals(ErrorCode.NONE, send(test, 0, sequence++), "it has room again");
        }
        disk.faults(DiskFaults.NONE);
        test.crash();
        test.simulation.runFor(1000);
        assertEquals(BATCHES, test.offset(6, "t", -1).offset());
        assertTrue(refused > 0);
    }
}
