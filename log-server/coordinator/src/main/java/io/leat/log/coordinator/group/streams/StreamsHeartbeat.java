package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.SubscriptionHash;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse.TaskIds;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.Subtopology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One heartbeat of a member that joins or stays. Used once, on the shard's loop.
 *
 * <p>A request may change five things, each on top of the one before: what the member says about
 * itself, the topology, the group epoch, the target assignment, and what the member has.
 */
final class StreamsHeartbeat {

    private final Draft draft;
    private final TopicCatalog topics;
    private final StreamsSettings settings;
    private final StreamsGroupHeartbeatRequest request;
    private final StreamsGroups.Caller caller;
    private final Moment now;
    private final List<StreamsGroupHeartbeatResponse.Status> statuses = new ArrayList<>();
    private final StreamsMember before;
    private final @Nullable Tasks owned;
    private Progress progress;

    /**
     * What came of it.
     *
     * @param answer null if it is refused
     * @param progress what the member has from now on
     */
    record Outcome(@Nullable StreamsAnswer answer, Refusal refusal, Progress progress) {}

    StreamsHeartbeat(
            Draft draft,
            TopicCatalog topics,
            StreamsSettings settings,
            StreamsGroupHeartbeatRequest request,
            StreamsGroups.Caller caller,
            Moment now) {
        this.draft = draft;
        this.topics = topics;
        this.settings = settings;
        this.request = request;
        this.caller = caller;
        this.now = now;
        StreamsMember known = draft.group().member(request.memberId());
        this.before = known == null ? StreamsMember.unknown(request.memberId()) : known;
        this.owned = Members.owned(request);
        this.progress = before.progress();
    }

    private StreamsGroup group() {
        return draft.group();
    }

    Outcome decide() {
        boolean changed = describe();
        Refusal refusal = describeTopology();
        if (refusal != null) {
            return refused(refusal);
        }
        StreamsGroupTopologyValue topology = group().topology();
        if (topology == null) {
            return refused(invalid("The group has no topology."));
        }
        PlannedTopology plan = group().unsaved().plan(topology, topics);
        PlannedTopology.Problem problem = plan.problem();
        if (problem != null && problem.status() == null) {
            return refused(new Refusal(ErrorCode.STREAMS_INVALID_TOPOLOGY, problem.detail()));
        }
        refusal = Members.checkTasks(plan, owned);
        if (refusal != null) {
            return refused(refusal);
        }
        raiseEpoch(changed, topology, plan);
        Tasks target = assign(plan);
        StreamsMember member = group().member(before.id());
        Reconciliation step =
                new Reconciliation(group(), member == null ? before : member, target, owned);
        if (step.isLost()) {
            return refused(Members.LOST);
        }
        progress = step.next();
        if (!progress.equals(before.progress())) {
            draft.append(StreamsRecords.progress(group().id(), before.id(), progress));
        }
        if (request.shutdownApplication()) {
            group().unsaved().shutDown(before.id());
        }
        return new Outcome(answer(plan), new Refusal(ErrorCode.NONE, ""), progress);
    }

    private Outcome refused(Refusal refusal) {
        return new Outcome(null, refusal, progress);
    }

    private static Refusal invalid(String message) {
        return new Refusal(ErrorCode.INVALID_REQUEST, message);
    }

    /** Takes over what the member says of itself; whether that is something new. */
    private boolean describe() {
        StreamsGroupMemberMetadataValue known = before.profile();
        StreamsGroupMemberMetadataValue.Builder profile =
                known.toBuilder().clientId(caller.clientId()).clientHost(caller.clientHost());
        if (request.rackId() != null) {
            profile.rackId(request.rackId());
        }
        if (request.rebalanceTimeoutMs() != -1) {
            profile.rebalanceTimeoutMs(request.rebalanceTimeoutMs());
        }
        if (request.topology() != null) {
            profile.topologyEpoch(request.topology().epoch());
        }
        if (request.processId() != null) {
            profile.processId(request.processId());
        }
        if (request.userEndpoint() != null) {
            profile.userEndpoint(
                    new StreamsGroupMemberMetadataValue.Endpoint(
                            request.userEndpoint().host(), request.userEndpoint().port()));
        }
        if (request.clientTags() != null) {
            profile.clientTags(
                    request.clientTags().stream()
                            .map(
                                    tag ->
                                            new StreamsGroupMemberMetadataValue.KeyValue(
                                                    tag.key(), tag.value()))
                            .sorted(
                                    Comparator.comparing(
                                            StreamsGroupMemberMetadataValue.KeyValue::key))
                            .toList());
        }
        StreamsMember updated = before.with(profile.build());
        boolean changed = group().member(before.id()) == null || !updated.profile().equals(known);
        if (changed) {
            draft.append(StreamsRecords.profile(group().id(), updated));
        }
        return changed;
    }

