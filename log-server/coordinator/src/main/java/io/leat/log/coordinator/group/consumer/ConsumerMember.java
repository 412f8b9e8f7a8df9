package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.assignment.AssignedMember;
import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One member of a consumer group. Immutable.
 *
 * @param profile what it says about itself, as it is saved
 * @param progress what it has
 */
record ConsumerMember(String id, ConsumerGroupMemberMetadataValue profile, Progress progress)
        implements AssignedMember {

    /** Somebody of whom nothing is known yet. */
    static ConsumerMember unknown(String id) {
        ConsumerGroupMemberMetadataValue nothing =
                ConsumerGroupMemberMetadataValue.builder()
                        .instanceId(null)
                        .rackId(null)
                        .serverAssignor(null)
                        .subscribedTopicRegex("")
                        .build();
        return new ConsumerMember(id, nothing, Progress.NEW);
    }

    ConsumerMember with(ConsumerGroupMemberMetadataValue newProfile) {
        return new ConsumerMember(id, newProfile, progress);
    }

    ConsumerMember with(Progress newProgress) {
        return new ConsumerMember(id, profile, newProgress);
    }

    @Override
    public @Nullable String instanceId() {
        return profile.instanceId();
    }

    @Override
    public @Nullable String rackId() {
        return profile.rackId();
    }

    @Override
    public int epoch() {
        return progress.epoch();
    }

    @Override
    public SortedSet<String> topicNames() {
        return new TreeSet<>(profile.subscribedTopicNames());
    }

    /** The expression it subscribed by; empty if it did not. */
    String regex() {
        String regex = profile.subscribedTopicRegex();
        return regex == null ? "" : regex;
    }

    /** What it said when it joined with the classic protocol; null if it speaks the new one. */
    @Nullable ClassicMemberMetadata classic() {
        return profile.classicMemberMetadata();
    }

    boolean isClassic() {
        return classic() != null;
    }

    @Override
    public boolean isReconciledTo(int assignmentEpoch) {
        return progress.state() == MemberState.STABLE && epoch() == assignmentEpoch;
    }
}
