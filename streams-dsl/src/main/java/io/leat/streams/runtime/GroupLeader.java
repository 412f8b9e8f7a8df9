package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.streams.processor.TaskId;
import io.leat.streams.runtime.assignment.Distribution;
import io.leat.streams.runtime.assignment.Distributor;
import io.leat.streams.runtime.assignment.Instance;
import io.leat.streams.runtime.assignment.Wishes;
import io.leat.streams.state.HostInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what the members of a group say into what each of them is to do. Runs in the thread of the
 * leader.
 */
final class GroupLeader {

    private static final Logger LOG = LoggerFactory.getLogger(GroupLeader.class);

    private final TaskPlan plan;
    private final ChangelogEnds ends;
    private final Preferences preferences;

    /** The settings of the leader; all instances should have the same. */
    record Preferences(long acceptableLag, int maxWarmups, int standbys, List<String> rackTags) {}

    /** What the members get, and whether tasks are to move later. */
    record Decision(Map<String, Assignment> assignments, boolean unfinished) {}

    GroupLeader(TaskPlan plan, ChangelogEnds ends, Preferences preferences) {
        this.plan = plan;
        this.ends = ends;
        this.preferences = preferences;
    }

    /** Assigns {@code tasks}, and what they read, to {@code members}. */
    Decision decide(Map<TaskId, Set<TopicPartition>> tasks, Map<String, MemberData> members) {
        Map<String, Assignment> assignments = new HashMap<>();
        if (members.values().stream().anyMatch(MemberData::shutdown)) {
            LOG.atWarn().log("an instance asks that the whole application ends");
            members.keySet()
                    .forEach(
                            member ->
                                    assignments.put(
                                            member,
                                            new Assignment(
                                                    List.of(), GroupData.SHUTDOWN.encode())));
            return new Decision(assignments, false);
        }
        Map<String, Set<String>> processes = new TreeMap<>();
        members.forEach(
                (member, data) ->
                        processes
                                .computeIfAbsent(data.process(), first -> new TreeSet<>())
                                .add(member));
        Measured measured = measure(tasks.keySet(), processes.size() > 1);
        Distribution distribution =
                Distributor.distribute(
                        measured.wishes(), instances(processes, members, measured.wishes()));
        Map<HostInfo, Hosted> hosts = hosts(distribution, tasks, members.values());
        processes.forEach(
                (process, own) -> {
                    Set<TaskId> active = distribution.active().getOrDefault(process, Set.of());
                    Set<TaskId> standby = distribution.standby().getOrDefault(process, Set.of());
                    GroupData told = new GroupData(active, standby, hosts, false);
                    split(active, own, members)
                            .forEach(
                                    (member, share) ->
                                            assignments.put(
                                                    member,
                                                    new Assignment(
                                                            reads(share, tasks), told.encode())));
                });
        return new Decision(assignments, distribution.unfinished() || !measured.complete());
    }

    /** Whether it is complete: else servers did not say where changelogs end. */
    private record Measured(Wishes wishes, boolean complete) {}

    private Measured measure(Set<TaskId> tasks, boolean several) {
        Map<TaskId, Long> changes = new TreeMap<>();
        Set<TaskId> stateless = new TreeSet<>();
        Set<TopicPartition> logs = new HashSet<>();
        for (TaskId task : tasks) {
            Set<TopicPartition> own = plan.logs(task);
            logs.addAll(own);
            if (own.isEmpty()) {
                stateless.add(task);
            } else {
                changes.put(task, 0L);
            }
        }
        boolean complete = true;
        if (several && !logs.isEmpty()) {
            try {
                Map<TopicPartition, Long> known = ends.of(logs);
                changes.replaceAll((task, none) -> sum(plan.logs(task), known));
            } catch (KafkaException e) {
                LOG.atWarn().setCause(e).log("assigning tasks without the ends of changelogs");
                complete = false;
            }
        }
        return new Measured(
                new Wishes(
                        stateless,
                        changes,
                        preferences.acceptableLag(),
                        preferences.maxWarmups(),
                        preferences.standbys(),
                        preferences.rackTags()),
                complete);
    }

    private static long sum(Set<TopicPartition> logs, Map<TopicPartition, Long> ends) {
        return logs.stream().mapToLong(log -> ends.getOrDefault(log, 0L)).sum();
    }

    private static List<Instance> instances(
            Map<String, Set<String>> processes, Map<String, MemberData> members, Wishes wishes) {
        List<Instance> instances = new ArrayList<>();
        processes.forEach(
                (process, own) -> {
                    Set<TaskId> running = new TreeSet<>();
                    Map<TaskId, Long> lags = new TreeMap<>();
                    Map<String, String> tags = new TreeMap<>();
                    for (String member : own) {
                        MemberData data = data(members, member);
                        running.addAll(data.previous());
                        tags.putAll(data.tags());
                        data.positions()
                                .forEach(
                                        (task, position) -> {
                                            long all = wishes.changes().getOrDefault(task, 0L);
                                            lags.merge(
                                                    task, Math.max(0, all - position), Math::min);
                                        });
                    }
                    instances.add(new Instance(process, own.size(), tags, running, lags));
                });
        return instances;
    }

    private static MemberData data(Map<String, MemberData> members, String member) {
        return members.getOrDefault(member, MemberData.unknown(member));
    }

    /** Which member of a process runs which of its tasks: where they ran, if that is even. */
    private static Map<String, Set<TaskId>> split(
            Set<TaskId> tasks, Set<String> own, Map<String, MemberData> members) {
        Map<String, Set<TaskId>> shares = new TreeMap<>();
        Set<TaskId> free = new TreeSet<>(tasks);
        int even = tasks.size() / own.size();
        int more = tasks.size() % own.size();
        for (String member : own) {
            Set<TaskId> ran = new TreeSet<>(data(members, member).previous());
            ran.retainAll(free);
            int most = even;
            if (ran.size() > even && more > 0) {
                most++;
                more--;
            }
            Set<TaskId> kept = new TreeSet<>();
            ran.stream().limit(most).forEach(kept::add);
            free.removeAll(kept);
            shares.put(member, kept);
        }
        for (TaskId task : free) {
            shares.values().stream()
                    .min(Comparator.comparingInt(Set::size))
                    .ifPresent(smallest -> smallest.add(task));
        }
        return shares;
    }

    private static List<TopicPartition> reads(
            Collection<TaskId> share, Map<TaskId, Set<TopicPartition>> tasks) {
        List<TopicPartition> partitions = new ArrayList<>();
        share.forEach(task -> partitions.addAll(tasks.getOrDefault(task, Set.of())));
        return partitions;
    }

    private static Map<HostInfo, Hosted> hosts(
            Distribution distribution,
            Map<TaskId, Set<TopicPartition>> tasks,
            Collection<MemberData> members) {
        Map<HostInfo, Hosted> hosts = new LinkedHashMap<>();
        for (MemberData member : members) {
            HostInfo host = member.host();
            if (host != null) {
                hosts.put(
                        host,
                        new Hosted(
                                Set.copyOf(
                                        reads(
                                                distribution
                                                        .active()
                                                        .getOrDefault(member.process(), Set.of()),
                                                tasks)),
                                Set.copyOf(
                                        reads(
                                                distribution
                                                        .standby()
                                                        .getOrDefault(member.process(), Set.of()),
                                                tasks))));
            }
        }
        return hosts;
    }
}
