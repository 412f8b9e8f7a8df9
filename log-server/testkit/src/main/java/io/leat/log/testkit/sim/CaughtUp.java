package io.leat.log.testkit.sim;

import io.leat.common.TopicPartition;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import java.util.Collection;
import java.util.Map;

/** Waits until a group has committed everything up to given offsets. */
final class CaughtUp extends Actor {

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
            Map<String, Long> committed = Drain.committed(ports, group, partitions);
            boolean all =
                    ends.entrySet().stream()
                            .allMatch(
                                    end ->
                                            committed.getOrDefault(end.getKey(), 0L)
                                                    >= end.getValue());
            if (all) {
                return;
            }
            Sender.pause(ports, 300);
        }
    }
}
