package io.leat.log.testkit.sim;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads a table from its beginning to its end, all that is committed, once. */
public final class TableReader extends Actor {

    private final Collection<TopicPartition> partitions;
    private String where = "it has not begun";
    private final List<ConsumerRecord<String, String>> found = new ArrayList<>();

    public TableReader(
            SimulatedLog log, String name, History history, Collection<TopicPartition> partitions) {
        super(log, name, history);
        this.partitions = List.copyOf(partitions);
    }

    /** What it read, in the order of each partition. */
    public List<ConsumerRecord<String, String>> found() {
        return found;
    }

    /** Where it was, and wants to come, when it was last asked to go on. */
    public String where() {
        return where;
    }

    private List<TopicPartition> missing(
            LeatConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
        List<TopicPartition> missing = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (TopicPartition partition : partitions) {
            long position = consumer.position(partition);
            long end = ends.getOrDefault(partition, 0L);
            if (position < end) {
                missing.add(partition);
            }
            text.append(partition).append(" at ").append(position).append(" of ").append(end);
            text.append("; ");
        }
        where = text.toString();
        return missing;
    }

    @Override
    protected void work(Ports ports) {
        found.clear();
        StringDeserializer strings = new StringDeserializer();
        Map<String, Object> settings =
                with("isolation.level", "read_committed", "auto.offset.reset", "earliest");
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(ports, settings, strings, strings)) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!missing(consumer, ends).isEmpty()) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
    }
}
