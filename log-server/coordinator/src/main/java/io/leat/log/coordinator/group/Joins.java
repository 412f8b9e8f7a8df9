package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Timer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Decides JoinGroup requests. Owned by the shard's loop. */
final class Joins {

    private final GroupTable groups;
    private final Rebalancer rebalancer;
    private final Timers<GroupRecord> timers;
    private final Entropy entropy;
    private final GroupSettings settings;

    Joins(
            GroupTable groups,
            Rebalancer rebalancer,
            Timers<GroupRecord> timers,
            Entropy entropy,
            GroupSettings settings) {
        this.groups = groups;
        this.rebalancer = rebalancer;
        this.timers = timers;
        this.entropy = entropy;
        this.settings = settings;
    }

    /** What a member gets that could not join. */
    static JoinGroupResponse refusal(ErrorCode error, String memberId) {
        return JoinGroupResponse.builder()
                .errorCode(error)
                .protocolName("")
                .memberId(memberId)
                .build();
    }

    Decision<GroupRecord> join(
            JoinGroupRequest request,
            JoinContext context,
            Promise<JoinGroupResponse> promise,
            Moment now) {
        Attempt attempt = new Attempt(request, context, promise, now, Decision.none());
        ErrorCode error = attempt.invalid(settings);
        if (error != ErrorCode.NONE) {
            return attempt.refuse(error);
        }
        ClassicGroup group = groups.classic(request.groupId());
        if (group == null) {
            if (!request.memberId().isEmpty()) {
                return attempt.refuse(ErrorCode.UNKNOWN_MEMBER_ID);
            }
            group = groups.createClassic(request.groupId(), now.epochMillis());
        }
        if (!group.accepts(request.protocolType(), request.protocols())) {
            return attempt.refuse(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        }
        return request.memberId().isEmpty()
                ? joinWithoutId(group, attempt)
                : joinWithId(group, attempt);
    }

    private Decision<GroupRecord> joinWithoutId(ClassicGroup group, Attempt attempt) {
        String instanceId = attempt.request.groupInstanceId();
        String known = instanceId == null ? null : group.staticMember(instanceId);
        String prefix = instanceId == null ? attempt.context.clientId() : instanceId;
        String memberId = prefix + "-" + entropy.nextUuid();
        if (known != null) {
            return replaceStatic(
                    group, Objects.requireNonNull(group.member(known)), memberId, attempt);
        }
        if (group.size() >= settings.maxSize()) {
            return attempt.refuse(ErrorCode.GROUP_MAX_SIZE_REACHED);
        }
        if (instanceId == null && attempt.context.requiresMemberId()) {
            // A client that dies before it sees the answer leaves no member behind (KIP-394).
            group.addPending(memberId, expirePending(group, memberId, attempt));
            attempt.promise.resolve(refusal(ErrorCode.MEMBER_ID_REQUIRED, memberId));
            return attempt.out;
        }
        return add(group, memberId, attempt);
    }

    private Timer expirePending(ClassicGroup group, String memberId, Attempt attempt) {
        return timers.schedule(
                attempt.request.sessionTimeoutMs(),
                now -> {
                    Decision<GroupRecord> out = Decision.none();
                    if (group.dropPending(memberId)) {
                        rebalancer.maybeComplete(group, now, out);
                    }
                    return out;
                });
    }

    private Decision<GroupRecord> joinWithId(ClassicGroup group, Attempt attempt) {
        String memberId = attempt.request.memberId();
        String instanceId = attempt.request.groupInstanceId();
        if (instanceId == null && group.isPending(memberId)) {
            return add(group, memberId, attempt);
        }
        ErrorCode error = Membership.check(group, memberId, instanceId);
        if (error != ErrorCode.NONE) {
            return attempt.refuse(error);
        }
        Member member = Objects.requireNonNull(group.member(memberId));
        boolean same = member.hasSameProtocols(attempt.request.protocols());
        return switch (group.state()) {
            case PREPARING_REBALANCE -> rejoin(group, member, attempt);
            case COMPLETING_REBALANCE ->
                    same ? repeat(group, member, attempt) : rejoin(group, member, attempt);
            case STABLE ->
                    same && !group.isLeader(member)
                            ? repeat(group, member, attempt)
                            : rejoin(group, member, attempt);
            case EMPTY, DEAD -> attempt.refuse(ErrorCode.UNKNOWN_MEMBER_ID);
        };
    }

    private Decision<GroupRecord> add(ClassicGroup group, String memberId, Attempt attempt) {
        Member member =
                new Member(
                        memberId,
                        attempt.request.groupInstanceId(),
                        attempt.context.client(),
                        attempt.timeouts(),
                        attempt.request.protocols());
        group.add(member, attempt.request.protocolType());
        member.joining(attempt.promise);
        if (group.is(GroupState.PREPARING_REBALANCE)) {
            group.newcomer(true);
        }
        rebalancer.sessions().watch(group, member, attempt.now);
        rebalancer.prepare(
                group, attempt.reason("a member joined: " + memberId), attempt.now, attempt.out);
        return attempt.out;
    }

    private Decision<GroupRecord> rejoin(ClassicGroup group, Member member, Attempt attempt) {
        member.update(attempt.timeouts(), attempt.request.protocols());
        Promise<JoinGroupResponse> earlier = member.takeJoining();
        if (earlier != null) {
            // The same member asks on a new connection: the answer goes there.
            attempt.out.andAnswer(earlier, refusal(ErrorCode.REBALANCE_IN_PROGRESS, member.id()));
        }
        member.joining(attempt.promise);
        Sessions.alive(member, attempt.now);
        rebalancer.prepare(
                group,
                attempt.reason("a member joined again: " + member.id()),
                attempt.now,
                attempt.out);
        return attempt.out;
    }

    /** The member is in this generation already; it missed the answer that said so. */
    private Decision<GroupRecord> repeat(ClassicGroup group, Member member, Attempt attempt) {
        Sessions.alive(member, attempt.now);
        return attempt.out.andAnswer(attempt.promise, Rebalancer.joined(group, member));
    }

    /**
     * A static member is back as a new process, perhaps before the old one was missed (KIP-345).
     */
    private Decision<GroupRecord> replaceStatic(
            ClassicGroup group, Member old, String memberId, Attempt attempt) {
        String formerLeader = group.leaderId();
        Member fresh = old.withId(memberId, attempt.context.client());
        boolean sameTopics = Subscriptions.same(group, old, attempt.request.protocols());
        boolean unsynced = group.unsynced().contains(old.id());
        boolean led = group.isLeader(old);
        rebalancer.removeQuietly(group, old, ErrorCode.FENCED_INSTANCE_ID, attempt.out);
        group.add(fresh, group.protocolType());
        group.inherit(fresh, led, unsynced);
        fresh.update(attempt.timeouts(), attempt.request.protocols());
        rebalancer.sessions().watch(group, fresh, attempt.now);
        boolean undisturbed =
                group.is(GroupState.STABLE)
                        && sameTopics
                        && group.electProtocol().equals(group.protocol());
        if (undisturbed) {
            return resume(group, fresh, formerLeader, attempt);
        }
        fresh.joining(attempt.promise);
        rebalancer.prepare(
                group,
                attempt.reason("a static member is back: " + memberId),
                attempt.now,
                attempt.out);
        return attempt.out;
    }

    /** Lets a static member go on in the present generation, which is saved under its new id. */
    private static Decision<GroupRecord> resume(
            ClassicGroup group, Member fresh, String formerLeader, Attempt attempt) {
        Map<String, ByteBuffer> assignments = new HashMap<>();
        group.members().forEach(m -> assignments.put(m.id(), m.assignment()));
        boolean leads = group.isLeader(fresh);
        boolean skips = leads && attempt.context.canSkipAssignment();
        JoinGroupResponse response =
                Rebalancer.joined(group, fresh).toBuilder()
                        // An old client that sees itself lead would assign anew (KIP-814).
                        .leader(leads && !skips ? formerLeader : group.leaderId())
                        .members(skips ? Rebalancer.roster(group) : List.of())
                        .skipAssignment(skips)
                        .build();
        return attempt.out
                .append(new GroupSaved(group.id(), group.snapshot(assignments)))
                .andAnswer(attempt.promise, response);
    }

    /** One JoinGroup request and what has been decided about it. */
    private record Attempt(
            JoinGroupRequest request,
            JoinContext context,
            Promise<JoinGroupResponse> promise,
            Moment now,
            Decision<GroupRecord> out) {

        ErrorCode invalid(GroupSettings settings) {
            if (request.groupId().isEmpty()) {
                return ErrorCode.INVALID_GROUP_ID;
            }
            int session = request.sessionTimeoutMs();
            return session < settings.minSessionTimeoutMs()
                            || session > settings.maxSessionTimeoutMs()
                    ? ErrorCode.INVALID_SESSION_TIMEOUT
                    : ErrorCode.NONE;
        }

        Decision<GroupRecord> refuse(ErrorCode error) {
            return out.andAnswer(promise, refusal(error, request.memberId()));
        }

        /** Version 0 has no rebalance timeout: the session timeout stands for it. */
        Member.Timeouts timeouts() {
            int session = request.sessionTimeoutMs();
            int rebalance = request.rebalanceTimeoutMs();
            return new Member.Timeouts(session, rebalance < 0 ? session : rebalance);
        }

        String reason(String ours) {
            return request.reason() == null || request.reason().isEmpty()
                    ? ours
                    : ours + " (" + request.reason() + ")";
        }
    }
}
