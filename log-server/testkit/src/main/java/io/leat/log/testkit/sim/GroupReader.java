package io.leat.log.testkit.sim;

import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.history.Operation.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A member of a group that reads topics and commits what it has read, until it is told to stop. */
public class GroupReader extends Actor {

    /** Where it stands is committed also while nothing comes, but rarely. */
    private static final int IDLE_COMMIT_ONE_IN = 30;

    private final String group;
    private final List<String> topics;
    private final String assignor;
    private final BooleanSupplier stop;
    private final Entropy dice;
    private int assignment;

    /**
     * @param assignor the class name of the assignor
     */
    public GroupReader(
            SimulatedLog log,
            String name,
            History history,
            String group,
            List<String> topics,
            String assignor,
            BooleanSupplier stop) {
        super(log, name, history);
        this.group = group;
        this.topics = topics;
        this.assignor = assignor;
        this.stop = stop;
        this.dice = log.simulation().entropy(name);
    }

    @Override
    protected void work(Ports ports) {
        StringDeserializer strings = new StringDeserializer();
        String consumerName = group + "/" + incarnation();
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(ports, consumerSettings(group, assignor), strings, strings)) {
            consumer.subscribe(topics, new Assigned(consumer));
            boolean moved = true;
            while (!stop.getAsBoolean()) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                note(consumerName, records);
                moved |= !records.isEmpty();
                if (dice.nextInt(moved ? 3 : IDLE_COMMIT_ONE_IN) == 0) {
                    moved = false;
                    commit(consumer);
                }
            }
        }
    }

    private void note(String consumerName, ConsumerRecords<String, String> records) {
        for (TopicPartition partition : records.partitions()) {
            List<Seen> seen = new ArrayList<>();
            for (ConsumerRecord<String, String> record : records.records(partition)) {
                seen.add(new Seen(record.offset(), record.value()));
            }
            history().polled(consumerName, assignment, partition.toString(), seen);
        }
    }

    private void commit(LeatConsumer<String, String> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(BY_NAME);
        for (TopicPartition partition : consumer.assignment()) {
            offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        if (dice.nextInt(2) == 0) {
            consumer.commitSync(offsets);
            offsets.forEach(this::committed);
        } else {
            consumer.commitAsync(
                    offsets,
                    (acknowledged, error) -> {
                        if (error == null) {
                            acknowledged.forEach(this::committed);
                        }
                    });
        }
    }

    private void committed(TopicPartition partition, OffsetAndMetadata offset) {
        history().committed(group, partition.toString(), offset.offset());
    }

    private static final java.util.Comparator<TopicPartition> BY_NAME =
            java.util.Comparator.comparing(TopicPartition::toString);

    /** Notes where the group stood when a partition came. */
    private final class Assigned implements ConsumerRebalanceListener {

        private final LeatConsumer<String, String> consumer;

        Assigned(LeatConsumer<String, String> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assignment++;
            for (TopicPartition partition : partitions) {
                String name = partition.toString();
                long acknowledged = history().acknowledged(group, name);
                history().resumed(group, name, acknowledged, consumer.position(partition));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            assignment++;
        }
    }
}
