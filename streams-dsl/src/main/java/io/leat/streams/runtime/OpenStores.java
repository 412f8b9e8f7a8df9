package io.leat.streams.runtime;

import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.InvalidStateStorePartitionException;
import io.leat.streams.errors.StreamsRebalancingException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the tasks of one thread, as other threads may see them: published anew whenever
 * tasks come, go or finish restoring. Immutable.
 */
record OpenStores(List<Part> parts) {

    static final OpenStores NONE = new OpenStores(List.of());

    /** The stores of one task. */
    record Part(TaskId task, boolean restoring, Map<String, StateStore> stores) {}

    /** The parts of the store {@code name} among {@code threads}; never empty. */
    static List<StateStore> find(
            List<OpenStores> threads, String name, @Nullable Integer partition, boolean stale) {
        List<Part> parts =
                threads.stream()
                        .flatMap(thread -> thread.parts().stream())
                        .filter(part -> part.stores().containsKey(name))
                        .toList();
        if (parts.isEmpty()) {
            throw new InvalidStateStoreException(
                    "no part of store "
                            + name
                            + " is on this instance now: its tasks are elsewhere or on their way."
                            + " Ask again, or ask another instance.");
        }
        List<Part> chosen =
                parts.stream()
                        .filter(part -> partition == null || part.task().partition() == partition)
                        .toList();
        if (chosen.isEmpty()) {
            throw new InvalidStateStorePartitionException(
                    "partition " + partition + " of store " + name + " is not on this instance.");
        }
        if (!stale && chosen.stream().anyMatch(Part::restoring)) {
            throw new StreamsRebalancingException(
                    "store "
                            + name
                            + " is being restored. Ask again later, or enable stale stores.");
        }
        return chosen.stream().map(part -> part.stores().get(name)).toList();
    }
}
