package io.leat.streams.crash;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.utils.Bytes;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.Actor;
import io.leat.log.testkit.sim.SimulatedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Reads what is committed of the output topics, as it comes. */
final class Reader extends Actor {

    private final Plan plan;
    private final BooleanSupplier stop;
    private final Map<String, Map<Integer, List<OutputRecord>>> found = new TreeMap<>();
    private int count;

    Reader(SimulatedLog log, Plan plan, BooleanSupplier stop) {
        super(log, "reader", new History());
        this.plan = plan;
        this.stop = stop;
    }

    /** How many records there were so far. */
    int count() {
        return count;
    }

    /** The records of each topic so far, by partition. */
    Map<String, List<OutputRecord>> found() {
        Map<String, List<OutputRecord>> all = new TreeMap<>();
        found.forEach(
                (topic, partitions) -> {
                    List<OutputRecord> records = new ArrayList<>();
                    partitions.values().forEach(records::addAll);
                    all.put(topic, records);
                });
        return all;
    }

    @Override
    protected void work(Ports ports) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : plan.outputs().keySet()) {
            for (int partition = 0; partition < plan.partitions(); partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        }
        found.clear();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Map<String, Object> settings =
                with("isolation.level", "read_committed", "auto.offset.reset", "earliest");
        try (LeatConsumer<byte[], byte[]> consumer =
                LeatConsumer.on(ports, settings, bytes, bytes)) {
            consumer.assign(partitions);
            while (!stop.getAsBoolean()) {
                consumer.poll(Duration.ofMillis(500)).forEach(this::add);
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        byte[] value = record.value();
        found.computeIfAbsent(record.topic(), topic -> new TreeMap<>())
                .computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                .add(
                        new OutputRecord(
                                key == null ? null : Bytes.wrap(key),
                                value == null ? null : Bytes.wrap(value),
                                record.timestamp(),
                                OutputRecord.texts(record.headers())));
        count++;
    }
}