    /** Takes over the topology from the first member. Null if it is welcome. */
    private @Nullable Refusal describeTopology() {
        StreamsGroupHeartbeatRequest.Topology said = request.topology();
        StreamsGroupTopologyValue known = group().topology();
        if (said != null && (known == null || said.epoch() >= known.epoch())) {
            StreamsGroupTopologyValue topology = StreamsRecords.topology(said);
            if (known == null || !isSame(known, topology)) {
                if (known != null && group().memberCount() > 1) {
                    return invalid(
                            "Topology updates are not supported yet: the members of the group"
                                    + " run another topology.");
                }
                draft.append(StreamsRecords.topology(group().id(), topology));
            }
        }
        StreamsMember member = group().member(before.id());
        if (member != null && known != null && member.profile().topologyEpoch() < known.epoch()) {
            statuses.add(
                    Status.STALE_TOPOLOGY.with(
                            "The member's topology epoch "
                                    + member.profile().topologyEpoch()
                                    + " is behind the group's topology epoch "
                                    + known.epoch()
                                    + "."));
        }
        return null;
    }

    private static boolean isSame(StreamsGroupTopologyValue one, StreamsGroupTopologyValue other) {
        return one.epoch() == other.epoch() && byId(one).equals(byId(other));
    }

    private static Map<String, Subtopology> byId(StreamsGroupTopologyValue topology) {
        Map<String, Subtopology> byId = new HashMap<>();
        topology.subtopologies().forEach(each -> byId.put(each.subtopologyId(), each));
        return byId;
    }

    /** Raises the group epoch if the group, its topics or its settings are not what they were. */
    private void raiseEpoch(
            boolean memberChanged, StreamsGroupTopologyValue topology, PlannedTopology plan) {
        StreamsGroup group = group();
        long hash =
                group.mustCheck(topics)
                        ? SubscriptionHash.of(TopologyPlanner.topicsOf(topology), topics)
                        : group.metadataHash();
        int validated = plan.isReady() ? topology.epoch() : -1;
        SortedMap<String, String> configs = new TreeMap<>();
        configs.put(
                Draft.STANDBY_REPLICAS,
                String.valueOf(settings.standbyReplicas().applyAsInt(group.id())));
        String cause =
                memberChanged
                        ? "member " + before.id()
                        : hash != group.metadataHash() || validated != group.validatedTopology()
                                ? "topics changed"
                                : "settings changed";
        boolean changed =
                memberChanged
                        || hash != group.metadataHash()
                        || validated != group.validatedTopology()
                        || !configs.equals(group.assignmentConfigs());
        if (changed) {
            draft.raiseEpoch(hash, validated, configs, cause);
        }
    }

    /** Makes a new target if one is due; returns that of the member. */
    private Tasks assign(PlannedTopology plan) {
        StreamsGroup group = group();
        if (group.unsaved().isDelayed()) {
            statuses.add(
                    Status.ASSIGNMENT_DELAYED.with(
                            "Assignment delayed due to the configured initial rebalance delay."));
            return Tasks.NONE;
        }
        if (group.assignmentEpoch() < group.epoch()) {
            long lastMs = group.assignmentTimestampMs();
            int intervalMs = settings.assignmentIntervalMs().applyAsInt(group.id());
            if (lastMs == 0 || intervalMs == 0 || now.epochMillis() >= lastMs + intervalMs) {
                draft.assign(plan, now);
            } else {
                statuses.add(
                        Status.ASSIGNMENT_DELAYED.with(
                                "Assignment delayed due to the configured assignment interval."));
            }
        }
        return group.target(before.id());
    }

    private StreamsAnswer answer(PlannedTopology plan) {
        Unsaved unsaved = group().unsaved();
        boolean moved =
                request.memberEpoch() == 0
                        || !progress.assigned().equals(before.progress().assigned());
        // Who says that it has something else did not get an answer before.
        boolean told = moved || owned != null && !owned.equals(progress.assigned());
        StreamsMember member = group().member(before.id());
        if (moved && member != null && member.profile().userEndpoint() != null) {
            unsaved.endpointsChanged();
        }
        PlannedTopology.Problem problem = plan.problem();
        if (problem != null && problem.status() != null) {
            statuses.add(problem.status().with(problem.detail()));
        }
        if (unsaved.shutdownBy() != null) {
            statuses.add(
                    Status.SHUTDOWN_APPLICATION.with(
                            "Streams group member "
                                    + unsaved.shutdownBy()
                                    + " encountered a fatal error and requested a shutdown for"
                                    + " the entire application."));
        }
        boolean tellEndpoints = unsaved.endpointEpoch() != request.endpointInformationEpoch();
        Tasks tasks = progress.assigned();
        StreamsGroupHeartbeatResponse response =
                StreamsGroupHeartbeatResponse.builder()
                        .memberId(before.id())
                        .memberEpoch(progress.epoch())
                        .heartbeatIntervalMs(
                                settings.heartbeatIntervalMs().applyAsInt(group().id()))
                        .activeTasks(told ? message(tasks.active()) : null)
                        .standbyTasks(told ? message(tasks.standby()) : null)
                        .warmupTasks(told ? message(tasks.warmup()) : null)
                        .endpointInformationEpoch(unsaved.endpointEpoch())
                        .partitionsByUserEndpoint(
                                tellEndpoints ? Endpoints.of(group(), plan, topics) : null)
                        .status(List.copyOf(statuses))
                        .build();
        return new StreamsAnswer(response, plan.missing());
    }

    private static List<TaskIds> message(SortedSet<TaskId> tasks) {
        return TaskId.write(tasks, TaskIds::new);
    }
}
