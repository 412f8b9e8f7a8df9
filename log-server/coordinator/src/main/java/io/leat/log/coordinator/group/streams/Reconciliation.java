package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.assignment.MemberState;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One step of a member towards its target. Immutable; used by one decision.
 *
 * <p>First it gives up what the target takes away: until it says that it did, its epoch stays and
 * nobody else gets those tasks. Then it gets what the target adds and nobody holds any more, and
 * its epoch becomes that of the target.
 *
 * @param owned what the member says it has, null if it does not say
 */
record Reconciliation(
        StreamsGroup group, StreamsMember member, Tasks target, @Nullable Tasks owned) {

    /** Whether the member knows nothing of what the coordinator thinks it has. */
    boolean isLost() {
        boolean empty = owned != null && owned.isEmpty();
        return member.progress().state() == MemberState.UNKNOWN && !empty;
    }

    /** What the member has from now on; the same as before if nothing can be done yet. */
    Progress next() {
        Progress now = member.progress();
        if (member.isReconciledTo(group.assignmentEpoch())) {
            return now;
        }
        return switch (now.state()) {
            case STABLE, UNRELEASED -> towardsTarget(now.epoch());
            case UNREVOKED -> stillOwns(now.revoking()) ? now : towardsTarget(now.epoch() + 1);
            case UNKNOWN -> towardsTarget(group.assignmentEpoch());
        };
    }

    /** Who does not say what it owns may own everything it was given. */
    private boolean stillOwns(Tasks tasks) {
        return !tasks.isEmpty() && (owned == null || owned.overlaps(tasks));
    }

    /**
     * @param epoch of the member while it has to give something up
     */
    private Progress towardsTarget(int epoch) {
        Progress now = member.progress();
        Tasks kept = now.assigned().common(target);
        Tasks taken = now.assigned().minus(target);
        if (stillOwns(taken)) {
            return now.to(epoch, MemberState.UNREVOKED, kept, taken);
        }
        Tasks wanted = target.minus(kept);
        Tasks added =
                new Tasks(
                        free(wanted, Tasks.Role.ACTIVE),
                        free(wanted, Tasks.Role.STANDBY),
                        free(wanted, Tasks.Role.WARMUP));
        MemberState next = added.equals(wanted) ? MemberState.STABLE : MemberState.UNRELEASED;
        Progress step = now.to(group.assignmentEpoch(), next, kept.plus(added), Tasks.NONE);
        // Who still waits for others, as before, has nothing new to remember.
        return next == now.state()
                        && step.epoch() == now.epoch()
                        && step.assigned().equals(now.assigned())
                ? now
                : step;
    }

    private SortedSet<TaskId> free(Tasks wanted, Tasks.Role role) {
        SortedSet<TaskId> free = new TreeSet<>();
        for (TaskId task : wanted.of(role)) {
            if (group.isFree(task, role, member)) {
                free.add(task);
            }
        }
        return free;
    }
}
