package io.leat.log.coordinator.group.share;

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
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.MemberTimers;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ShareGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ShareGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.ShareGroupHeartbeatRequest;
import io.leat.log.protocol.message.ShareGroupHeartbeatResponse;
import io.leat.log.protocol.message.ShareGroupMemberMetadataKey;
import io.leat.log.protocol.message.ShareGroupMetadataKey;
import io.leat.log.protocol.message.ShareGroupStatePartitionMetadataKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ShareGroupTargetAssignmentMetadataKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The share groups of one shard (KIP-932). Owned by the shard's loop. */
public final class ShareGroups implements GroupPart {

    private static final int LEAVES = -1;

    private final GroupTable groups;
    private final Supplier<TopicCatalog> topics;
    private final Timers<GroupRecord> timers;
    private final MemberTimers deadlines;
    private final SharedStates states;
    private final ShareSettings settings;

    /** When share coordinators were last asked to begin, by group and topic. Not durable. */
    private final Map<String, Map<Uuid, Long>> askedMs = new HashMap<>();

    /** Makes the part of each shard. */
    public static GroupPart.Factory factory(ShareSettings settings, SharedStates states) {
        return surroundings -> new ShareGroups(surroundings, settings, states);
    }

    private ShareGroups(Surroundings surroundings, ShareSettings settings, SharedStates states) {
        this.groups = surroundings.groups();
        this.topics = surroundings.topics();
        this.timers = surroundings.timers();
        this.deadlines = new MemberTimers(timers);
        this.settings = settings;
        this.states = states;
    }

    @Override
    public GroupKind kind() {
        return GroupKind.SHARE;
    }

    @Override
    public Set<Short> recordTypes() {
        return Set.of(
                ShareGroupMetadataKey.TYPE,
                ShareGroupMemberMetadataKey.TYPE,
                ShareGroupTargetAssignmentMetadataKey.TYPE,
                ShareGroupTargetAssignmentMemberKey.TYPE,
                ShareGroupCurrentMemberAssignmentKey.TYPE,
                ShareGroupStatePartitionMetadataKey.TYPE);
    }

    /** Who sends a heartbeat. */
    public record Caller(String clientId, String clientHost) {}

    /** A member joins, stays or leaves. */
    public Decision<GroupRecord> heartbeat(
            ShareGroupHeartbeatRequest request,
            Caller caller,
            Promise<ShareGroupHeartbeatResponse> promise,
            Moment now) {
        Refusal invalid = check(request);
        if (invalid != null) {
            return refuse(invalid, promise);
        }
        boolean joins = request.memberEpoch() == 0;
        ShareGroup group = groups.get(request.groupId(), ShareGroup.class);
        if (group == null && (!joins || groups.get(request.groupId()) != null)) {
            return refuse(groups.notFound(request.groupId(), GroupKind.SHARE), promise);
        }
        if (group == null) {
            group = newGroup(request.groupId());
        }
        Refusal refusal = admit(group, request);
        if (refusal != null) {
            return refuse(refusal, promise);
        }
        if (request.memberEpoch() == LEAVES) {
            return leave(group, request.memberId())
                    .andAnswer(
                            promise,
                            ShareGroupHeartbeatResponse.builder()
                                    .memberId(request.memberId())
                                    .memberEpoch(LEAVES)
                                    .build());
        }
        ShareHeartbeat heartbeat =
                new ShareHeartbeat(group, topics.get(), settings, request, caller, now);
        Decision<GroupRecord> out = heartbeat.decide(promise);
        watch(group.id(), request.memberId(), now);
        Assignment begins = heartbeat.begins();
        if (!begins.isEmpty()) {
            int stateEpoch = heartbeat.groupEpoch();
            out.onCommitted(() -> begin(request.groupId(), stateEpoch, begins));
        }
        return out;
    }

    private ShareGroup newGroup(String id) {
        return new ShareGroup(id, states, askedMs.computeIfAbsent(id, group -> new HashMap<>()));
    }

    private static @Nullable Refusal check(ShareGroupHeartbeatRequest request) {
        if (request.memberId().isEmpty()) {
            return invalid("MemberId can't be empty.");
        }
        if (request.groupId().isEmpty()) {
            return invalid("GroupId can't be empty.");
        }
        if (request.rackId() != null && request.rackId().isEmpty()) {
            return invalid("RackId can't be empty.");
        }
        if (request.memberEpoch() < LEAVES) {
            return invalid("MemberEpoch is invalid.");
        }
        List<String> names = request.subscribedTopicNames();
        boolean named = names != null && !names.isEmpty();
        return request.memberEpoch() == 0 && !named
                ? invalid("SubscribedTopicNames must be set in first request.")
                : null;
    }

    private static Refusal invalid(String message) {
        return new Refusal(ErrorCode.INVALID_REQUEST, message);
    }

