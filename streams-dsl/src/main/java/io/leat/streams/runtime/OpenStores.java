package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import io.leat.streams.TaskMetadata;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.InvalidStateStorePartitionException;
import io.leat.streams.errors.StreamsRebalancingException;
import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.TaskId;
import io.leat.streams.task.TaskStores;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the tasks that one thread has, as other threads may see them: published anew
 * whenever tasks come, go or finish restoring. Immutable.
 */
public record OpenStores(List<Part> parts) {

    static final OpenStores NONE = new OpenStores(List.of());

    /** What stores are here for. */
    public enum Role {
        ACTIVE,
        /** Of a task that is to run. */
        RESTORING,
        /** Of a task that runs elsewhere. */
        STANDBY
    }

    /** The stores of one task. */
    public record Part(
            TaskId task,
            Role role,
            Map<String, StateStore> stores,
            Map<TopicPartition, String> changelogs,
            Supplier<Map<TopicPartition, Long>> reached) {}

    static Part part(TaskStores stores, Role role) {
        return new Part(
                stores.id(), role, Map.copyOf(stores.all()), stores.logs(), stores::reached);
    }

    /** How far the part of a store is in its changelog. */
    public record Reached(String store, long offset) {}

    /** How far all parts of logged stores are. */
    static Map<TopicPartition, Reached> reached(List<OpenStores> threads) {
        Map<TopicPartition, Reached> all = new HashMap<>();
        for (OpenStores thread : threads) {
            for (Part part : thread.parts()) {
                Map<TopicPartition, Long> offsets = part.reached().get();
                part.changelogs()
                        .forEach(
                                (changelog, store) ->
                                        all.put(
                                                changelog,
                                                new Reached(
                                                        store,
                                                        offsets.getOrDefault(changelog, 0L))));
            }
        }
        return all;
    }

    /** The parts of the store {@code name} that are here, whatever their state. */
    static List<Part> all(List<OpenStores> threads, String name) {
        return threads.stream()
                .flatMap(thread -> thread.parts().stream())
                .filter(part -> part.stores().containsKey(name))
                .toList();
    }

    /** The partitions of a store that belong here, copies of others left out. */
    static Set<Integer> ownPartitions(List<OpenStores> threads, String store) {
        Set<Integer> own = new TreeSet<>();
        for (Part part : all(threads, store)) {
            if (part.role() != Role.STANDBY) {
                own.add(part.task().partition());
            }
        }
        return own;
    }

    /**
     * The standbys that are shown with one of the stream threads: they belong to none, and each is
     * said to have some.
     *
     * @param place of the thread among {@code of} threads, from 0
     */
    static Set<TaskMetadata> standbys(List<OpenStores> threads, int place, int of) {
        Set<TaskMetadata> all = new LinkedHashSet<>();
        for (OpenStores thread : threads) {
            for (Part part : thread.parts()) {
                if (part.role() == Role.STANDBY
                        && Math.floorMod(part.task().hashCode(), of) == place) {
                    all.add(standby(part));
                }
            }
        }
        return all;
    }

    private static TaskMetadata standby(Part part) {
        Map<TopicPartition, Long> unknown = new TreeMap<>(TaskAssignor.BY_NAME);
        part.changelogs().keySet().forEach(log -> unknown.put(log, -1L));
        return new TaskDescription(
                part.task(),
                part.changelogs().keySet(),
                part.reached().get(),
                unknown,
                Optional.empty());
    }

    /** The parts of the store {@code name} among {@code threads}; never empty. */
    static List<StateStore> find(
            List<OpenStores> threads, String name, @Nullable Integer partition, boolean stale) {
        List<Part> parts =
                all(threads, name).stream()
                        .filter(part -> stale || part.role() != Role.STANDBY)
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
        if (!stale && chosen.stream().anyMatch(part -> part.role() != Role.ACTIVE)) {
            throw new StreamsRebalancingException(
                    "store "
                            + name
                            + " is being restored. Ask again later, or enable stale stores.");
        }
        return chosen.stream().map(part -> part.stores().get(name)).toList();
    }
}
