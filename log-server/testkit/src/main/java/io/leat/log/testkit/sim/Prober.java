package io.leat.log.testkit.sim;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.clients.producer.RecordMetadata;
import io.leat.common.KafkaException;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import java.util.concurrent.ExecutionException;

/**
 * Sends small records one after the other for a while, and notes how many and how long the slowest
 * one took.
 */
public final class Prober extends Actor {

    private final String topic;
    private final int partitions;
    private final String clientId;
    private final long forMs;
    private final int pauseMs;
    private long worstMs;
    private int sent;

    /**
     * @param pauseMs between an acknowledgement and the next record
     */
    public Prober(
            SimulatedLog log,
            String name,
            History history,
            String topic,
            int partitions,
            String clientId,
            long forMs,
            int pauseMs) {
        super(log, name, history);
        this.topic = topic;
        this.partitions = partitions;
        this.clientId = clientId;
        this.forMs = forMs;
        this.pauseMs = pauseMs;
    }

    /** The longest time from a call of send to its acknowledgement. */
    public long worstMs() {
        return worstMs;
    }

    /** How many were acknowledged. */
    public int sent() {
        return sent;
    }

    @Override
    protected void work(Ports ports) {
        StringSerializer strings = new StringSerializer();
        try (LeatProducer<String, String> producer =
                LeatProducer.on(ports, producing("client.id", clientId), strings, strings)) {
            for (int i = 0; i < partitions; i++) {
                send(ports, producer, i); // the first time it has to learn who leads
            }
            worstMs = 0;
            long until = ports.clock().millis() + forMs;
            while (ports.clock().millis() < until) {
                send(ports, producer, sent % partitions);
                Sender.pause(ports, pauseMs);
            }
        }
    }

    private void send(Ports ports, LeatProducer<String, String> producer, int partition) {
        String value = name() + "-" + sent++;
        long began = ports.clock().millis();
        try {
            RecordMetadata done =
                    producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
            history().acked(incarnation(), topic + "-" + partition, value, done.offset());
        } catch (ExecutionException e) {
            throw new KafkaException("Nothing fails, and " + value + " was refused", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worstMs = Math.max(worstMs, ports.clock().millis() - began);
    }
}