    /** Whether the group takes the request from its sender; null if it does. */
    private @Nullable Refusal admit(ShareGroup group, ShareGroupHeartbeatRequest request) {
        ShareMember member = group.member(request.memberId());
        int epoch = request.memberEpoch();
        if (member == null && epoch != 0) {
            return new Refusal(
                    ErrorCode.UNKNOWN_MEMBER_ID,
                    "Member "
                            + request.memberId()
                            + " is not a member of group "
                            + group.id()
                            + ".");
        }
        if (member == null && group.members().size() >= settings.maxSize()) {
            return new Refusal(
                    ErrorCode.GROUP_MAX_SIZE_REACHED,
                    "The share group has reached its maximum capacity of "
                            + settings.maxSize()
                            + " members.");
        }
        if (member == null
                || epoch <= 0
                || epoch == member.epoch()
                || epoch == member.previousEpoch()) {
            return null;
        }
        return new Refusal(
                ErrorCode.FENCED_MEMBER_EPOCH,
                "The share group member has epoch "
                        + epoch
                        + ", and the group coordinator knows epoch "
                        + member.epoch()
                        + ". The member must abandon all its partitions and rejoin.");
    }

    private static Decision<GroupRecord> refuse(
            Refusal refusal, Promise<ShareGroupHeartbeatResponse> promise) {
        return Decision.answer(
                promise,
                ShareGroupHeartbeatResponse.builder()
                        .errorCode(refusal.error())
                        .errorMessage(refusal.message())
                        .build());
    }

    private Decision<GroupRecord> leave(ShareGroup group, String memberId) {
        deadlines.cancel(group.id(), memberId);
        Decision<GroupRecord> out = Decision.none();
        ShareRecords.removeMember(out, group.id(), memberId);
        return out.append(ShareRecords.epoch(group.id(), group.epoch() + 1, group.metadataHash()));
    }

    private void watch(String groupId, String memberId, Moment now) {
        deadlines.schedule(
                groupId,
                memberId,
                MemberTimers.Purpose.SESSION,
                settings.sessionTimeoutMs().applyAsInt(groupId),
                now,
                late -> {
                    ShareGroup group = groups.get(groupId, ShareGroup.class);
                    return group == null || group.member(memberId) == null
                            ? Decision.none()
                            : leave(group, memberId);
                });
    }

    // ---- the states of partitions ----

    private void begin(String groupId, int stateEpoch, Assignment partitions) {
        states.initialize(
                groupId,
                stateEpoch,
                partitions,
                done -> timers.schedule(0, now -> begun(groupId, partitions, done)));
    }

    private Decision<GroupRecord> begun(
            String groupId, Assignment asked, SharedStates.Begun begun) {
        ShareGroup group = groups.get(groupId, ShareGroup.class);
        if (group == null) {
            return Decision.none();
        }
        asked.topics().keySet().forEach(group::answered);
        return begun(group, begun);
    }

    /** A group that is older than a state kept under its name goes beyond it. */
    private Decision<GroupRecord> begun(ShareGroup group, SharedStates.Begun begun) {
        Decision<GroupRecord> out = Decision.none();
        if (begun.newerEpoch() >= group.epoch()) {
            out.append(
                    ShareRecords.epoch(group.id(), begun.newerEpoch() + 1, group.metadataHash()));
        }
        if (!begun.partitions().isEmpty()) {
            SharedTopics shared = group.shared().begun(begun.partitions());
            out.append(ShareRecords.shared(group.id(), shared, topics.get()));
        }
        return out;
    }

    /** The partitions whose state is kept for a group, or why there are none. */
    public Decision<GroupRecord> kept(String groupId, Promise<KeptPartitions> promise) {
        ShareGroup group = groups.get(groupId, ShareGroup.class);
        if (group == null) {
            Refusal refusal = groups.notFound(groupId, GroupKind.SHARE);
            return Decision.answer(promise, KeptPartitions.refused(refusal));
        }
        return Decision.answer(
                promise,
                new KeptPartitions(
                        ErrorCode.NONE,
                        "",
                        group.isEmpty(),
                        group.epoch(),
                        group.shared().initialized()));
    }

