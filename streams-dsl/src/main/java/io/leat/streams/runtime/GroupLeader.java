package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupAssignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.streams.StreamsConfig;
import io.leat.streams.processor.TaskId;
import io.leat.streams.processor.assignment.AssignmentConfigs;
import io.leat.streams.processor.assignment.TaskAssignor.AssignmentError;
import io.leat.streams.runtime.ApplicationView.Situation;
import io.leat.streams.runtime.GivenAssignor.Answer;
import io.leat.streams.runtime.GivenAssignor.InvalidAssignmentException;
import io.leat.streams.runtime.GroupData.Again;
import io.leat.streams.runtime.assignment.Distribution;
import io.leat.streams.runtime.assignment.Distributor;
import io.leat.streams.runtime.assignment.Exchange;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
    private final Admin admin;
    private final AssignmentConfigs configs;
    private final @Nullable GivenAssignor assignor;

    /**
     * What the members get, and when they are to come together again.
     *
     * @param againAtMs when, if the assignor says so
     */
    record Decision(Map<String, Assignment> assignments, OptionalLong againAtMs) {}

    /**
     * @param configs the settings of the leader; all instances should have the same
     * @param assignor decides in our place; null for our own
     */
    GroupLeader(
            TaskPlan plan,
            ChangelogEnds ends,
            Admin admin,
            AssignmentConfigs configs,
            @Nullable GivenAssignor assignor) {
        this.plan = plan;
        this.ends = ends;
        this.admin = admin;
        this.configs = configs;
        this.assignor = assignor;
    }

    /**
     * Assigns {@code tasks}, and what they read, to {@code members}.
     *
     * @throws InvalidAssignmentException if an assignor was given and does not do its work
     */
    Decision decide(Map<TaskId, Set<TopicPartition>> tasks, Map<String, Joiner> members) {
        if (members.values().stream().anyMatch(member -> member.told().shutdown())) {
            return shutdown(members.keySet());
        }
        Strangers strangers = new Strangers(plan);
        String topology = strangers.topologyOfGroup(members.values());
        if (!topology.equals(plan.digest())) {
            return new Decision(strangers.leaveAll(members, topology), OptionalLong.empty());
        }
        Map<String, Assignment> refused = strangers.refuse(members, topology);
        Map<String, Joiner> welcome = new TreeMap<>(members);
        welcome.keySet().removeAll(refused.keySet());
        Decision decision = decideFor(welcome, tasks, owners(members));
        decision.assignments().putAll(refused);
        return decision;
    }

    private Decision decideFor(
            Map<String, Joiner> members,
            Map<TaskId, Set<TopicPartition>> tasks,
            Map<TopicPartition, String> owners) {
        Map<String, Map<String, Joiner>> processes = new TreeMap<>();
        members.forEach(
                (id, member) ->
                        processes
                                .computeIfAbsent(member.told().process(), first -> new TreeMap<>())
                                .put(id, member));
        Measured measured = measure(tasks.keySet(), processes.size() > 1 || assignor != null);
        Answer answer = distribute(tasks, processes, measured);
        boolean unfinished = answer.distribution().unfinished() || !measured.complete();
        return new Decision(
                assignments(
                        answer.distribution(),
                        unfinished ? Again.LATER : Again.NEVER,
                        tasks,
                        processes,
                        owners),
                answer.againAtMs());
    }

    /** Tells an assignor that was given what has become of its decision. */
    void tell(GroupAssignment assignment, GroupSubscription subscription, AssignmentError error) {
        if (assignor != null) {
            assignor.tell(assignment, subscription, error);
        }
    }

    private static Decision shutdown(Set<String> members) {
        LOG.atWarn().log("an instance asks that the whole application ends");
        Map<String, Assignment> assignments = new HashMap<>();
        for (String member : members) {
            assignments.put(member, new Assignment(List.of(), GroupData.SHUTDOWN.encode()));
        }
        return new Decision(assignments, OptionalLong.empty());
    }

    private Answer distribute(
            Map<TaskId, Set<TopicPartition>> tasks,
            Map<String, Map<String, Joiner>> processes,
            Measured measured) {
        List<Instance> instances = instances(processes, measured.wishes());
        ApplicationView view =
                new ApplicationView(
                        configs,
                        new Situation(measured.wishes(), measured.complete(), instances, processes),
                        plan,
                        tasks,
                        new Racks(admin, topics(tasks))::of);
        if (assignor != null) {
            return assignor.ask(view);
        }
        boolean byRacks =
                !configs.rackAwareAssignmentStrategy()
                        .equals(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE);
        return new Answer(
                Distributor.distribute(
                        measured.wishes(),
                        instances,
                        byRacks && instances.size() > 1 ? new RackExchange(view) : Exchange.NONE),
                OptionalLong.empty());
    }

    /** All that tasks read, changelogs too. */
    private Set<String> topics(Map<TaskId, Set<TopicPartition>> tasks) {
        Set<String> topics = new TreeSet<>();
        tasks.forEach(
                (task, sources) -> {
                    sources.forEach(partition -> topics.add(partition.topic()));
                    plan.logs(task).forEach(partition -> topics.add(partition.topic()));
                });
        return topics;
    }

    private static Map<String, Assignment> assignments(
            Distribution distribution,
            Again again,
            Map<TaskId, Set<TopicPartition>> tasks,
            Map<String, Map<String, Joiner>> processes,
            Map<TopicPartition, String> owners) {
        Map<String, Assignment> assignments = new HashMap<>();
        Map<HostInfo, Hosted> hosts = hosts(distribution, tasks, processes.values());
        processes.forEach(
                (process, own) -> {
                    Set<TaskId> active = distribution.active().getOrDefault(process, Set.of());
                    Set<TaskId> standby = distribution.standby().getOrDefault(process, Set.of());
                    split(active, own)
                            .forEach(
                                    (member, share) -> {
                                        boolean awaits =
                                                share.removeIf(
                                                        task ->
                                                                ownedByOthers(
                                                                        tasks.get(task),
                                                                        member,
                                                                        owners));
                                        GroupData told =
                                                new GroupData(
                                                        active,
                                                        standby,
                                                        hosts,
                                                        false,
                                                        "",
                                                        awaits ? Again.SOON : again);
                                        assignments.put(
                                                member,
                                                new Assignment(reads(share, tasks), told.encode()));
                                    });
                });
        return assignments;
    }

    /** Who reads what meanwhile. */
    private static Map<TopicPartition, String> owners(Map<String, Joiner> members) {
        Map<TopicPartition, String> owners = new HashMap<>();
        members.forEach(
                (member, joiner) ->
                        joiner.owned().forEach(partition -> owners.put(partition, member)));
        return owners;
    }

    /**
     * Whether somebody else has to give some of it up first. Who gives up joins again, so that it
     * is given away then.
     */
    private static boolean ownedByOthers(
            @Nullable Set<TopicPartition> reads,
            String member,
            Map<TopicPartition, String> owners) {
        return reads != null
                && reads.stream()
                        .anyMatch(
                                partition ->
                                        !owners.getOrDefault(partition, member).equals(member));
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
                        configs.acceptableRecoveryLag(),
                        configs.maxWarmupReplicas(),
                        configs.numStandbyReplicas(),
                        configs.rackAwareAssignmentTags()),
                complete);
    }

    private static long sum(Set<TopicPartition> logs, Map<TopicPartition, Long> ends) {
        return logs.stream().mapToLong(log -> ends.getOrDefault(log, 0L)).sum();
    }

    private static List<Instance> instances(
            Map<String, Map<String, Joiner>> processes, Wishes wishes) {
        List<Instance> instances = new ArrayList<>();
        processes.forEach(
                (process, own) -> {
                    Set<TaskId> running = new TreeSet<>();
                    Map<TaskId, Long> lags = new TreeMap<>();
                    Map<String, String> tags = new TreeMap<>();
                    for (Joiner member : own.values()) {
                        MemberData data = member.told();
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

    /** Which member of a process runs which of its tasks: where they ran, if that is even. */
    private static Map<String, Set<TaskId>> split(Set<TaskId> tasks, Map<String, Joiner> own) {
        Map<String, Set<TaskId>> shares = new TreeMap<>();
        Set<TaskId> free = new TreeSet<>(tasks);
        int even = tasks.size() / own.size();
        int more = tasks.size() % own.size();
        for (Map.Entry<String, Joiner> member : own.entrySet()) {
            Set<TaskId> ran = new TreeSet<>(member.getValue().told().previous());
            ran.retainAll(free);
            int most = even;
            if (ran.size() > even && more > 0) {
                most++;
                more--;
            }
            Set<TaskId> kept = new TreeSet<>();
            ran.stream().limit(most).forEach(kept::add);
            free.removeAll(kept);
            shares.put(member.getKey(), kept);
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
            Collection<Map<String, Joiner>> processes) {
        Map<HostInfo, Hosted> hosts = new LinkedHashMap<>();
        for (Map<String, Joiner> process : processes) {
            for (Joiner member : process.values()) {
                HostInfo host = member.told().host();
                if (host != null) {
                    hosts.put(host, hosted(member.told().process(), distribution, tasks));
                }
            }
        }
        return hosts;
    }

    private static Hosted hosted(
            String process, Distribution distribution, Map<TaskId, Set<TopicPartition>> tasks) {
        return new Hosted(
                Set.copyOf(reads(distribution.active().getOrDefault(process, Set.of()), tasks)),
                Set.copyOf(reads(distribution.standby().getOrDefault(process, Set.of()), tasks)));
    }
}
