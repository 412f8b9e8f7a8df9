package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.ClassicProtocol;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupTable;
import io.leat.log.coordinator.group.JoinContext;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import io.leat.log.protocol.message.ConsumerProtocolSubscription;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.LeaveGroupResponse.MemberResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets consumers of the classic protocol be members of consumer groups while a group moves from one
 * to the other (KIP-848, migration). Owned by the shard's loop.
 *
 * <p>A join brings the member one step towards its target, the sync tells it what it has, and a
 * heartbeat says that it has to join again. The member epoch is its generation.
 */
final class ClassicMembers implements ClassicProtocol {

    private final GroupTable groups;
    private final GroupAccess access;
    private final Rebalancing rebalancing;
    private final Regexes regexes;
    private final Fencing fencing;
    private final Supplier<TopicCatalog> topics;
    private final ConsumerSettings settings;

    ClassicMembers(
            GroupTable groups,
            GroupAccess access,
            Rebalancing rebalancing,
            Regexes regexes,
            Fencing fencing,
            Supplier<TopicCatalog> topics,
            ConsumerSettings settings) {
        this.groups = groups;
        this.access = access;
        this.rebalancing = rebalancing;
        this.regexes = regexes;
        this.fencing = fencing;
        this.topics = topics;
        this.settings = settings;
    }

    @Override
    public Decision<GroupRecord> join(
            JoinGroupRequest request,
            JoinContext context,
            Promise<JoinGroupResponse> promise,
            Moment now) {
        Decision<GroupRecord> out = Decision.none();
        Draft draft = access.find(request.groupId(), false, now, out).draft();
        boolean anonymous = request.memberId().isEmpty();
        String memberId = anonymous ? access.newMemberId() : request.memberId();
        if (draft == null) {
            return refuse(ErrorCode.UNKNOWN_MEMBER_ID, memberId, promise);
        }
        ErrorCode unfit = unfit(draft.group(), memberId, request);
        if (unfit != ErrorCode.NONE) {
            return refuse(unfit, request.memberId(), promise);
        }
        boolean dynamic = request.groupInstanceId() == null;
        if (anonymous && dynamic && context.requiresMemberId()) {
            return refuse(ErrorCode.MEMBER_ID_REQUIRED, memberId, promise);
        }
        Members.Admission admission =
                Members.admit(
                        draft, memberId, request.groupInstanceId(), dynamic || anonymous, true);
        ConsumerMember member = admission.member();
        if (member == null) {
            return refuse(admission.refusal().error(), request.memberId(), promise);
        }
        return admitted(draft, member, request, context, promise, now);
    }

    private static Decision<GroupRecord> refuse(
            ErrorCode error, String memberId, Promise<JoinGroupResponse> promise) {
        return Decision.answer(
                promise,
                JoinGroupResponse.builder()
                        .errorCode(error)
                        .protocolName("")
                        .memberId(memberId)
                        .build());
    }

    private ErrorCode unfit(ConsumerGroup group, String memberId, JoinGroupRequest request) {
        if (settings.migration() == MigrationPolicy.DISABLED) {
            return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
        }
        boolean full = group.members().size() >= settings.maxSize();
        if (full && group.member(memberId) == null) {
            return ErrorCode.GROUP_MAX_SIZE_REACHED;
        }
        boolean supported =
                request.protocolType().equals(ConsumerGroup.PROTOCOL_TYPE)
                        && request.protocols().stream().anyMatch(p -> allSupport(group, p.name()));
        return supported ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }

    private static boolean allSupport(ConsumerGroup group, String protocol) {
        return group.members().values().stream()
                .map(ConsumerMember::classic)
                .allMatch(
                        classic ->
                                classic == null
                                        || classic.supportedProtocols().stream()
                                                .anyMatch(p -> p.name().equals(protocol)));
    }

