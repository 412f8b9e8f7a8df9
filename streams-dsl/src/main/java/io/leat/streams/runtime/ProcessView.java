package io.leat.streams.runtime;

import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.KafkaStreamsState;
import io.leat.streams.processor.assignment.ProcessId;
import io.leat.streams.runtime.assignment.Instance;
import io.leat.streams.runtime.assignment.Wishes;
import io.leat.streams.state.HostInfo;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One process of the application as assignors see it. Immutable.
 *
 * @param members its threads, by the ids of their consumers
 * @param withLags whether lags were asked for
 */
record ProcessView(
        ProcessId processId,
        Instance instance,
        SortedMap<String, Joiner> members,
        Wishes wishes,
        boolean withLags)
        implements KafkaStreamsState {

    /** What takes the place of the lag where a task ran. */
    private static final long RAN = -2;

    @Override
    public int numProcessingThreads() {
        return instance.threads();
    }

    @Override
    public SortedSet<String> consumerClientIds() {
        return new TreeSet<>(members.keySet());
    }

    @Override
    public SortedSet<TaskId> previousActiveTasks() {
        return new TreeSet<>(instance.running());
    }

    @Override
    public SortedSet<TaskId> previousStandbyTasks() {
        SortedSet<TaskId> copies = new TreeSet<>(instance.lags().keySet());
        copies.retainAll(wishes.changes().keySet());
        copies.removeAll(instance.running());
        return copies;
    }

    @Override
    public long lagFor(TaskId task) {
        if (!withLags) {
            throw new UnsupportedOperationException(
                    "lags are there only with kafkaStreamsStates(true)");
        }
        return instance.running().contains(task) ? RAN : wishes.lag(instance, task);
    }

    @Override
    public SortedSet<TaskId> prevTasksByLag(String consumerClientId) {
        SortedSet<TaskId> tasks =
                new TreeSet<>(Comparator.comparingLong(this::lagFor).thenComparing(task -> task));
        Joiner member = members.get(consumerClientId);
        if (member != null) {
            member.told().previous().stream()
                    .filter(task -> wishes.isThere(task))
                    .forEach(tasks::add);
        }
        return tasks;
    }

    @Override
    public Map<TaskId, Long> statefulTasksToLagSums() {
        Map<TaskId, Long> lags = new TreeMap<>();
        wishes.changes().keySet().forEach(task -> lags.put(task, lagFor(task)));
        return lags;
    }

    @Override
    public Optional<HostInfo> hostInfo() {
        return members.values().stream()
                .flatMap(member -> Optional.ofNullable(member.told().host()).stream())
                .findFirst();
    }

    @Override
    public Map<String, String> clientTags() {
        return instance.tags();
    }

    @Override
    public Optional<String> rackId() {
        return members.values().stream().flatMap(member -> member.rack().stream()).findFirst();
    }
}
