package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.assignment.EpochMember;
import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;

/**
 * One member of a streams group: a thread of an application. Immutable.
 *
 * @param profile what it says about itself, as it is saved
 * @param progress what it has
 */
record StreamsMember(String id, StreamsGroupMemberMetadataValue profile, Progress progress)
        implements EpochMember {

    /** Somebody of whom nothing is known yet. */
    static StreamsMember unknown(String id) {
        StreamsGroupMemberMetadataValue nothing =
                StreamsGroupMemberMetadataValue.builder()
                        .instanceId(null)
                        .rackId(null)
                        .topologyEpoch(-1)
                        .build();
        return new StreamsMember(id, nothing, Progress.NEW);
    }

    StreamsMember with(StreamsGroupMemberMetadataValue newProfile) {
        return new StreamsMember(id, newProfile, progress);
    }

    StreamsMember with(Progress newProgress) {
        return new StreamsMember(id, profile, newProgress);
    }

    /** Which process it is in: members of one share a state directory. */
    String processId() {
        return profile.processId();
    }

    @Override
    public int epoch() {
        return progress.epoch();
    }

    @Override
    public boolean isReconciledTo(int assignmentEpoch) {
        return progress.state() == MemberState.STABLE && epoch() == assignmentEpoch;
    }
}