    private Decision<GroupRecord> admitted(
            Draft draft,
            ConsumerMember member,
            JoinGroupRequest request,
            JoinContext context,
            Promise<JoinGroupResponse> promise,
            Moment now) {
        ConsumerProtocolSubscription subscription;
        try {
            subscription = EmbeddedProtocol.subscription(request.protocols().get(0).metadata());
        } catch (MalformedMessageException e) {
            return refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL, member.id(), promise);
        }
        ClassicMemberMetadata classic = classic(request);
        ConsumerMember updated =
                member.with(profile(member.profile(), request, context, subscription, classic));
        Regexes.Change regex = regexes.prepare(draft.group(), member, updated);
        Progress progress =
                rebalancing.update(
                        draft,
                        member,
                        updated,
                        regex,
                        EmbeddedProtocol.owned(subscription, topics.get()),
                        now);
        if (progress == null) {
            return refuse(ErrorCode.UNKNOWN_MEMBER_ID, member.id(), promise);
        }
        fencing.watchSession(request.groupId(), member.id(), classic, now);
        fencing.joined(request.groupId(), updated, now);
        return draft.out()
                .andAnswer(
                        promise,
                        JoinGroupResponse.builder()
                                .memberId(member.id())
                                .generationId(progress.epoch())
                                .protocolType(ConsumerGroup.PROTOCOL_TYPE)
                                .protocolName(request.protocols().get(0).name())
                                .build());
    }

    private static ClassicMemberMetadata classic(JoinGroupRequest request) {
        return new ClassicMemberMetadata(
                request.sessionTimeoutMs(),
                request.protocols().stream()
                        .map(
                                each ->
                                        new ConsumerGroupMemberMetadataValue.ClassicProtocol(
                                                each.name(), owned(each.metadata())))
                        .toList());
    }

    /** The bytes outlive the frame they came in. */
    private static ByteBuffer owned(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    private static ConsumerGroupMemberMetadataValue profile(
            ConsumerGroupMemberMetadataValue known,
            JoinGroupRequest request,
            JoinContext context,
            ConsumerProtocolSubscription subscription,
            ClassicMemberMetadata classic) {
        ConsumerGroupMemberMetadataValue.Builder profile =
                known.toBuilder()
                        .clientId(context.clientId())
                        .clientHost(context.clientHost())
                        .subscribedTopicNames(List.copyOf(new TreeSet<>(subscription.topics())))
                        .subscribedTopicRegex("")
                        .classicMemberMetadata(classic);
        if (request.groupInstanceId() != null) {
            profile.instanceId(request.groupInstanceId());
        }
        String rack = subscription.rackId();
        if (rack != null && !rack.isEmpty()) {
            profile.rackId(rack);
        }
        int rebalance = request.rebalanceTimeoutMs();
        profile.rebalanceTimeoutMs(rebalance < 0 ? request.sessionTimeoutMs() : rebalance);
        return profile.build();
    }

    /** Finds the member a request of the classic protocol is from. */
    private Members.Admission find(String groupId, String memberId, @Nullable String instanceId) {
        ConsumerGroup group = groups.get(groupId, ConsumerGroup.class);
        if (group == null) {
            return Members.unknown(groupId, memberId);
        }
        if (instanceId == null) {
            ConsumerMember member = group.member(memberId);
            return member == null
                    ? Members.unknown(groupId, memberId)
                    : Members.Admission.of(member);
        }
        ConsumerMember holder = group.staticMember(instanceId);
        Refusal refusal = Members.checkHolder(group, holder, memberId, instanceId);
        return holder == null || refusal != null
                ? new Members.Admission(null, refusal == null ? Members.LOST : refusal)
                : Members.Admission.of(holder);
    }

    @Override
    public Decision<GroupRecord> sync(
            SyncGroupRequest request, Promise<SyncGroupResponse> promise, Moment now) {
        Members.Admission found =
                find(request.groupId(), request.memberId(), request.groupInstanceId());
        ConsumerMember member = found.member();
        ClassicMemberMetadata classic = member == null ? null : member.classic();
        if (member == null || classic == null) {
            ErrorCode error =
                    member == null ? found.refusal().error() : ErrorCode.UNKNOWN_MEMBER_ID;
            return refuseSync(error, promise);
        }
        ErrorCode error = checkSync(request, member, classic);
        if (error == ErrorCode.NONE && mustRejoin(request.groupId(), member)) {
            fencing.watchJoin(request.groupId(), member, now);
            error = ErrorCode.REBALANCE_IN_PROGRESS;
        }
        if (error != ErrorCode.NONE) {
            return refuseSync(error, promise);
        }
        fencing.synced(request.groupId(), member.id());
        fencing.watchSession(request.groupId(), member.id(), classic, now);
        ByteBuffer metadata = classic.supportedProtocols().get(0).metadata();
        return Decision.answer(
                promise,
                SyncGroupResponse.builder()
                        .protocolType(request.protocolType())
                        .protocolName(request.protocolName())
                        .assignment(
                                EmbeddedProtocol.bytes(
                                        member.progress().assigned().assignment(),
                                        metadata,
                                        topics.get()))
                        .build());
    }

    private static Decision<GroupRecord> refuseSync(
            ErrorCode error, Promise<SyncGroupResponse> promise) {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        return Decision.answer(
                promise, SyncGroupResponse.builder().errorCode(error).assignment(nothing).build());
    }

    private static ErrorCode checkSync(
            SyncGroupRequest request, ConsumerMember member, ClassicMemberMetadata classic) {
        if (request.generationId() != member.epoch()) {
            return ErrorCode.ILLEGAL_GENERATION;
        }
        String type = request.protocolType();
        String name = request.protocolName();
        boolean consistent =
                (type == null || type.equals(ConsumerGroup.PROTOCOL_TYPE))
                        && (name == null
                                || name.equals(classic.supportedProtocols().get(0).name()));
        return consistent ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }

    /** Whether there is a newer target; who gives up partitions first has joined for it already. */
    private boolean mustRejoin(String groupId, ConsumerMember member) {
        ConsumerGroup group = groups.get(groupId, ConsumerGroup.class);
        return group != null
                && group.assignmentEpoch() > member.epoch()
                && member.progress().state() != MemberState.UNREVOKED;
    }

    @Override
    public Decision<GroupRecord> heartbeat(
            HeartbeatRequest request, Promise<HeartbeatResponse> promise, Moment now) {
        Members.Admission found =
                find(request.groupId(), request.memberId(), request.groupInstanceId());
        ConsumerMember member = found.member();
        ErrorCode error = found.refusal().error();
        ClassicMemberMetadata classic = member == null ? null : member.classic();
        if (member != null && classic == null) {
            error = ErrorCode.UNKNOWN_MEMBER_ID;
        } else if (member != null && request.generationId() != member.epoch()) {
            error = ErrorCode.ILLEGAL_GENERATION;
        } else if (member != null && classic != null) {
            fencing.watchSession(request.groupId(), member.id(), classic, now);
            if (hasNextStep(request.groupId(), member)) {
                fencing.watchJoin(request.groupId(), member, now);
                error = ErrorCode.REBALANCE_IN_PROGRESS;
            }
        }
        return Decision.answer(promise, HeartbeatResponse.builder().errorCode(error).build());
    }

    private boolean hasNextStep(String groupId, ConsumerMember member) {
        ConsumerGroup group = groups.get(groupId, ConsumerGroup.class);
        if (group == null) {
            return false;
        }
        return member.epoch() < group.assignmentEpoch()
                || member.progress().state() == MemberState.UNREVOKED
                || (member.progress().state() == MemberState.UNRELEASED
                        && !waitsForOthers(group, member));
    }

    private static boolean waitsForOthers(ConsumerGroup group, ConsumerMember member) {
        return group.target(member.id()).topics().entrySet().stream()
                .anyMatch(
                        topic ->
                                topic.getValue().stream()
                                        .anyMatch(
                                                number ->
                                                        !member.progress()
                                                                        .assigned()
                                                                        .contains(
                                                                                topic.getKey(),
                                                                                number)
                                                                && group.isOwned(
                                                                        topic.getKey(), number)));
    }

    @Override
    public Decision<GroupRecord> leave(
            LeaveGroupRequest request, Promise<LeaveGroupResponse> promise, Moment now) {
        ConsumerGroup group = groups.get(request.groupId(), ConsumerGroup.class);
        if (group == null) {
            return ClassicProtocol.REFUSED.leave(request, promise, now);
        }
        Map<String, ConsumerMember> leaving = new LinkedHashMap<>();
        List<MemberResponse> results = new ArrayList<>();
        for (MemberIdentity each : request.members()) {
            String holder = each.memberId();
            ConsumerMember seat = group.staticMember(each.groupInstanceId());
            if (each.groupInstanceId() != null && holder.isEmpty() && seat != null) {
                // An administrator removes a static member whose id only the coordinator knows.
                holder = seat.id();
            }
            Members.Admission found = find(group.id(), holder, each.groupInstanceId());
            ConsumerMember member = found.member();
            if (member != null) {
                leaving.put(member.id(), member);
            }
            results.add(
                    new MemberResponse(
                            each.memberId(), each.groupInstanceId(), found.refusal().error()));
        }
        return fencing.remove(group, leaving.values())
                .andAnswer(promise, LeaveGroupResponse.builder().members(results).build());
    }
}
