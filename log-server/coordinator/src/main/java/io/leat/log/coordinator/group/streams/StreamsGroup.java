package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.GroupKind;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.OffsetCommitter;
import io.leat.log.coordinator.group.OffsetRule;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.EpochGroup;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;
import io.leat.log.protocol.message.StreamsGroupMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTopologyKey;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.Subtopology;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A group of the threads of a streams application, whose tasks the coordinator hands out
 * (KIP-1071). Owned by the shard's loop; {@link #apply} is all that changes what is durable.
 */
final class StreamsGroup extends EpochGroup<StreamsMember, Tasks> {

    private static final int FIRST_COMMIT_WITH_EPOCH = 9;
    private static final int NOT_VALIDATED = -1;

    private final Supplier<TopicCatalog> topics;
    private final Unsaved unsaved;
    private @Nullable StreamsGroupTopologyValue topology;
    private int validatedTopology = NOT_VALIDATED;
    private SortedMap<String, String> assignmentConfigs = new TreeMap<>();

    private final Holders holders;

    StreamsGroup(String id, Supplier<TopicCatalog> topics, Unsaved unsaved) {
        super(id, Tasks.NONE);
        this.topics = topics;
        this.unsaved = unsaved;
        this.holders = new Holders();
    }

    private StreamsGroup(StreamsGroup other) {
        super(other);
        this.topics = other.topics;
        this.unsaved = other.unsaved;
        this.topology = other.topology;
        this.validatedTopology = other.validatedTopology;
        this.assignmentConfigs = other.assignmentConfigs;
        this.holders = other.holders.copy();
    }

    /** As it is now, to try changes on. */
    StreamsGroup copy() {
        return new StreamsGroup(this);
    }

    Unsaved unsaved() {
        return unsaved;
    }

    /** What its members run; null until the first has said so. */
    @Nullable StreamsGroupTopologyValue topology() {
        return topology;
    }

    /** The epoch of the topology whose topics were found right, or -1. */
    int validatedTopology() {
        return validatedTopology;
    }

    /** What the target was made with, as far as it can be set. */
    SortedMap<String, String> assignmentConfigs() {
        return assignmentConfigs;
    }

    @Override
    public GroupKind kind() {
        return GroupKind.STREAMS;
    }

    @Override
    public String protocolType() {
        return GroupKind.STREAMS.label();
    }

    @Override
    public String stateLabel() {
        StreamsGroupTopologyValue known = topology;
        boolean validated = known != null && known.epoch() == validatedTopology;
        return isEmpty() || validated ? progressLabel() : "NotReady";
    }

