package io.leat.log.testkit.sim;

import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Waits until a group has committed everything up to given offsets. */
class CaughtUp extends Actor {

    private final String group;
    private final Collection<TopicPartition> partitions;
    private final Map<String, Long> ends;

    /**
     * @param ends by partition, the offset after its last record
     */
    CaughtUp(
            SimulatedLog log,
            String name,
            History history,
            String group,
            Collection<TopicPartition> partitions,
            Map<String, Long> ends) {
        super(log, name, history);
        this.group = group;
        this.partitions = partitions;
        this.ends = ends;
    }

    @Override
    protected void work(Ports ports) {
        while (true) {
            Map<String, Long> committed = committed(ports);
            boolean all =
                    ends.entrySet().stream()
                            .allMatch(
                                    end ->
                                            committed.getOrDefault(end.getKey(), 0L)
                                                    >= end.getValue());
            if (all && isSettled(ports)) {
                return;
            }
            Sender.pause(ports, 300);
        }
    }

    /** What else has to be so before the group is done; asked until it is. */
    boolean isSettled(Ports ports) {
        return true;
    }

    /** What the group has committed; asks as an outsider. */
    private Map<String, Long> committed(Ports ports) {
        StringDeserializer strings = new StringDeserializer();
        Map<String, Long> committed = new HashMap<>();
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(
                        ports,
                        with("group.id", group, "enable.auto.commit", false),
                        strings,
                        strings)) {
            consumer.committed(java.util.Set.copyOf(partitions))
                    .forEach(
                            (partition, offset) -> {
                                if (offset != null) {
                                    committed.put(partition.toString(), offset.offset());
                                }
                            });
        }
        return committed;
    }
}
