package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Timers;

/**
 * Notices members that fall silent. Owned by the shard's loop.
 *
 * <p>A heartbeat only moves the deadline; the timer that runs meanwhile finds it moved and starts
 * anew, so that heartbeats cost no timers.
 */
final class Sessions {

    /** Is told of a member that was silent for too long. */
    interface Expiry {
        Decision<GroupRecord> expired(ClassicGroup group, Member member, Moment now);
    }

    private final Timers<GroupRecord> timers;
    private final Expiry expiry;

    Sessions(Timers<GroupRecord> timers, Expiry expiry) {
        this.timers = timers;
        this.expiry = expiry;
    }

    /** Starts to watch a member. */
    void watch(ClassicGroup group, Member member, Moment now) {
        alive(member, now);
        arm(group, member, member.timeouts().sessionMs());
    }

    /** The member was heard of. */
    static void alive(Member member, Moment now) {
        long patienceMs =
                member.isNew() && member.isJoining()
                        ? GroupSettings.NEW_MEMBER_TIMEOUT_MS
                        : member.timeouts().sessionMs();
        member.aliveUntil(now.millis() + patienceMs);
    }

    private void arm(ClassicGroup group, Member member, long delayMs) {
        member.sessionTimer(timers.schedule(delayMs, now -> check(group, member, now)));
    }

    private Decision<GroupRecord> check(ClassicGroup group, Member member, Moment now) {
        if (group.member(member.id()) != member) {
            return Decision.none();
        }
        // Who waits for the coordinator's answer cannot send heartbeats meanwhile.
        boolean waits = member.isSyncing() || (member.isJoining() && !member.isNew());
        if (waits) {
            alive(member, now);
        }
        // The deadline may also have come closer: the answer to a first join ends its long wait.
        long left = member.deadlineMs() - now.millis();
        if (left <= 0) {
            return expiry.expired(group, member, now);
        }
        arm(group, member, Math.min(left, member.timeouts().sessionMs()));
        return Decision.none();
    }
}
