package io.leat.log.testkit.sim;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Reads a topic and writes every value to the same partition of another, exactly once: the output
 * and the consumed offsets are one transaction.
 */
public class Copier extends Actor {

    private static final int TRANSACTION_MS = 8_000;
    private static final int POLL_INTERVAL_MS = 3_000;

    private final String group;
    private final String from;
    private final String to;
    private final BooleanSupplier stop;
    private final Entropy dice;

    public Copier(
            SimulatedLog log,
            String name,
            History history,
            String group,
            String from,
            String to,
            BooleanSupplier stop) {
        super(log, name, history);
        this.group = group;
        this.from = from;
        this.to = to;
        this.stop = stop;
        this.dice = log.simulation().entropy(name);
    }

    @Override
    protected void work(Ports ports) {
        StringSerializer out = new StringSerializer();
        StringDeserializer in = new StringDeserializer();
        Map<String, Object> producing =
                producing(
                        "transactional.id",
                        group + "-" + name(),
                        "transaction.timeout.ms",
                        TRANSACTION_MS,
                        "delivery.timeout.ms",
                        10_000,
                        "max.block.ms",
                        10_000);
        Map<String, Object> consuming =
                consumerSettings(group, "io.leat.clients.consumer.RangeAssignor");
        consuming.put("max.poll.interval.ms", POLL_INTERVAL_MS);
        try (LeatProducer<String, String> producer = LeatProducer.on(ports, producing, out, out);
                LeatConsumer<String, String> consumer = LeatConsumer.on(ports, consuming, in, in)) {
            producer.initTransactions();
            consumer.subscribe(List.of(from));
            while (!stop.getAsBoolean()) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                if (!records.isEmpty()) {
                    copy(ports, consumer, producer, records);
                }
            }
        }
    }

    private void copy(
            Ports ports,
            LeatConsumer<String, String> consumer,
            LeatProducer<String, String> producer,
            ConsumerRecords<String, String> records) {
        producer.beginTransaction();
        for (ConsumerRecord<String, String> record : records) {
            producer.send(new ProducerRecord<>(to, record.partition(), null, record.value()));
        }
        if (dice.nextInt(4) == 0) {
            Sender.pause(ports, dice.nextInt(1_000));
        }
        if (dice.nextInt(30) == 0) {
            // Others have its partitions by then, and its transaction is still open.
            Sender.pause(ports, POLL_INTERVAL_MS + dice.nextInt(3_000));
        }
        if (dice.nextInt(8) == 0) {
            producer.abortTransaction();
            goBack(consumer, records);
            return;
        }
        commit(consumer, producer, records);
    }

    /** Ends the transaction with the offsets in it. */
    protected void commit(
            LeatConsumer<String, String> consumer,
            LeatProducer<String, String> producer,
            ConsumerRecords<String, String> records) {
        producer.sendOffsetsToTransaction(after(records), consumer.groupMetadata());
        producer.commitTransaction();
    }

    private static void goBack(
            LeatConsumer<String, String> consumer, ConsumerRecords<String, String> records) {
        for (TopicPartition partition : records.partitions()) {
            consumer.seek(partition, records.records(partition).get(0).offset());
        }
    }

    /** The positions after these records. */
    protected static Map<TopicPartition, OffsetAndMetadata> after(
            ConsumerRecords<String, String> records) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1));
        }
        return offsets;
    }
}
