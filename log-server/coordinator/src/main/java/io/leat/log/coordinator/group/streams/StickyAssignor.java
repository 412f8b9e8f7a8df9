package io.leat.log.coordinator.group.streams;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides who does which tasks. Used once, on the shard's loop; the same input gives the same
 * output.
 *
 * <p>A task stays where it is active, or else goes where its store is kept, as long as nobody gets
 * more than a fair share; what is left goes to the process with the least to do for each of its
 * members. A standby is never in a process that has the task already.
 */
final class StickyAssignor {

    private static final Comparator<TaskId> BY_PARTITION =
            Comparator.comparingInt(TaskId::partition).thenComparing(TaskId::subtopology);

    private final SortedMap<String, Tasks> before;
    private final PlannedTopology topology;
    private final int standbyReplicas;
    private final SortedMap<String, Seat> seats = new TreeMap<>();
    private final SortedMap<String, Process> processes = new TreeMap<>();
    private final Map<TaskId, Seat> activeBefore = new HashMap<>();
    private final Map<TaskId, List<Seat>> standbyBefore = new HashMap<>();

    /** What one member gets. */
    private static final class Seat {
        private final String memberId;
        private final Process process;
        private final SortedSet<TaskId> active = new TreeSet<>();
        private final SortedSet<TaskId> standby = new TreeSet<>();

        Seat(String memberId, Process process) {
            this.memberId = memberId;
            this.process = process;
        }

        int load() {
            return active.size() + standby.size();
        }

        void addActive(TaskId task) {
            active.add(task);
            process.tasks.add(task);
        }

        void addStandby(TaskId task) {
            standby.add(task);
            process.tasks.add(task);
        }

        Tasks tasks() {
            return new Tasks(active, standby, new TreeSet<>());
        }
    }

    /** The members that share a state directory. */
    private static final class Process {
        private final List<Seat> seats = new ArrayList<>();
        private final Set<TaskId> tasks = new HashSet<>();

        double load() {
            return (double) tasks.size() / seats.size();
        }

        Seat least() {
            return Collections.min(seats, Comparator.comparingInt(Seat::load));
        }
    }

    /** How many tasks a member may get before all have their share. */
    private static final class Quota {
        private int tasks;
        private int members;
        private int each;

        Quota(int tasks, int members) {
            this.tasks = tasks;
            this.members = members;
            this.each = ceiling();
        }

        private int ceiling() {
            return members == 0 ? 0 : (tasks + members - 1) / members;
        }

        /** A member has {@code load} now: if that is its share, the rest is for the others. */
        void reached(int load) {
            if (load == each) {
                members--;
                tasks -= load;
                each = ceiling();
            }
        }
    }

    /**
     * @param processes in which process each member is
     * @param before what each was given last
     */
    StickyAssignor(
            SortedMap<String, String> processes,
            SortedMap<String, Tasks> before,
            PlannedTopology topology,
            int standbyReplicas) {
        this.before = before;
        this.topology = topology;
        this.standbyReplicas = standbyReplicas;
        processes.forEach(
                (memberId, processId) -> {
                    Process process =
                            this.processes.computeIfAbsent(processId, id -> new Process());
                    Seat seat = new Seat(memberId, process);
                    process.seats.add(seat);
                    seats.put(memberId, seat);
                });
    }

    /** What each member gets. */
    SortedMap<String, Tasks> assign() {
        seats.values().forEach(this::remember);
        List<TaskId> all = tasks(false);
        List<TaskId> stateful = tasks(true);
        Quota total = new Quota(all.size() + stateful.size() * standbyReplicas, seats.size());
        assignActive(all, new Quota(all.size(), seats.size()), total);
        if (standbyReplicas > 0) {
            assignStandby(stateful, total);
        }
        SortedMap<String, Tasks> assigned = new TreeMap<>();
        seats.forEach((memberId, seat) -> assigned.put(memberId, seat.tasks()));
        return assigned;
    }