    /**
     * The states of these partitions are about to begin anew: with a group that has no members. The
     * answer has the epoch that they begin with; then they are {@link #restarted}.
     */
    public Decision<GroupRecord> restart(
            String groupId, Assignment partitions, Promise<KeptPartitions> promise, Moment now) {
        ShareGroup group = groups.get(groupId, ShareGroup.class);
        if (group == null && groups.get(groupId) != null) {
            Refusal refusal = groups.notFound(groupId, GroupKind.SHARE);
            return Decision.answer(promise, KeptPartitions.refused(refusal));
        }
        if (group == null && partitions.equals(Assignment.NONE)) {
            return Decision.answer(
                    promise, new KeptPartitions(ErrorCode.NONE, "", true, 0, Assignment.NONE));
        }
        if (group == null) {
            group = newGroup(groupId);
        } else if (!group.isEmpty()) {
            return Decision.answer(
                    promise,
                    KeptPartitions.refused(
                            new Refusal(ErrorCode.NON_EMPTY_GROUP, "The group is not empty.")));
        }
        int epoch = group.epoch() + 1;
        for (Uuid topic : partitions.topics().keySet()) {
            group.asked(topic, now.millis()); // members that join meanwhile leave it alone
        }
        SharedTopics shared = group.shared().begin(partitions);
        return Decision.<GroupRecord>none()
                .append(ShareRecords.epoch(groupId, epoch, group.metadataHash()))
                .append(ShareRecords.shared(groupId, shared, topics.get()))
                .andAnswer(
                        promise,
                        new KeptPartitions(ErrorCode.NONE, "", true, epoch, shared.initialized()));
    }

    /** Share coordinators have begun anew; the answer has the group's epoch after it. */
    public Decision<GroupRecord> restarted(
            String groupId, SharedStates.Begun begun, Promise<KeptPartitions> promise) {
        ShareGroup group = groups.get(groupId, ShareGroup.class);
        if (group == null) {
            Refusal refusal = groups.notFound(groupId, GroupKind.SHARE);
            return Decision.answer(promise, KeptPartitions.refused(refusal));
        }
        begun.partitions().topics().keySet().forEach(group::answered);
        return begun(group, begun)
                .andAnswer(
                        promise,
                        new KeptPartitions(
                                ErrorCode.NONE,
                                "",
                                group.isEmpty(),
                                group.epoch(),
                                begun.partitions()));
    }

    /** Nothing is kept of these topics any more: of a group that has no members. */
    public Decision<GroupRecord> forgotten(
            String groupId, Set<Uuid> gone, Promise<KeptPartitions> promise) {
        ShareGroup group = groups.get(groupId, ShareGroup.class);
        if (group == null) {
            Refusal refusal = groups.notFound(groupId, GroupKind.SHARE);
            return Decision.answer(promise, KeptPartitions.refused(refusal));
        }
        if (!group.isEmpty()) {
            return Decision.answer(
                    promise,
                    KeptPartitions.refused(
                            new Refusal(ErrorCode.NON_EMPTY_GROUP, "The group is not empty.")));
        }
        SharedTopics left = group.shared().without(gone);
        return Decision.<GroupRecord>none()
                .append(ShareRecords.shared(groupId, left, topics.get()))
                .andAnswer(
                        promise,
                        new KeptPartitions(
                                ErrorCode.NONE,
                                "",
                                true,
                                group.epoch(),
                                group.shared().initialized()));
    }

    /**
     * What is kept for a group.
     *
     * @param message for people; empty without an error
     * @param partitions those with which share coordinators have begun
     */
    public record KeptPartitions(
            ErrorCode error, String message, boolean empty, int epoch, Assignment partitions) {

        static KeptPartitions refused(Refusal refusal) {
            return new KeptPartitions(refusal.error(), refusal.message(), true, 0, Assignment.NONE);
        }
    }

    // ---- looking ----

    /** One group as it is now; error 69 if there is no such share group. */
    public Decision<GroupRecord> describe(String groupId, Promise<DescribedGroup> promise) {
        ShareGroup group = groups.get(groupId, ShareGroup.class);
        if (group != null) {
            return Decision.answer(promise, ShareDescription.of(group, topics.get()));
        }
        Refusal refusal = groups.notFound(groupId, GroupKind.SHARE);
        return Decision.answer(
                promise,
                DescribedGroup.builder()
                        .groupId(groupId)
                        .groupState("Dead")
                        .errorCode(refusal.error())
                        .errorMessage(refusal.message())
                        .build());
    }

    @Override
    public void apply(Kept record) {
        ShareGroup group = groups.get(record.groupId(), ShareGroup.class);
        if (record.key() instanceof ShareGroupMetadataKey && record.value() == null) {
            if (group != null) {
                groups.remove(group.id());
                askedMs.remove(group.id());
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
    }

    @Override
    public void loaded(Moment now) {
        for (Group group : groups.all()) {
            if (group instanceof ShareGroup shares) {
                shares.members().keySet().forEach(member -> watch(shares.id(), member, now));
            }
        }
    }

    @Override
    public Object durable() {
        Map<String, Object> all = new HashMap<>();
        for (Group group : groups.all()) {
            if (group instanceof ShareGroup it) {
                all.put(
                        it.id(),
                        List.of(
                                it.epoch(),
                                it.assignmentEpoch(),
                                it.members(),
                                it.targets(),
                                it.shared()));
            }
        }
        return all;
    }
}
