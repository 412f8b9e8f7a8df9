package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.group.Group;
import io.leat.log.coordinator.group.GroupKind;
import io.leat.log.coordinator.group.GroupPart;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupTable;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.MemberTimers;
import io.leat.log.coordinator.group.assignment.Repeats;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.StreamsGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMetadataKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.StreamsGroupTopologyKey;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams groups of one shard (KIP-1071). Owned by the shard's loop. */
public final class StreamsGroups implements GroupPart {

    private final GroupTable groups;
    private final Supplier<TopicCatalog> topics;
    private final Timers<GroupRecord> timers;
    private final Fencing fencing;
    private final StreamsSettings settings;
    private final Repeats<StreamsGroupHeartbeatRequest, StreamsAnswer> repeats = new Repeats<>();

    /** By group; also of groups whose first records are not applied yet. */
    private final Map<String, Unsaved> unsaved = new HashMap<>();

    /** Who sends a heartbeat. */
    public record Caller(String clientId, String clientHost) {}

    /** Makes the part of each shard. */
    public static GroupPart.Factory factory(StreamsSettings settings) {
        return surroundings -> new StreamsGroups(surroundings, settings);
    }

    private StreamsGroups(Surroundings surroundings, StreamsSettings settings) {
        this.groups = surroundings.groups();
        this.topics = surroundings.topics();
        this.timers = surroundings.timers();
        this.settings = settings;
        this.fencing = new Fencing(groups, new MemberTimers(timers), settings);
    }

    @Override
    public GroupKind kind() {
        return GroupKind.STREAMS;
    }

    @Override
    public Set<Short> recordTypes() {
        return Set.of(
                StreamsGroupMetadataKey.TYPE,
                StreamsGroupMemberMetadataKey.TYPE,
                StreamsGroupTargetAssignmentMetadataKey.TYPE,
                StreamsGroupTargetAssignmentMemberKey.TYPE,
                StreamsGroupCurrentMemberAssignmentKey.TYPE,
                StreamsGroupTopologyKey.TYPE);
    }

    /** A member joins, stays or leaves. */
    public Decision<GroupRecord> heartbeat(
            StreamsGroupHeartbeatRequest request,
            Caller caller,
            Promise<StreamsAnswer> promise,
            Moment now) {
        Refusal invalid = HeartbeatRules.check(request);
        if (invalid != null) {
            return refuse(invalid, promise);
        }
        boolean joins = request.memberEpoch() == 0;
        Group known = groups.get(request.groupId());
        Decision<GroupRecord> out = Decision.none();
        if (joins && known != null && known.kind() == GroupKind.CLASSIC && known.isEmpty()) {
            known.remove(out); // a group without members becomes one of the kind of its next one
            known = null;
        }
        if (!(known instanceof StreamsGroup) && (known != null || !joins)) {
            return refuse(groups.notFound(request.groupId(), GroupKind.STREAMS), promise);
        }
        StreamsGroup group =
                known instanceof StreamsGroup streams ? streams : newGroup(request.groupId());
        StreamsAnswer earlier = repeat(group, request);
        if (earlier != null) {
            fencing.watchSession(group.id(), request.memberId(), now);
            return out.andAnswer(promise, earlier);
        }
        Refusal refusal = Members.admit(group, request, settings.maxSize());
        if (refusal != null) {
            return refuse(refusal, promise);
        }
        return request.memberEpoch() == HeartbeatRules.LEAVES
                ? leave(group, request, promise)
                : stay(group, request, caller, out, promise, now);
    }

    private StreamsGroup newGroup(String groupId) {
        return new StreamsGroup(
                groupId, topics, unsaved.computeIfAbsent(groupId, id -> new Unsaved()));
    }

    private static Decision<GroupRecord> refuse(Refusal refusal, Promise<StreamsAnswer> promise) {
        return Decision.answer(
                promise,
                new StreamsAnswer(
                        StreamsGroupHeartbeatResponse.builder()
                                .errorCode(refusal.error())
                                .errorMessage(refusal.message())
                                .status(List.of())
                                .build(),
                        List.of()));
    }

    /** The answer {@code request} got already, if it is behind the member and came before. */
    private @Nullable StreamsAnswer repeat(
            StreamsGroup group, StreamsGroupHeartbeatRequest request) {
        StreamsMember member = group.member(request.memberId());
        boolean behind =
                member != null
                        && request.memberEpoch() > 0
                        && request.memberEpoch() < member.epoch()
                        && request.memberEpoch() == member.progress().previousEpoch();
        return behind ? repeats.answer(group.id(), request.memberId(), request) : null;
    }