    private void remember(Seat seat) {
        Tasks had = before.getOrDefault(seat.memberId, Tasks.NONE);
        had.active().forEach(task -> activeBefore.put(task, seat));
        had.standby()
                .forEach(
                        task ->
                                standbyBefore
                                        .computeIfAbsent(task, id -> new ArrayList<>())
                                        .add(seat));
    }

    private List<TaskId> tasks(boolean onlyStateful) {
        List<TaskId> all = new ArrayList<>();
        topology.subtopologies()
                .forEach(
                        (id, subtopology) -> {
                            int tasks =
                                    onlyStateful && !subtopology.stateful()
                                            ? 0
                                            : subtopology.tasks();
                            for (int partition = 0; partition < tasks; partition++) {
                                all.add(new TaskId(id, partition));
                            }
                        });
        return all;
    }

    private void assignActive(List<TaskId> tasks, Quota quota, Quota total) {
        List<TaskId> moved = new ArrayList<>();
        tasks.stream()
                .sorted(BY_PARTITION)
                .forEach(
                        task -> {
                            if (!activate(activeBefore.get(task), task, quota, total)) {
                                moved.add(task);
                            }
                        });
        List<TaskId> fresh = new ArrayList<>();
        for (TaskId task : moved) {
            Seat standby = leastLoaded(standbyBefore.getOrDefault(task, List.of()));
            if (!activate(standby, task, quota, total)) {
                fresh.add(task);
            }
        }
        fresh.sort(Comparator.naturalOrder());
        for (TaskId task : fresh) {
            Seat seat = leastLoadedProcess().least();
            seat.addActive(task);
            quota.reached(seat.load());
            total.reached(seat.load());
        }
    }

    private static boolean activate(@Nullable Seat seat, TaskId task, Quota quota, Quota total) {
        if (seat == null || seat.load() >= quota.each) {
            return false;
        }
        seat.addActive(task);
        quota.reached(seat.load());
        total.reached(seat.load());
        return true;
    }

    private static @Nullable Seat leastLoaded(List<Seat> seats) {
        return seats.stream()
                .min(
                        Comparator.<Seat>comparingDouble(seat -> seat.process.load())
                                .thenComparingInt(Seat::load))
                .orElse(null);
    }

    private Process leastLoadedProcess() {
        return processes.values().stream()
                .min(Comparator.comparingDouble(Process::load))
                .orElseThrow();
    }

    private void assignStandby(List<TaskId> tasks, Quota total) {
        List<TaskId> fresh = new ArrayList<>();
        tasks.stream()
                .sorted(BY_PARTITION.reversed())
                .forEach(
                        task -> {
                            int left = keepStandbys(task, total);
                            for (int i = 0; i < left; i++) {
                                fresh.add(task);
                            }
                        });
        fresh.sort(Comparator.<TaskId>naturalOrder().reversed());
        for (TaskId task : fresh) {
            processes.values().stream()
                    .filter(process -> !process.tasks.contains(task))
                    .min(Comparator.comparingDouble(Process::load))
                    .ifPresent(process -> addStandby(process.least(), task, total));
        }
    }

    /** Keeps standbys where the store is; returns how many have to go elsewhere. */
    private int keepStandbys(TaskId task, Quota total) {
        for (int left = standbyReplicas; left > 0; left--) {
            List<Seat> candidates = new ArrayList<>();
            Seat active = activeBefore.get(task);
            if (active != null && mayKeep(active, task, total)) {
                candidates.add(active);
            } else {
                standbyBefore.getOrDefault(task, List.of()).stream()
                        .filter(seat -> mayKeep(seat, task, total))
                        .forEach(candidates::add);
            }
            Seat keeper = leastLoaded(candidates);
            if (keeper == null) {
                return left;
            }
            addStandby(keeper, task, total);
        }
        return 0;
    }

    private static boolean mayKeep(Seat seat, TaskId task, Quota total) {
        return !seat.process.tasks.contains(task) && seat.load() < total.each;
    }

    private static void addStandby(Seat seat, TaskId task, Quota total) {
        seat.addStandby(task);
        total.reached(seat.load());
    }
}
