package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue;

/**
 * What a member has, on the way to its target. Immutable.
 *
 * @param epoch the member epoch: the assignment epoch it has reached
 * @param previousEpoch the one before, for whom an answer was lost
 * @param assigned what it may read
 * @param revoking what it must give up and has not said that it did
 */
record Progress(int epoch, int previousEpoch, MemberState state, Held assigned, Held revoking) {

    /** Left for a moment: a static member keeps its place. */
    static final int AWAY = -2;

    private static final int FIRST_STATE = 0;

    /** Of a member that has just joined. */
    static final Progress NEW = new Progress(0, -1, MemberState.STABLE, Held.NONE, Held.NONE);

    /** Of a member that leaves with this record and the next. */
    static final Progress GONE = new Progress(-1, -1, MemberState.STABLE, Held.NONE, Held.NONE);

    static Progress of(ConsumerGroupCurrentMemberAssignmentValue saved) {
        return new Progress(
                saved.memberEpoch(),
                saved.previousMemberEpoch(),
                MemberState.of(saved.state(), FIRST_STATE),
                Held.of(saved.assignedPartitions(), saved.memberEpoch()),
                Held.of(saved.partitionsPendingRevocation(), saved.memberEpoch()));
    }

    ConsumerGroupCurrentMemberAssignmentValue saved() {
        return new ConsumerGroupCurrentMemberAssignmentValue(
                epoch, previousEpoch, state.code(FIRST_STATE), assigned.saved(), revoking.saved());
    }

    /** Whether it had the partition at {@code earlierEpoch}, and has not given it up since. */
    boolean mayStillCommit(Uuid topic, int partition, int earlierEpoch) {
        Integer since = assigned.epoch(topic, partition);
        if (since == null) {
            since = revoking.epoch(topic, partition);
        }
        return since != null && earlierEpoch >= since;
    }

    /** The next step; the epoch left behind is remembered if it is another. */
    Progress to(int nextEpoch, MemberState next, Held nowAssigned, Held nowRevoking) {
        return new Progress(nextEpoch, epoch, next, nowAssigned, nowRevoking);
    }

    /** The same place for another process of a static member. */
    Progress takenOver() {
        return new Progress(0, 0, state, assigned, revoking);
    }

    /** A static member says that it will be back. */
    Progress away() {
        return new Progress(AWAY, previousEpoch, state, assigned.sinceEver(), Held.NONE);
    }
}