    private Decision<GroupRecord> stay(
            StreamsGroup group,
            StreamsGroupHeartbeatRequest request,
            Caller caller,
            Decision<GroupRecord> out,
            Promise<StreamsAnswer> promise,
            Moment now) {
        if (group.isEmpty()) {
            delayAssignment(group, now);
        }
        Draft draft = new Draft(group, out);
        TopicCatalog catalog = topics.get();
        StreamsHeartbeat.Outcome outcome =
                new StreamsHeartbeat(draft, catalog, settings, request, caller, now).decide();
        StreamsAnswer answer = outcome.answer();
        if (answer == null) {
            return refuse(outcome.refusal(), promise);
        }
        group.checked(catalog);
        fencing.watchSession(group.id(), request.memberId(), now);
        StreamsMember member = draft.group().member(request.memberId());
        if (member != null) {
            fencing.watchRevocation(group.id(), member, group.member(request.memberId()), now);
        }
        repeats.answered(group.id(), request.memberId(), request, answer);
        return out.andAnswer(promise, answer);
    }

    private Decision<GroupRecord> leave(
            StreamsGroup group,
            StreamsGroupHeartbeatRequest request,
            Promise<StreamsAnswer> promise) {
        if (request.shutdownApplication()) {
            group.unsaved().shutDown(request.memberId());
        }
        return fencing.remove(group, request.memberId(), "it left")
                .andAnswer(
                        promise,
                        new StreamsAnswer(
                                StreamsGroupHeartbeatResponse.builder()
                                        .memberId(request.memberId())
                                        .memberEpoch(request.memberEpoch())
                                        .build(),
                                List.of()));
    }

    /** Lets a new group wait for more members, so that tasks do not move right away again. */
    private void delayAssignment(StreamsGroup group, Moment now) {
        int delayMs = settings.initialDelayMs().applyAsInt(group.id());
        Unsaved notes = group.unsaved();
        if (delayMs > 0 && !notes.isDelayed()) {
            notes.delayedBy(timers.schedule(delayMs, late -> assignDelayed(group.id(), late)));
        }
    }

    private Decision<GroupRecord> assignDelayed(String groupId, Moment now) {
        Unsaved notes = unsaved.get(groupId);
        if (notes != null) {
            notes.endDelay();
        }
        StreamsGroup group = groups.get(groupId, StreamsGroup.class);
        StreamsGroupTopologyValue topology = group == null ? null : group.topology();
        if (group == null
                || topology == null
                || group.isEmpty()
                || group.epoch() <= group.assignmentEpoch()) {
            return Decision.none();
        }
        Draft draft = new Draft(group, Decision.none());
        draft.assign(group.unsaved().plan(topology, topics.get()), now);
        return draft.out();
    }

    /** One group as it is now; error 69 if there is no such streams group. */
    public Decision<GroupRecord> describe(String groupId, Promise<DescribedGroup> promise) {
        StreamsGroup group = groups.get(groupId, StreamsGroup.class);
        if (group != null) {
            return Decision.answer(promise, StreamsDescription.of(group, topics.get()));
        }
        Refusal refusal = groups.notFound(groupId, GroupKind.STREAMS);
        return Decision.answer(
                promise,
                DescribedGroup.builder()
                        .groupId(groupId)
                        .errorCode(refusal.error())
                        .errorMessage(refusal.message())
                        .build());
    }

    @Override
    public void apply(Kept record) {
        StreamsGroup group = groups.get(record.groupId(), StreamsGroup.class);
        if (record.key() instanceof StreamsGroupMetadataKey && record.value() == null) {
            if (group != null) {
                groups.remove(group.id());
                Unsaved notes = unsaved.remove(group.id());
                if (notes != null) {
                    notes.endDelay();
                }
            }
            return;
        }
        if (group == null) {
            if (record.value() == null) {
                return;
            }
            group = newGroup(record.groupId());
            groups.put(group);
        }
        group.apply(record.key(), record.value());
        if (record.key() instanceof StreamsGroupMemberMetadataKey of && record.value() == null) {
            fencing.forget(group.id(), of.memberId());
            repeats.forget(group.id(), of.memberId());
        }
    }

    /** Everybody has been heard of just now. */
    @Override
    public void loaded(Moment now) {
        for (Group group : groups.all()) {
            if (group instanceof StreamsGroup streams) {
                for (StreamsMember member : streams.members().values()) {
                    fencing.watchSession(streams.id(), member.id(), now);
                    fencing.watchRevocation(streams.id(), member, null, now);
                }
            }
        }
    }

    @Override
    public Object durable() {
        Map<String, Object> all = new HashMap<>();
        for (Group group : groups.all()) {
            if (group instanceof StreamsGroup streams) {
                all.put(streams.id(), streams.durable());
            }
        }
        return all;
    }
}
