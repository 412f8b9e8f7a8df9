package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import org.jspecify.annotations.Nullable;

/** The rules by which a request is from a member, or from one to be. Stateless. */
final class Members {

    static final Refusal LOST =
            new Refusal(
                    ErrorCode.FENCED_MEMBER_EPOCH,
                    "The consumer group member is in a unknown state. "
                            + "The member must abandon all its partitions and rejoin.");

    private static final Refusal NONE = new Refusal(ErrorCode.NONE, "");

    private Members() {}

    /**
     * @param member who asks, null if it is refused
     */
    record Admission(@Nullable ConsumerMember member, Refusal refusal) {

        static Admission of(ConsumerMember member) {
            return new Admission(member, NONE);
        }

        static Admission refused(ErrorCode error, String message) {
            return new Admission(null, new Refusal(error, message));
        }
    }

    /**
     * Finds who asks; a static member that comes back as another process takes over its place.
     *
     * @param joins whether it may be new
     * @param classic whether it speaks the classic protocol
     */
    static Admission admit(
            Draft draft,
            String memberId,
            @Nullable String instanceId,
            boolean joins,
            boolean classic) {
        ConsumerGroup group = draft.group();
        if (instanceId == null) {
            ConsumerMember known = group.member(memberId);
            if (known == null && !joins) {
                return unknown(group.id(), memberId);
            }
            return Admission.of(known == null ? ConsumerMember.unknown(memberId) : known);
        }
        ConsumerMember holder = group.staticMember(instanceId);
        if (!joins) {
            Refusal refusal = checkHolder(group, holder, memberId, instanceId);
            return holder == null || refusal != null
                    ? new Admission(null, refusal == null ? NONE : refusal)
                    : Admission.of(holder);
        }
        if (holder == null) {
            ConsumerMember known = group.member(memberId);
            return Admission.of(known == null ? ConsumerMember.unknown(memberId) : known);
        }
        if (!classic && !holder.isClassic() && holder.epoch() != Progress.AWAY) {
            return Admission.refused(
                    ErrorCode.UNRELEASED_INSTANCE_ID,
                    "Static member "
                            + memberId
                            + " with instance id "
                            + instanceId
                            + " cannot join the group because the instance id is owned by "
                            + holder.id()
                            + " member.");
        }
        return Admission.of(replace(draft, holder, memberId));
    }

    static Admission unknown(String groupId, String memberId) {
        return Admission.refused(
                ErrorCode.UNKNOWN_MEMBER_ID,
                "Member " + memberId + " is not a member of group " + groupId + ".");
    }

    /** Whether {@code memberId} holds the static membership; null if it does. */
    static @Nullable Refusal checkHolder(
            ConsumerGroup group,
            @Nullable ConsumerMember holder,
            String memberId,
            String instanceId) {
        if (holder == null) {
            return new Refusal(
                    ErrorCode.UNKNOWN_MEMBER_ID, "Instance id " + instanceId + " is unknown.");
        }
        if (!holder.id().equals(memberId)) {
            return new Refusal(
                    ErrorCode.FENCED_INSTANCE_ID,
                    "Static member "
                            + memberId
                            + " with instance id "
                            + instanceId
                            + " was fenced by member "
                            + holder.id()
                            + ".");
        }
        return null;
    }

    private static ConsumerMember replace(Draft draft, ConsumerMember old, String memberId) {
        String group = draft.group().id();
        Assignment target = draft.group().target(old.id());
        ConsumerMember fresh =
                new ConsumerMember(memberId, old.profile(), old.progress().takenOver());
        remove(draft, old.id());
        draft.append(ConsumerRecords.profile(group, memberId, fresh.profile()));
        draft.append(ConsumerRecords.target(group, memberId, target));
        draft.append(ConsumerRecords.progress(group, memberId, fresh.progress()));
        return fresh;
    }

    static void remove(Draft draft, String memberId) {
        String group = draft.group().id();
        draft.append(ConsumerRecords.noProgress(group, memberId));
        draft.append(ConsumerRecords.noTarget(group, memberId));
        draft.append(ConsumerRecords.noProfile(group, memberId));
    }

    /** Whether a member may go on with the epoch it says; null if it may. */
    static @Nullable Refusal checkEpoch(
            ConsumerMember member, ConsumerGroupHeartbeatRequest request) {
        int said = request.memberEpoch();
        if (said > member.epoch()) {
            return fenced("greater", said, member.epoch());
        }
        boolean answerLost =
                said == member.progress().previousEpoch()
                        && isPartOf(Heartbeats.owned(request), member.progress().assigned());
        return said == member.epoch() || answerLost
                ? null
                : fenced("smaller", said, member.epoch());
    }

    private static boolean isPartOf(@Nullable Assignment owned, Held assigned) {
        return owned != null
                && owned.topics().entrySet().stream()
                        .allMatch(
                                topic ->
                                        topic.getValue().stream()
                                                .allMatch(
                                                        number ->
                                                                assigned.contains(
                                                                        topic.getKey(), number)));
    }

    private static Refusal fenced(String relation, int said, int known) {
        return new Refusal(
                ErrorCode.FENCED_MEMBER_EPOCH,
                "The consumer group member has a "
                        + relation
                        + " member epoch ("
                        + said
                        + ") than the one known by the group coordinator ("
                        + known
                        + "). The member must abandon all its partitions and rejoin.");
    }
}
