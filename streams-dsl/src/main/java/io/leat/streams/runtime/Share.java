package io.leat.streams.runtime;

import io.leat.streams.processor.TaskId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the group gives one instance to do. Immutable.
 *
 * @param active the tasks that its threads run; null when nobody has said so yet
 * @param standby the tasks whose stores it keeps warm
 */
record Share(@Nullable Set<TaskId> active, Set<TaskId> standby) {

    /** Before the group has come together. */
    static final Share ALL = new Share(null, Set.of());

    /** All that the threads of an instance are given. */
    static Share of(Collection<Share> threads) {
        Set<TaskId> active = new TreeSet<>();
        Set<TaskId> standby = new TreeSet<>();
        for (Share thread : threads) {
            active.addAll(thread.active == null ? Set.of() : thread.active);
            standby.addAll(thread.standby);
        }
        return new Share(active, standby);
    }

    /** The same with those of the standbys alone that are {@code wanted}. */
    Share withStandbys(Predicate<TaskId> wanted) {
        Set<TaskId> some = new TreeSet<>(standby);
        some.removeIf(wanted.negate());
        return new Share(active, some);
    }

    /** Whether the instance has anything to do with task {@code id}. */
    boolean has(TaskId id) {
        return active == null || active.contains(id) || standby.contains(id);
    }

    /** Whether it keeps the stores of task {@code id} warm for others. */
    boolean keeps(TaskId id) {
        return standby.contains(id) && (active == null || !active.contains(id));
    }
}
