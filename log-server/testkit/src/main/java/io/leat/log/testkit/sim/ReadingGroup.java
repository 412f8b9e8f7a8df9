package io.leat.log.testkit.sim;

import io.leat.common.TopicPartition;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.History;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A group of programs that read the input of a {@link Scenario} while everything fails. A scenario
 * has any number of them beside each other; each says when it has read all, and what it did wrong.
 */
public interface ReadingGroup {

    /**
     * What a scenario gives to its groups.
     *
     * @param assignor the class name of the assignor that classic groups of this seed use
     * @param stopped whether members should end: all is read
     */
    record Setting(
            SimulatedLog log,
            History history,
            List<TopicPartition> input,
            String assignor,
            GroupOwners owners,
            BooleanSupplier stopped) {}

    String name();

    /** How many members it has. */
    int members();

    /** One of its members; called once for each. It is started, and again after each crash. */
    Actor member(Setting setting, int number);

    /**
     * A program that ends as soon as the group is done with everything below {@code ends}; nothing
     * fails any more when it is started.
     *
     * @param observer its own name
     * @param ends by partition, the offset after its last record
     */
    Actor caughtUp(Setting setting, String observer, Map<String, Long> ends);

    /**
     * A program that looks, after the last power loss, whether the group still knows what it has
     * done; null if there is none.
     *
     * @param observer its own name
     */
    default @Nullable Actor afterwards(Setting setting, String observer) {
        return null;
    }

    /** What it did wrong, beyond what the {@link History} tells; asked after its members ended. */
    default List<Anomaly> anomalies() {
        return List.of();
    }
}
