package io.leat.log.testkit.sim;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.history.Operation.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads partitions from beginning to end, all that is committed, when everything is quiet. */
public final class Drain extends Actor {

    private final Collection<TopicPartition> partitions;
    private final Map<String, List<Seen>> found = new TreeMap<>();

    public Drain(
            SimulatedLog log, String name, History history, Collection<TopicPartition> partitions) {
        super(log, name, history);
        this.partitions = partitions;
    }

    /** What it read, by partition. */
    public Map<String, List<Seen>> found() {
        return found;
    }

    /** The values of one partition in their order. */
    public List<String> values(TopicPartition partition) {
        return found.getOrDefault(partition.toString(), List.of()).stream()
                .map(Seen::value)
                .toList();
    }

    @Override
    protected void work(Ports ports) {
        StringDeserializer strings = new StringDeserializer();
        Map<String, Object> settings =
                with("isolation.level", "read_committed", "auto.offset.reset", "earliest");
        found.clear();
        Map<TopicPartition, Long> ends = ends(ports, partitions);
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(ports, settings, strings, strings)) {
            consumer.assign(partitions);
            while (!atEnd(consumer, ends)) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    found.computeIfAbsent(
                                    record.topic() + "-" + record.partition(),
                                    partition -> new ArrayList<>())
                            .add(new Seen(record.offset(), record.value()));
                }
            }
        }
        found.forEach((partition, seen) -> history().polled(incarnation(), 1, partition, seen));
    }

    /** The ends, also of what is not committed or aborted yet. */
    private Map<TopicPartition, Long> ends(Ports ports, Collection<TopicPartition> partitions) {
        StringDeserializer strings = new StringDeserializer();
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(
                        ports, with("isolation.level", "read_uncommitted"), strings, strings)) {
            return consumer.endOffsets(partitions);
        }
    }

    private static boolean atEnd(
            LeatConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
