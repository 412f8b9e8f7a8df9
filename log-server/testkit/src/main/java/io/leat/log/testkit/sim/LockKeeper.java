package io.leat.log.testkit.sim;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.admin.OffsetSpec;
import io.leat.clients.consumer.AcknowledgeType;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Writes a few records in a transaction, is given them as a member of a share group, and keeps them
 * longer than a lock lasts by renewing it (KIP-1222) before it accepts them. Then it ends the
 * transaction and waits until nothing is left for the group, also not the marker. While nothing
 * fails, all of that succeeds, and no {@link LockTaker} is given anything. Its state is read by the
 * test script.
 */
public final class LockKeeper extends Actor {

    /** The group. */
    static final String GROUP = "keepers";

    private static final int RECORDS = 6;

    /** All of them are one batch. */
    private static final int LINGER_MS = 500;

    private static final int RENEWALS = 3;

    /** Each of these is shorter than a lock, and any two of them together are longer. */
    private static final int KEEP_MS_MIN = 1_100;

    private static final int KEEP_MS_SPREAD = 500;

    private final String topic;
    private final Entropy dice;
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<ConsumerRecord<String, String>> given = new ArrayList<>();
    private boolean keeps;

    /**
     * @param topic with one partition, in which nobody else writes
     */
    public LockKeeper(SimulatedLog log, String name, History history, String topic) {
        super(log, name, history);
        this.topic = topic;
        this.dice = log.simulation().entropy(name);
    }

    /** Whether it has been given all the records. */
    public boolean keeps() {
        return keeps;
    }

    /** What went wrong. */
    public List<Anomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    @Override
    protected void work(Ports ports) {
        SharingGroup.choose(ports, with(), GROUP, "read_uncommitted");
        StringSerializer strings = new StringSerializer();
        Map<String, Object> settings =
                producing("transactional.id", name(), "linger.ms", LINGER_MS);
        try (LeatProducer<String, String> producer =
                LeatProducer.on(ports, settings, strings, strings)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, incarnation() + "-" + i));
            }
            producer.flush();
            keep(ports);
            producer.commitTransaction();
        }
        long end = given.get(given.size() - 1).offset() + 1;
        while (end(ports) <= end // the marker is still to come
                || !SharingGroup.through(ports, with(), GROUP).contains(topic + "-0")) {
            Sender.pause(ports, 300);
        }
    }

    private long end(Ports ports) {
        TopicPartition only = new TopicPartition(topic, 0);
        try (Admin admin = LeatAdminClient.on(ports, with())) {
            return admin.listOffsets(Map.of(only, OffsetSpec.latest()))
                    .partitionResult(only)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("The end of " + only, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void keep(Ports ports) {
        StringDeserializer strings = new StringDeserializer();
        Map<String, Object> settings =
                with("group.id", GROUP, "share.acknowledgement.mode", "explicit");
        try (LeatShareConsumer<String, String> consumer =
                LeatShareConsumer.on(ports, settings, strings, strings)) {
            consumer.subscribe(Set.of(topic));
            poll(consumer);
            keeps = true;
            for (int i = 0; i < RENEWALS; i++) {
                Sender.pause(ports, KEEP_MS_MIN + dice.nextInt(KEEP_MS_SPREAD));
                say(consumer, AcknowledgeType.RENEW);
                poll(consumer);
            }
            Sender.pause(ports, KEEP_MS_MIN + dice.nextInt(KEEP_MS_SPREAD));
            say(consumer, AcknowledgeType.ACCEPT);
        }
    }

    private void poll(LeatShareConsumer<String, String> consumer) {
        given.clear();
        while (given.isEmpty()) {
            consumer.poll(Duration.ofMillis(200)).forEach(given::add);
        }
    }

    private void say(LeatShareConsumer<String, String> consumer, AcknowledgeType type) {
        given.forEach(record -> consumer.acknowledge(record, type));
        consumer.commitSync()
                .forEach(
                        (partition, failure) ->
                                failure.ifPresent(
                                        why ->
                                                anomalies.add(
                                                        new Anomaly(
                                                                "lock-lost",
                                                                type + " in " + partition + ": "
                                                                        + why))));
    }
}