    /**
     * Whether {@code member} can have the task: nobody else processes it, and nobody else in its
     * process does anything with it, as they share a state directory.
     */
    boolean isFree(TaskId task, Tasks.Role role, StreamsMember member) {
        for (String holder : holders.of(task)) {
            StreamsMember other = member(holder);
            if (other == null || other.id().equals(member.id())) {
                continue;
            }
            boolean active =
                    other.progress().assigned().active().contains(task)
                            || other.progress().revoking().active().contains(task);
            if (other.processId().equals(member.processId())
                    || role == Tasks.Role.ACTIVE && active) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void put(StreamsMember member) {
        StreamsMember before = member(member.id());
        if (before != null) {
            holders.remove(before);
        }
        super.put(member);
        holders.add(member);
    }

    @Override
    public @Nullable StreamsMember removeMember(String memberId) {
        StreamsMember removed = super.removeMember(memberId);
        if (removed != null) {
            holders.remove(removed);
        }
        if (isEmpty()) {
            unsaved.emptied();
        }
        return removed;
    }

    /** Takes over what a record of this group says; that of the group's end is not for it. */
    void apply(LogRecord key, @Nullable LogRecord value) {
        if (value instanceof StreamsGroupMetadataValue saved) {
            epoch(saved.epoch(), saved.metadataHash());
            validatedTopology = saved.validatedTopologyEpoch();
            SortedMap<String, String> configs = new TreeMap<>();
            if (saved.lastAssignmentConfigs() != null) {
                saved.lastAssignmentConfigs()
                        .forEach(each -> configs.put(each.key(), each.value()));
            }
            assignmentConfigs = configs;
        } else if (key instanceof StreamsGroupMemberMetadataKey of) {
            profile(of.memberId(), (StreamsGroupMemberMetadataValue) value);
        } else if (key instanceof StreamsGroupCurrentMemberAssignmentKey of) {
            progress(of.memberId(), (StreamsGroupCurrentMemberAssignmentValue) value);
        } else if (value instanceof StreamsGroupTargetAssignmentMetadataValue saved) {
            assigned(saved.assignmentEpoch(), saved.assignmentTimestamp());
        } else if (key instanceof StreamsGroupTargetAssignmentMetadataKey) {
            unassigned();
        } else if (key instanceof StreamsGroupTargetAssignmentMemberKey of) {
            target(
                    of.memberId(),
                    value == null
                            ? null
                            : StreamsRecords.target(
                                    (StreamsGroupTargetAssignmentMemberValue) value));
        } else if (key instanceof StreamsGroupTopologyKey) {
            topology = (StreamsGroupTopologyValue) value;
        }
    }

    private void profile(String memberId, @Nullable StreamsGroupMemberMetadataValue profile) {
        if (profile == null) {
            removeMember(memberId);
        } else {
            put(known(memberId).with(profile));
        }
    }

    private void progress(
            String memberId, @Nullable StreamsGroupCurrentMemberAssignmentValue progress) {
        if (progress != null) {
            put(known(memberId).with(Progress.of(progress)));
        } else if (member(memberId) != null) {
            put(known(memberId).with(Progress.GONE));
        }
    }

    private StreamsMember known(String memberId) {
        StreamsMember member = member(memberId);
        return member == null ? StreamsMember.unknown(memberId) : member;
    }

    @Override
    public Set<String> subscribedTopics() {
        Set<String> all = new TreeSet<>();
        StreamsGroupTopologyValue known = topology;
        if (!isEmpty() && known != null) {
            known.subtopologies().forEach(each -> all.addAll(TopologyPlanner.sources(each)));
        }
        return all;
    }

    @Override
    public OffsetRule commitRule(OffsetCommitter committer, Moment now) {
        if (committer.epoch() < 0 && isEmpty()
                || committer.transactional() && committer.isAnonymous()) {
            return OffsetRule.always(ErrorCode.NONE);
        }
        StreamsMember member = member(committer.memberId());
        if (member == null) {
            return OffsetRule.always(ErrorCode.UNKNOWN_MEMBER_ID);
        }
        if (!committer.transactional() && committer.apiVersion() < FIRST_COMMIT_WITH_EPOCH) {
            return OffsetRule.always(ErrorCode.UNSUPPORTED_VERSION);
        }
        if (committer.epoch() == member.epoch()) {
            return OffsetRule.always(ErrorCode.NONE);
        }
        if (committer.epoch() > member.epoch()) {
            return OffsetRule.always(ErrorCode.STALE_MEMBER_EPOCH);
        }
        return (topic, partition) -> {
            TaskId task = taskOf(topic, partition);
            return task != null && member.progress().mayStillCommit(task, committer.epoch())
                    ? ErrorCode.NONE
                    : ErrorCode.STALE_MEMBER_EPOCH;
        };
    }

    /** The task that reads a partition; null if none does. */
    private @Nullable TaskId taskOf(Uuid topic, int partition) {
        String name = topics.get().name(topic);
        StreamsGroupTopologyValue known = topology;
        if (name == null || known == null) {
            return null;
        }
        for (Subtopology each : known.subtopologies()) {
            if (TopologyPlanner.sources(each).contains(name)) {
                return new TaskId(each.subtopologyId(), partition);
            }
        }
        return null;
    }

    @Override
    public ErrorCode checkFetch(@Nullable String memberId, int memberEpoch) {
        if (memberId == null && memberEpoch < 0) {
            return ErrorCode.NONE;
        }
        StreamsMember member = memberId == null ? null : member(memberId);
        if (member == null) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        return memberEpoch == member.epoch() ? ErrorCode.NONE : ErrorCode.STALE_MEMBER_EPOCH;
    }

    /** Topics that are read are refused one by one. */
    @Override
    public ErrorCode checkOffsetDeletion() {
        return ErrorCode.NONE;
    }

    @Override
    public void remove(Decision<GroupRecord> out) {
        members().keySet().forEach(each -> out.append(StreamsRecords.noProgress(id(), each)));
        targets().keySet().forEach(each -> out.append(StreamsRecords.noTarget(id(), each)));
        out.append(StreamsRecords.noAssignment(id()));
        members().keySet().forEach(each -> out.append(StreamsRecords.noProfile(id(), each)));
        out.append(StreamsRecords.noEpoch(id()));
        out.append(StreamsRecords.noTopology(id()));
    }

    /** What is durable of it, to compare. */
    Object durable() {
        return Arrays.asList(
                id(),
                epoch(),
                metadataHash(),
                assignmentEpoch(),
                assignmentTimestampMs(),
                members(),
                targets(),
                topology,
                validatedTopology,
                assignmentConfigs,
                holders.byTask());
    }
}
