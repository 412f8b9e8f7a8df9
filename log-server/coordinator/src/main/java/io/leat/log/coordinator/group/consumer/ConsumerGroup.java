package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.GroupKind;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.OffsetCommitter;
import io.leat.log.coordinator.group.OffsetRule;
import io.leat.log.coordinator.group.assignment.AssignedGroup;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupMetadataValue;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionKey;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A group of consumers whose partitions the coordinator hands out (KIP-848). Owned by the shard's
 * loop; {@link #apply} is all that changes it.
 */
final class ConsumerGroup extends AssignedGroup<ConsumerMember> {

    static final String PROTOCOL_TYPE = "consumer";

    private record Partition(Uuid topic, int number) {}

    private final Map<String, String> staticMembers = new HashMap<>();
    private final Map<Partition, String> owners = new HashMap<>();
    private final SortedMap<String, ConsumerGroupRegularExpressionValue> regexes = new TreeMap<>();

    ConsumerGroup(String id) {
        super(id);
    }

    private ConsumerGroup(ConsumerGroup other) {
        super(other);
        staticMembers.putAll(other.staticMembers);
        owners.putAll(other.owners);
        regexes.putAll(other.regexes);
    }

    /** As it is now, to try changes on. */
    ConsumerGroup copy() {
        return new ConsumerGroup(this);
    }

    @Override
    public GroupKind kind() {
        return GroupKind.CONSUMER;
    }

    @Override
    public String protocolType() {
        return PROTOCOL_TYPE;
    }

    @Override
    public String stateLabel() {
        return progressLabel();
    }

    /** The member that holds a static membership. */
    @Nullable ConsumerMember staticMember(@Nullable String instanceId) {
        String holder = instanceId == null ? null : staticMembers.get(instanceId);
        return holder == null ? null : member(holder);
    }

    /** Whether somebody has the partition or has not given it up yet. */
    boolean isOwned(Uuid topic, int partition) {
        return owners.containsKey(new Partition(topic, partition));
    }

    /** What the expressions of the members stood for when they were last resolved. */
    SortedMap<String, ConsumerGroupRegularExpressionValue> regexes() {
        return Collections.unmodifiableSortedMap(regexes);
    }

    /** How many members subscribed by {@code regex}. */
    long subscribers(String regex) {
        return members().values().stream().filter(m -> m.regex().equals(regex)).count();
    }

    /** All expressions that members subscribed by. */
    SortedSet<String> subscribedRegexes() {
        SortedSet<String> all = new TreeSet<>();
        members().values().stream().map(ConsumerMember::regex).forEach(all::add);
        all.remove("");
        return all;
    }

    @Override
    public SortedSet<String> topicsOf(ConsumerMember member) {
        SortedSet<String> topics = member.topicNames();
        ConsumerGroupRegularExpressionValue resolved = regexes.get(member.regex());
        if (resolved != null) {
            topics.addAll(resolved.topics());
        }
        return topics;
    }

    @Override
    public void put(ConsumerMember member) {
        ConsumerMember before = member(member.id());
        if (before != null) {
            disown(before);
        }
        super.put(member);
        member.progress().assigned().each((topic, number, epoch) -> own(topic, number, member));
        member.progress().revoking().each((topic, number, epoch) -> own(topic, number, member));
        if (member.instanceId() != null) {
            staticMembers.put(member.instanceId(), member.id());
        }
    }

    private void own(Uuid topic, int number, ConsumerMember member) {
        owners.put(new Partition(topic, number), member.id());
    }

    /** A partition may have another owner already: in the log the later record counts. */
    private void disown(ConsumerMember member) {
        member.progress()
                .assigned()
                .with(member.progress().revoking())
                .each((topic, n, epoch) -> owners.remove(new Partition(topic, n), member.id()));
    }

    @Override
    public @Nullable ConsumerMember removeMember(String memberId) {
        ConsumerMember removed = super.removeMember(memberId);
        if (removed != null) {
            disown(removed);
            if (removed.instanceId() != null) {
                staticMembers.remove(removed.instanceId(), memberId);
            }
        }
        return removed;
    }

    /** Takes over what a record of this group says; that of the group's end is not for it. */
    void apply(LogRecord key, @Nullable LogRecord value) {
        if (value instanceof ConsumerGroupMetadataValue saved) {
            epoch(saved.epoch(), saved.metadataHash());
        } else if (key instanceof ConsumerGroupMemberMetadataKey of) {
            profile(of.memberId(), (ConsumerGroupMemberMetadataValue) value);
        } else if (value instanceof ConsumerGroupTargetAssignmentMetadataValue saved) {
            assigned(saved.assignmentEpoch(), saved.assignmentTimestamp());
        } else if (key instanceof ConsumerGroupTargetAssignmentMemberKey of) {
            target(of.memberId(), target((ConsumerGroupTargetAssignmentMemberValue) value));
        } else if (key instanceof ConsumerGroupCurrentMemberAssignmentKey of) {
            progress(of.memberId(), (ConsumerGroupCurrentMemberAssignmentValue) value);
        } else if (key instanceof ConsumerGroupRegularExpressionKey of) {
            regex(of.regularExpression(), (ConsumerGroupRegularExpressionValue) value);
        } else if (key.recordType() == ConsumerGroupTargetAssignmentMetadataValue.TYPE) {
            unassigned();
        }
    }

    private void profile(String memberId, @Nullable ConsumerGroupMemberMetadataValue profile) {
        if (profile == null) {
            removeMember(memberId);
        } else {
            put(known(memberId).with(profile));
        }
    }

    private void progress(
            String memberId, @Nullable ConsumerGroupCurrentMemberAssignmentValue progress) {
        if (progress != null) {
            put(known(memberId).with(Progress.of(progress)));
        } else if (member(memberId) != null) {
            put(known(memberId).with(Progress.GONE));
        }
    }

    private ConsumerMember known(String memberId) {
        ConsumerMember member = member(memberId);
        return member == null ? ConsumerMember.unknown(memberId) : member;
    }

    private static @Nullable Assignment target(
            @Nullable ConsumerGroupTargetAssignmentMemberValue saved) {
        if (saved == null) {
            return null;
        }
        Map<Uuid, java.util.List<Integer>> topics = new HashMap<>();
        saved.topicPartitions().forEach(each -> topics.put(each.topicId(), each.partitions()));
        return Assignment.of(topics);
    }

    private void regex(String regex, @Nullable ConsumerGroupRegularExpressionValue resolved) {
        if (resolved == null) {
            regexes.remove(regex);
        } else {
            regexes.put(regex, resolved);
        }
        subscriptionsChanged();
    }

    @Override
    public OffsetRule commitRule(OffsetCommitter committer, Moment now) {
        if (committer.epoch() < 0 && isEmpty()
                || committer.transactional() && committer.isAnonymous()) {
            return OffsetRule.always(ErrorCode.NONE);
        }
        ConsumerMember member = member(committer.memberId());
        if (member == null) {
            return OffsetRule.always(ErrorCode.UNKNOWN_MEMBER_ID);
        }
        if (!committer.transactional()
                && !member.isClassic()
                && committer.apiVersion() < FIRST_COMMIT_WITH_EPOCH) {
            return OffsetRule.always(ErrorCode.UNSUPPORTED_VERSION);
        }
        if (committer.epoch() == member.epoch()) {
            return OffsetRule.always(ErrorCode.NONE);
        }
        ErrorCode stale = stale(member);
        return committer.epoch() > member.epoch()
                ? OffsetRule.always(stale)
                : (topic, partition) ->
                        member.progress().mayStillCommit(topic, partition, committer.epoch())
                                ? ErrorCode.NONE
                                : stale;
    }

    private static final int FIRST_COMMIT_WITH_EPOCH = 9;

    private static ErrorCode stale(ConsumerMember member) {
        return member.isClassic() ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.STALE_MEMBER_EPOCH;
    }

    @Override
    public ErrorCode checkFetch(@Nullable String memberId, int memberEpoch) {
        if (memberId == null && memberEpoch < 0) {
            return ErrorCode.NONE;
        }
        ConsumerMember member = memberId == null ? null : member(memberId);
        if (member == null) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        return memberEpoch == member.epoch() ? ErrorCode.NONE : stale(member);
    }

    /** Topics that are read are refused one by one. */
    @Override
    public ErrorCode checkOffsetDeletion() {
        return ErrorCode.NONE;
    }

    @Override
    public void remove(Decision<GroupRecord> out) {
        members().keySet().forEach(each -> out.append(ConsumerRecords.noProgress(id(), each)));
        targets().keySet().forEach(each -> out.append(ConsumerRecords.noTarget(id(), each)));
        out.append(ConsumerRecords.noAssignment(id()));
        members().keySet().forEach(each -> out.append(ConsumerRecords.noProfile(id(), each)));
        regexes.keySet().forEach(each -> out.append(ConsumerRecords.noRegex(id(), each)));
        out.append(ConsumerRecords.noEpoch(id()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerGroup group && group.durable().equals(durable());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    private Object durable() {
        return java.util.List.of(
                id(),
                epoch(),
                metadataHash(),
                assignmentEpoch(),
                assignmentTimestampMs(),
                members(),
                targets(),
                staticMembers,
                owners,
                regexes);
    }

    @Override
    public String toString() {
        return durable().toString();
    }
}
