package io.leat.clients.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.TopicPartition;
import io.leat.common.errors.WakeupException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The mock does what a consumer would. */
class MockConsumerTest {

    private final TopicPartition partition = new TopicPartition("t", 0);
    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");

    @Test
    void shouldReturnWhatTheTestAddedFromTheBeginningOn() {
        consumer.subscribe(List.of("t"));
        consumer.rebalance(List.of(partition));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.addRecord(new ConsumerRecord<>("t", 0, 0, "k", "v"));
        consumer.addRecord(new ConsumerRecord<>("t", 0, 1, "k", "w"));
        assertEquals(2, consumer.poll(Duration.ZERO).count());
        assertEquals(2, consumer.position(partition));
        consumer.commitSync();
        assertEquals(2, consumer.committed(Set.of(partition)).get(partition).offset());
    }

    @Test
    void shouldWakeUpAndSkipWhatIsPaused() {
        consumer.assign(List.of(partition));
        consumer.seek(partition, 0);
        consumer.addRecord(new ConsumerRecord<>("t", 0, 0, "k", "v"));
        consumer.pause(List.of(partition));
        assertTrue(consumer.poll(Duration.ZERO).isEmpty());
        consumer.wakeup();
        assertThrows(WakeupException.class, () -> consumer.poll(Duration.ZERO));
        consumer.resume(List.of(partition));
        assertEquals(1, consumer.poll(Duration.ZERO).count());
    }
}
