package io.leat.log.testkit.sim;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.history.Operation.Outcome;

/** Sends a number of records, each value once, with an idempotent producer. */
public class Sender extends Actor {

    private final String topic;
    private final int partitions;
    private final int count;
    private final Entropy dice;
    private int next;

    public Sender(
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

    /** The settings of its producer. */
    protected Object[] settings() {
        return new Object[] {"delivery.timeout.ms", 30_000, "max.block.ms", 10_000};
    }

    /** What its record of this number says. */
    protected String value(int number) {
        return name() + "-" + number;
    }

    /** How long it rests after a burst. */
    protected long restMs(Entropy random) {
        return random.nextInt(200);
    }

    @Override
    protected void work(Ports ports) {
        StringSerializer strings = new StringSerializer();
        String producerName = incarnation();
        try (LeatProducer<String, String> producer =
                LeatProducer.on(ports, producing(settings()), strings, strings)) {
            while (next < count) {
                int burst = 1 + dice.nextInt(10);
                for (int i = 0; i < burst && next < count; i++) {
                    send(producer, producerName, value(next++));
                }
                if (dice.nextInt(3) == 0) {
                    producer.flush();
                }
                pause(ports, restMs(dice));
            }
        }
    }

    private void send(LeatProducer<String, String> producer, String producerName, String value) {
        int partition = dice.nextInt(partitions);
        String where = topic + "-" + partition;
        producer.send(
                new ProducerRecord<>(topic, partition, null, value),
                (metadata, error) -> {
                    if (error == null) {
                        history().acked(producerName, where, value, metadata.offset());
                    } else {
                        history().notAcked(producerName, null, where, value, Outcome.UNKNOWN);
                    }
                });
    }

    static void pause(Ports ports, long ms) {
        try {
            ports.threads().sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
