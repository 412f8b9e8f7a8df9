package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.storage.PartitionLog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code flush.messages} means for whoever waits for an acknowledgement. */
final class FlushMessagesTest {

    private final DataHarness test = new DataHarness(1);

    @AfterEach
    void close() {
        test.close();
    }

    private LogPartition partition() {
        for (Shard shard : test.broker().shards().shards()) {
            for (Partition each : shard.view()) {
                if (each.id().topic().equals("t")) {
                    return (LogPartition) each;
                }
            }
        }
        throw new AssertionError("not open");
    }

    private DataHarness.Answer<ProduceResponse> produce(int acks) {
        return test.ask(
                new ProduceHandler(test.broker()),
                9,
                DataHarness.produce("t", 0, acks, DataHarness.batch(1)));
    }

    @Test
    void shouldFlushBeforeItAcknowledgesWhatFillsTheMeasure() {
        test.topic("t", 1, Map.of("durability", "replicated", "flush.messages", "3"));
        PartitionLog log = partition().log();
        for (int i = 0; i < 2; i++) {
            DataHarness.Answer<ProduceResponse> answer = produce(1);
            assertTrue(test.simulation.runUntil(answer::done, 1_000));
        }
        test.simulation.runFor(1_000);
        assertEquals(0, log.flushedOffset());
        for (int acks : new int[] {1, -1}) {
            long before = log.endOffset();
            while (log.endOffset() - log.flushedOffset() < 2) {
                DataHarness.Answer<ProduceResponse> answer = produce(acks);
                assertTrue(test.simulation.runUntil(answer::done, 1_000));
            }
            DataHarness.Answer<ProduceResponse> third = produce(acks);
            assertTrue(test.simulation.runUntil(() -> log.endOffset() > before || third.done(), 9));
            assertFalse(third.done(), "not before it is on the disk");
            assertTrue(test.simulation.runUntil(third::done, 1_000));
            assertEquals(log.endOffset(), log.flushedOffset());
        }
    }

    @Test
    void shouldBePersistedIfEveryRecordIsFlushed() {
        assertFalse(persisted(Map.of()));
        assertFalse(persisted(Map.of("flush.messages", "2")));
        assertTrue(persisted(Map.of("flush.messages", "1")));
        assertFalse(persisted(Map.of("flush.messages", "1", "durability", "replicated")));
    }

    /** Of a partition on two brokers. */
    private static boolean persisted(Map<String, String> settings) {
        List<Integer> both = List.of(1, 2);
        List<Integer> none = List.of();
        PartitionImage state =
                new PartitionImage(
                        0, both, both, none, none, none, none, (byte) 0, List.of(), 1, 0, 0);
        return LogPartition.persisted(
                new Partition.Assignment(state, 1, BrokerConfig.of(Map.of()).topic(settings)));
    }
}
