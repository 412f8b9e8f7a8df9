package io.leat.streams.runtime;

import io.leat.clients.consumer.ConsumerGroupMetadata;
import io.leat.clients.consumer.ConsumerPartitionAssignor;
import io.leat.common.Cluster;
import io.leat.common.Configurable;
import io.leat.common.TopicPartition;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Assigns whole tasks to the threads of an application: each stays where it was as long as that
 * keeps the numbers even, for there its stores are. Runs in the leader of the group.
 */
public final class TaskAssignor implements ConsumerPartitionAssignor, Configurable {

    static final String PLAN_CONFIG = "__leat.streams.task.plan";

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    static final String VIEW_CONFIG = "__leat.streams.group.view";

    private @Nullable TaskPlan plan;
    private @Nullable GroupView view;

    @Override
    public void configure(Map<String, ?> configs) {
        plan = (TaskPlan) configs.get(PLAN_CONFIG);
        view = (GroupView) configs.get(VIEW_CONFIG);
    }

    @Override
    public String name() {
        return "leat-streams";
    }

    @Override
    public @Nullable ByteBuffer subscriptionUserData(Set<String> topics) {
        GroupView known = view;
        return known == null ? null : known.ownAddress();
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        GroupView known = view;
        if (known != null) {
            known.assigned(assignment.userData());
        }
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription) {
        TaskPlan tasksOf = plan;
        if (tasksOf == null) {
            throw new IllegalStateException("the assignor is for the threads of LeatStreams only");
        }
        Map<String, Subscription> members = new TreeMap<>(groupSubscription.groupSubscription());
        Set<String> topics = new TreeSet<>();
        members.values().forEach(member -> topics.addAll(member.topics()));
        Map<TaskId, Set<TopicPartition>> tasks =
                tasksOf.tasks(topics, topic -> partitions(metadata, topic));
        Map<String, Set<TaskId>> shares = share(tasksOf, tasks.keySet(), members);
        Map<String, List<TopicPartition>> read = new TreeMap<>();
        Map<HostInfo, Set<TopicPartition>> hosts = new LinkedHashMap<>();
        shares.forEach(
                (member, own) -> {
                    List<TopicPartition> partitions = new ArrayList<>();
                    own.forEach(task -> partitions.addAll(tasks.getOrDefault(task, Set.of())));
                    read.put(member, partitions);
                    Subscription subscription = members.get(member);
                    HostInfo host =
                            subscription == null
                                    ? null
                                    : GroupView.address(subscription.userData());
                    if (host != null) {
                        hosts.computeIfAbsent(host, first -> new HashSet<>()).addAll(partitions);
                    }
                });
        Map<String, Assignment> assignments = new HashMap<>();
        read.forEach(
                (member, partitions) ->
                        assignments.put(
                                member,
                                new Assignment(
                                        partitions,
                                        hosts.isEmpty() ? null : GroupView.encode(hosts))));
        return new GroupAssignment(assignments);
    }

    private static int partitions(Cluster metadata, String topic) {
        Integer count = metadata.partitionCountForTopic(topic);
        return count == null ? 0 : count;
    }

    private static Map<String, Set<TaskId>> share(
            TaskPlan plan, Set<TaskId> tasks, Map<String, Subscription> members) {
        int most = (tasks.size() + members.size() - 1) / members.size();
        Map<String, Set<TaskId>> shares = new TreeMap<>();
        Set<TaskId> free = new TreeSet<>(tasks);
        members.forEach(
                (member, subscription) -> {
                    Set<TaskId> kept = new TreeSet<>();
                    for (TaskId task : owned(plan, subscription)) {
                        if (kept.size() < most && free.remove(task)) {
                            kept.add(task);
                        }
                    }
                    shares.put(member, kept);
                });
        for (TaskId task : free) {
            shares.values().stream()
                    .min(Comparator.comparingInt(Set::size))
                    .ifPresent(smallest -> smallest.add(task));
        }
        return shares;
    }

    private static Set<TaskId> owned(TaskPlan plan, Subscription subscription) {
        Set<TaskId> owned = new HashSet<>();
        for (TopicPartition partition : subscription.ownedPartitions()) {
            TaskId task = plan.taskOf(partition);
            if (task != null) {
                owned.add(task);
            }
        }
        return new TreeSet<>(owned);
    }
}
