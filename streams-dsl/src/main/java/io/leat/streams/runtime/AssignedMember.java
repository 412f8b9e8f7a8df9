package io.leat.streams.runtime;

import io.leat.clients.consumer.StreamsGroupMember;
import io.leat.common.TopicPartition;
import io.leat.streams.errors.MissingSourceTopicException;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream thread as a member of a streams group, whose coordinator hands out the tasks
 * (KIP-1071). Owned by its thread, apart from what {@link StreamsGroupMember} says.
 */
final class AssignedMember implements StreamsGroupMember {

    private static final Logger LOG = LoggerFactory.getLogger(AssignedMember.class);

    /** A coordinator may see a new topic a little later than who made it. */
    private static final int ANSWERS_BEFORE_MISSING = 3;

    private final int thread;
    private final TaskPlan plan;
    private final GroupView view;
    private final List<Subtopology> topology;
    private Map<Status, String> known = Map.of();
    private int missing;

    AssignedMember(int thread, TaskPlan plan, GroupView view, List<Subtopology> topology) {
        this.thread = thread;
        this.plan = plan;
        this.view = view;
        this.topology = List.copyOf(topology);
    }

    @Override
    public String memberId() {
        return view.own().process() + "-" + thread;
    }

    @Override
    public Introduction introduction() {
        HostInfo host = view.own().host();
        return new Introduction(
                topology,
                view.own().process(),
                host == null
                        ? Optional.empty()
                        : Optional.of(new Endpoint(host.host(), host.port())),
                view.own().tags());
    }

    @Override
    public boolean shutdownRequested() {
        return view.shutdownRequested();
    }

    @Override
    public Optional<Set<TopicPartition>> partitions(
            Set<Task> active, Function<String, Integer> partitions) {
        Set<TopicPartition> all = new LinkedHashSet<>();
        for (Task task : active) {
            Set<TopicPartition> read = plan.partitions(id(task), partitions::apply);
            if (read == null) {
                return Optional.empty();
            }
            all.addAll(read);
        }
        return Optional.of(all);
    }

    private static TaskId id(Task task) {
        return new TaskId(Integer.parseInt(task.subtopology()), task.partition());
    }

    private static Set<TaskId> ids(Set<Task> tasks) {
        Set<TaskId> ids = new TreeSet<>();
        tasks.forEach(task -> ids.add(id(task)));
        return ids;
    }

    @Override
    public void told(Tasks tasks) {
        view.told(thread, new Share(ids(tasks.active()), ids(tasks.standby())));
    }

    @Override
    public void told(List<EndpointPartitions> hosts) {
        Map<HostInfo, Hosted> all = new LinkedHashMap<>();
        for (EndpointPartitions each : hosts) {
            HostInfo host = new HostInfo(each.endpoint().host(), each.endpoint().port());
            Hosted more = all.getOrDefault(host, new Hosted(Set.of(), Set.of()));
            all.put(
                    host,
                    new Hosted(
                            both(more.active(), each.active()),
                            both(more.standby(), each.standby())));
        }
        view.told(all);
    }

    /** An instance is named once for each of its threads. */
    private static Set<TopicPartition> both(Set<TopicPartition> one, Set<TopicPartition> other) {
        Set<TopicPartition> both = new TreeSet<>(TaskAssignor.BY_NAME);
        both.addAll(one);
        both.addAll(other);
        return both;
    }

    @Override
    public void told(Map<Status, String> statuses) {
        if (statuses.containsKey(Status.SHUTDOWN_APPLICATION)) {
            view.toldToShutDown();
        }
        String mismatch = statuses.get(Status.INCORRECTLY_PARTITIONED_TOPICS);
        if (mismatch != null) {
            throw new TopologyException(mismatch);
        }
        String unknown = statuses.get(Status.MISSING_SOURCE_TOPICS);
        missing = unknown == null ? 0 : missing + 1;
        if (missing >= ANSWERS_BEFORE_MISSING) {
            throw new MissingSourceTopicException(unknown + " Create them, then start again.");
        }
        if (!statuses.equals(known)) {
            statuses.forEach(
                    (status, detail) ->
                            LOG.atInfo()
                                    .addKeyValue("status", status)
                                    .addKeyValue("detail", detail)
                                    .log("the group does not run all tasks"));
            known = Map.copyOf(statuses);
        }
    }

    @Override
    public void left() {
        missing = 0;
        view.left(thread);
    }
}
