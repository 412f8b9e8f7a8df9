package io.leat.clients.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.errors.ProducerFencedException;
import io.leat.common.serialization.StringSerializer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MockProducerTest {

    private final MockProducer<String, String> producer =
            new MockProducer<>(false, null, new StringSerializer(), new StringSerializer());

    @Test
    void shouldEndRecordsAsToldTo() throws Exception {
        Future<RecordMetadata> first = producer.send(new ProducerRecord<>("t", "1"));
        Future<RecordMetadata> second = producer.send(new ProducerRecord<>("t", "2"));
        assertFalse(first.isDone());
        assertTrue(producer.completeNext());
        IllegalStateException cause = new IllegalStateException("no");
        assertTrue(producer.errorNext(cause));
        assertEquals(0, first.get().offset());
        assertSame(cause, assertThrows(ExecutionException.class, second::get).getCause());
        assertFalse(producer.completeNext());
    }

    @Test
    void shouldKeepRecordsOfATransactionApartUntilItCommits() {
        producer.initTransactions();
        producer.beginTransaction();
        ProducerRecord<String, String> record = new ProducerRecord<>("t", "1");
        producer.send(record);
        Map<TopicPartition, OffsetAndMetadata> offsets =
                Map.of(new TopicPartition("in", 0), new OffsetAndMetadata(5));
        producer.sendOffsetsToTransaction(offsets, new ConsumerGroupMetadata("g"));
        assertEquals(List.of(), producer.history());
        producer.commitTransaction();
        assertEquals(List.of(record), producer.history());
        assertEquals(List.of(Map.of("g", offsets)), producer.consumerGroupOffsetsHistory());
        producer.beginTransaction();
        producer.send(record);
        producer.abortTransaction();
        assertEquals(1, producer.history().size());
    }

    @Test
    void shouldRefuseEverythingOnceFenced() {
        producer.initTransactions();
        producer.fenceProducer();
        assertThrows(ProducerFencedException.class, producer::beginTransaction);
    }
}
