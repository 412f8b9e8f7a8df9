package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes groups from one generation to the next. Owned by the shard's loop.
 *
 * <p>A rebalance waits until every known member has joined again, but no longer than the rebalance
 * timeout of the slowest; the first rebalance of a group waits a little for others to turn up. Then
 * the members have as long again to fetch their assignment (KAFKA-12890).
 */
final class Rebalancer {

    private static final Logger log = LoggerFactory.getLogger(Rebalancer.class);

    private final Timers<GroupRecord> timers;
    private final GroupSettings settings;
    private final Sessions sessions;

    Rebalancer(Timers<GroupRecord> timers, GroupSettings settings) {
        this.timers = timers;
        this.settings = settings;
        this.sessions = new Sessions(timers, this::expired);
    }

    Sessions sessions() {
        return sessions;
    }

    /** Begins a rebalance, unless one is going on. */
    void prepare(ClassicGroup group, String reason, Moment now, Decision<GroupRecord> out) {
        if (group.is(GroupState.PREPARING_REBALANCE)) {
            maybeComplete(group, now, out);
            return;
        }
        if (group.is(GroupState.COMPLETING_REBALANCE)) {
            refuseSyncs(group, out);
        }
        group.syncTimer(null);
        boolean first = group.is(GroupState.EMPTY);
        group.become(GroupState.PREPARING_REBALANCE, now.epochMillis());
        log.info(
                "Group rebalances group={} generation={} reason={}",
                group.id(),
                group.generation(),
                reason);
        if (first && !group.isBackInStrength()) {
            group.newcomer(false);
            int delay = settings.initialRebalanceDelayMs();
            waitForMore(group, delay, Math.max(group.rebalanceTimeoutMs() - delay, 0));
        } else if (group.hasAllJoined()) {
            complete(group, now, out);
        } else {
            waitForAll(group);
        }
    }

    /**
     * Ends the rebalance if nobody is missing. An initial one waits for its timer, because nobody
     * knows who will come, unless as many are back as were here before: an application that was
     * restarted goes on at once.
     */
    void maybeComplete(ClassicGroup group, Moment now, Decision<GroupRecord> out) {
        if (!group.is(GroupState.PREPARING_REBALANCE)) {
            return;
        }
        boolean initial = group.stateBefore() == GroupState.EMPTY;
        if (initial ? group.isBackInStrength() : group.hasAllJoined()) {
            complete(group, now, out);
        }
    }

    private void waitForMore(ClassicGroup group, int delayMs, int remainingMs) {
        group.joinTimer(
                timers.schedule(
                        delayMs,
                        now -> {
                            Decision<GroupRecord> out = Decision.none();
                            if (group.newcomer() && remainingMs > 0) {
                                group.newcomer(false);
                                int next =
                                        Math.min(settings.initialRebalanceDelayMs(), remainingMs);
                                waitForMore(group, next, Math.max(remainingMs - next, 0));
                            } else {
                                complete(group, now, out);
                            }
                            return out;
                        }));
    }

    private void waitForAll(ClassicGroup group) {
        group.joinTimer(
                timers.schedule(
                        group.rebalanceTimeoutMs(),
                        now -> {
                            Decision<GroupRecord> out = Decision.none();
                            complete(group, now, out);
                            return out;
                        }));
    }

    private void complete(ClassicGroup group, Moment now, Decision<GroupRecord> out) {
        group.joinTimer(null);
        dropSlowMembers(group);
        if (!group.members().isEmpty() && !group.electJoinedLeader()) {
            // Only static members are left, and none of them is back yet: wait once more.
            waitForAll(group);
            return;
        }
        group.nextGeneration();
        if (group.members().isEmpty()) {
            group.become(GroupState.EMPTY, now.epochMillis());
            log.info("Group is empty group={} generation={}", group.id(), group.generation());
            out.append(new GroupSaved(group.id(), group.snapshot(Map.of())));
            return;
        }
        group.become(GroupState.COMPLETING_REBALANCE, now.epochMillis());
        log.info(
                "Group generation begins group={} generation={} members={} protocol={}",
                group.id(),
                group.generation(),
                group.members().size(),
                group.protocol());
        for (Member member : List.copyOf(group.members())) {
            group.unsynced().add(member.id());
            Promise<JoinGroupResponse> promise = member.takeJoining();
            if (promise != null) {
                member.settled();
                Sessions.alive(member, now);
                out.andAnswer(promise, joined(group, member));
            }
        }
        waitForSyncs(group);
    }

