package io.leat.log.testkit.sim;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.KafkaException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.history.Operation.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes transactions of a few records to several partitions; aborts some of them. After an error
 * or a crash a new producer with the same transactional id decides what becomes of the last one.
 */
public class TransactionalSender extends Actor {

    private final String topic;
    private final int partitions;
    private final int count;
    private final Entropy dice;
    private final Map<String, Sending> underWay = new LinkedHashMap<>();
    private int next;

    private record Sending(String producer, String transaction, String partition) {}

    public TransactionalSender(
            SimulatedLog log,
            String name,
            History history,
            String topic,
            int partitions,
            int count) {
        super(log, name, history);
        this.topic = topic;
        this.partitions = partitions;
        this.count = count;
        this.dice = log.simulation().entropy(name);
    }

    /** How long it rests after a transaction. */
    protected long restMs(Entropy random) {
        return 0;
    }

    @Override
    protected void work(Ports ports) {
        forget();
        StringSerializer strings = new StringSerializer();
        Map<String, Object> settings =
                producing(
                        "transactional.id",
                        name(),
                        "transaction.timeout.ms",
                        8_000,
                        "delivery.timeout.ms",
                        10_000,
                        "max.block.ms",
                        10_000);
        String producerName = incarnation();
        try (LeatProducer<String, String> producer =
                LeatProducer.on(ports, settings, strings, strings)) {
            producer.initTransactions();
            while (next < count) {
                transaction(ports, producer, producerName, name() + "-" + next++);
                long restMs = restMs(dice);
                if (restMs > 0) {
                    Sender.pause(ports, restMs);
                }
            }
        }
    }

    /** Nobody will learn what became of the sends of an attempt that has ended. */
    private void forget() {
        underWay.forEach(
                (value, sending) ->
                        history()
                                .notAcked(
                                        sending.producer,
                                        sending.transaction,
                                        sending.partition,
                                        value,
                                        Outcome.UNKNOWN));
        underWay.clear();
    }

    private void transaction(
            Ports ports, LeatProducer<String, String> producer, String producerName, String id) {
        producer.beginTransaction();
        int records = 1 + dice.nextInt(6);
        for (int i = 0; i < records; i++) {
            send(producer, producerName, id, id + "." + i);
            if (dice.nextInt(4) == 0) {
                Sender.pause(ports, dice.nextInt(100));
            }
        }
        if (dice.nextInt(4) == 0) {
            producer.abortTransaction();
            history().ended(id, Outcome.FAILED);
            return;
        }
        try {
            commit(producer);
            history().ended(id, Outcome.DONE);
        } catch (TimeoutException e) {
            throw e; // it may be committed or not
        } catch (KafkaException e) {
            producer.abortTransaction(); // refused when the producer is done for
            history().ended(id, Outcome.FAILED);
        }
    }

    /** A commit that timed out may be asked for again. */
    private static void commit(LeatProducer<String, String> producer) {
        try {
            producer.commitTransaction();
        } catch (TimeoutException e) {
            producer.commitTransaction();
        }
    }

    private void send(
            LeatProducer<String, String> producer, String producerName, String id, String value) {
        int partition = dice.nextInt(partitions);
        String where = topic + "-" + partition;
        underWay.put(value, new Sending(producerName, id, where));
        producer.send(
                new ProducerRecord<>(topic, partition, null, value),
                (metadata, error) -> {
                    if (underWay.remove(value) == null) {
                        return;
                    }
                    if (error == null) {
                        history().acked(producerName, id, where, value, metadata.offset());
                    } else {
                        history().notAcked(producerName, id, where, value, Outcome.UNKNOWN);
                    }
                });
    }
}
