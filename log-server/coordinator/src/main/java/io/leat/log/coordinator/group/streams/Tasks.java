package io.leat.log.coordinator.group.streams;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Tasks by what a member does with them. Immutable.
 *
 * @param active those it processes
 * @param standby those whose stores it keeps up to date
 * @param warmup those it is to process once their stores have caught up
 */
record Tasks(SortedSet<TaskId> active, SortedSet<TaskId> standby, SortedSet<TaskId> warmup) {

    static final Tasks NONE = new Tasks(noTasks(), noTasks(), noTasks());

    Tasks {
        active = Collections.unmodifiableSortedSet(active);
        standby = Collections.unmodifiableSortedSet(standby);
        warmup = Collections.unmodifiableSortedSet(warmup);
    }

    private static SortedSet<TaskId> noTasks() {
        return Collections.emptySortedSet();
    }

    /** Chooses a kind of tasks of a member. */
    enum Role {
        ACTIVE,
        STANDBY,
        WARMUP
    }

    SortedSet<TaskId> of(Role role) {
        return switch (role) {
            case ACTIVE -> active;
            case STANDBY -> standby;
            case WARMUP -> warmup;
        };
    }

    boolean isEmpty() {
        return active.isEmpty() && standby.isEmpty() && warmup.isEmpty();
    }

    /** Whether {@code other} has a task in the same role. */
    boolean overlaps(Tasks other) {
        for (Role role : Role.values()) {
            if (!Collections.disjoint(of(role), other.of(role))) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code other} has all of them in the same roles. */
    boolean isWithin(Tasks other) {
        return other.active.containsAll(active)
                && other.standby.containsAll(standby)
                && other.warmup.containsAll(warmup);
    }

    /** Those that {@code other} has in the same role, too. */
    Tasks common(Tasks other) {
        return new Tasks(
                only(active, other.active::contains),
                only(standby, other.standby::contains),
                only(warmup, other.warmup::contains));
    }

    /** Those that {@code other} has not in the same role. */
    Tasks minus(Tasks other) {
        return new Tasks(
                only(active, task -> !other.active.contains(task)),
                only(standby, task -> !other.standby.contains(task)),
                only(warmup, task -> !other.warmup.contains(task)));
    }

    Tasks plus(Tasks other) {
        return new Tasks(
                both(active, other.active),
                both(standby, other.standby),
                both(warmup, other.warmup));
    }

    private static SortedSet<TaskId> only(SortedSet<TaskId> of, Predicate<TaskId> kept) {
        SortedSet<TaskId> only = new TreeSet<>();
        of.stream().filter(kept).forEach(only::add);
        return only;
    }

    private static SortedSet<TaskId> both(SortedSet<TaskId> one, SortedSet<TaskId> other) {
        SortedSet<TaskId> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }
}