    private void dropSlowMembers(ClassicGroup group) {
        for (Member member : List.copyOf(group.members())) {
            if (!member.isJoining() && !member.isStatic()) {
                log.info("Member dropped group={} member={}", group.id(), member.id());
                group.remove(member);
            }
        }
    }

    private void waitForSyncs(ClassicGroup group) {
        group.syncTimer(
                timers.schedule(
                        group.rebalanceTimeoutMs(),
                        now -> {
                            Decision<GroupRecord> out = Decision.none();
                            dropUnsynced(group, now, out);
                            return out;
                        }));
    }

    private void dropUnsynced(ClassicGroup group, Moment now, Decision<GroupRecord> out) {
        List<String> late = new ArrayList<>(group.unsynced());
        for (String memberId : late) {
            Member member = group.member(memberId);
            if (member != null) {
                removeQuietly(group, member, ErrorCode.UNKNOWN_MEMBER_ID, out);
            }
        }
        if (!late.isEmpty()) {
            prepare(group, "members did not fetch their assignment in time", now, out);
        }
    }

    /** What a member is told that belongs to the present generation. */
    static JoinGroupResponse joined(ClassicGroup group, Member member) {
        return JoinGroupResponse.builder()
                .generationId(group.generation())
                .protocolType(group.protocolType())
                .protocolName(group.protocol())
                .leader(group.leaderId())
                .memberId(member.id())
                .members(group.isLeader(member) ? roster(group) : List.of())
                .build();
    }

    static List<JoinGroupResponse.Member> roster(ClassicGroup group) {
        return group.members().stream()
                .map(
                        m ->
                                new JoinGroupResponse.Member(
                                        m.id(), m.instanceId(), m.metadata(group.protocol())))
                .toList();
    }

    private static void refuseSyncs(ClassicGroup group, Decision<GroupRecord> out) {
        for (Member member : group.members()) {
            Promise<SyncGroupResponse> promise = member.takeSyncing();
            if (promise != null) {
                out.andAnswer(promise, Syncs.refusal(ErrorCode.REBALANCE_IN_PROGRESS));
            }
        }
    }

    /** Removes a member and lets the rest of the group rebalance. */
    void remove(
            ClassicGroup group,
            Member member,
            String reason,
            Moment now,
            Decision<GroupRecord> out) {
        removeQuietly(group, member, ErrorCode.UNKNOWN_MEMBER_ID, out);
        if (group.is(GroupState.STABLE) || group.is(GroupState.COMPLETING_REBALANCE)) {
            prepare(group, reason, now, out);
        } else {
            maybeComplete(group, now, out);
        }
    }

    /** Removes a member; {@link #prepare} or {@link #maybeComplete} follows. */
    void removeQuietly(
            ClassicGroup group, Member member, ErrorCode told, Decision<GroupRecord> out) {
        group.remove(member);
        Promise<JoinGroupResponse> joining = member.takeJoining();
        if (joining != null) {
            out.andAnswer(joining, Joins.refusal(told, member.id()));
        }
        Promise<SyncGroupResponse> syncing = member.takeSyncing();
        if (syncing != null) {
            out.andAnswer(syncing, Syncs.refusal(told));
        }
    }

    private Decision<GroupRecord> expired(ClassicGroup group, Member member, Moment now) {
        Decision<GroupRecord> out = Decision.none();
        log.info("Member expired group={} member={}", group.id(), member.id());
        remove(group, member, "a member was silent for too long: " + member.id(), now, out);
        return out;
    }
}
