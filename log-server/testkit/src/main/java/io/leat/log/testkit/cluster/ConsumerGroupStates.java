package io.leat.log.testkit.cluster;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.GroupRemoved;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupRecordCodec;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataValue;
import io.leat.log.protocol.message.ConsumerProtocolAssignment;
import io.leat.log.protocol.message.GroupMetadataValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What group coordinators wrote to their logs about consumer groups, in its order: after each batch
 * a partition belongs to one member at most, and epochs do not fall; in a generation of a classic
 * group each partition has one owner, and generations do not fall. Written from the protocols
 * (KIP-848, and the embedded one of classic consumers), not from the product.
 */
public final class ConsumerGroupStates {

    /** The epoch of a static member that is expected back, and keeps its place (KIP-345). */
    private static final int LEFT_FOR_A_WHILE = -2;

    private record Partition(Uuid topic, int number) {}

    /** What is known of one stay of a member in a group. */
    private static final class Stay {
        private int epoch;
        private Set<Partition> holds = Set.of();
    }

    private static final class Group {
        private int epoch;
        private final Map<String, Stay> members = new TreeMap<>();
    }

    /** The last generation of a classic group. */
    private static final class Generation {
        private int number;

        /** The same object as long as a member stays, through all generations. */
        private final Map<String, Object> members = new TreeMap<>();
    }

    private record Owned(String topic, int partition) {}

    private final GroupRecordCodec codec = new GroupRecordCodec();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Generation> classic = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    /** The stay of a member in a group: the same object until it is removed; null if it is none. */
    public @Nullable Object stay(String group, String memberId) {
        Generation generation = classic.get(group);
        if (generation != null) {
            return generation.members.get(memberId);
        }
        Group known = groups.get(group);
        return known == null ? null : known.members.get(memberId);
    }

    /** The next record of a coordinator's log; those of other kinds are passed over. */
    public void record(ByteBuffer key, @Nullable ByteBuffer value) {
        GroupRecord record = codec.decode(new RawRecord(key, value));
        if (record instanceof GroupSaved saved) {
            generation(saved.groupId(), saved.value());
        } else if (record instanceof GroupRemoved removed) {
            classic.remove(removed.groupId());
        } else if (record instanceof Kept kept) {
            kept(kept);
        }
    }

    private void kept(Kept kept) {
        if (kept.key() instanceof ConsumerGroupMetadataKey) {
            epoch(kept.groupId(), (ConsumerGroupMetadataValue) kept.value());
        } else if (kept.key() instanceof ConsumerGroupMemberMetadataKey of) {
            member(group(kept.groupId()), of.memberId(), kept.value() != null);
        } else if (kept.key() instanceof ConsumerGroupCurrentMemberAssignmentKey of) {
            has(
                    kept.groupId(),
                    of.memberId(),
                    (ConsumerGroupCurrentMemberAssignmentValue) kept.value());
        }
    }

    private void generation(String name, GroupMetadataValue value) {
        Generation now = classic.computeIfAbsent(name, each -> new Generation());
        if (value.generation() < now.number) {
            throw new Violation(
                    String.format(
                            "the generation of group %s fell from %d to %d",
                            name, now.number, value.generation()));
        }
        now.number = value.generation();
        Set<String> members = new HashSet<>();
        Map<Owned, String> owners = new HashMap<>();
        for (GroupMetadataValue.MemberMetadata member : value.members()) {
            members.add(member.memberId());
            now.members.computeIfAbsent(member.memberId(), id -> new Object());
            for (Owned each : owned(member.assignment())) {
                String other = owners.putIfAbsent(each, member.memberId());
                if (other != null) {
                    throw new Violation(
                            String.format(
                                    "%s of group %s belongs to %s and %s in generation %d",
                                    each, name, other, member.memberId(), now.number));
                }
            }
        }
        now.members.keySet().retainAll(members);
    }

    /** What a leader gave to a member, in the layout that consumers agree on. */
    private static List<Owned> owned(ByteBuffer assignment) {
        List<Owned> all = new ArrayList<>();
        ByteBuffer in = assignment.duplicate();
        if (in.remaining() < Short.BYTES) {
            return all; // nothing was given yet
        }
        int version = in.getShort();
        ConsumerProtocolAssignment.read(new Reader(in, version, false))
                .assignedPartitions()
                .forEach(
                        topic ->
                                topic.partitions()
                                        .forEach(each -> all.add(new Owned(topic.topic(), each))));
        return all;
    }

    /** The records of a batch were written at once: now they have to make sense. */
    public void batchEnds() {
        changed.forEach(this::oneOwnerEach);
        changed.clear();
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, each -> new Group());
    }

    private void epoch(String name, @Nullable ConsumerGroupMetadataValue value) {
        if (value == null) {
            groups.remove(name);
            return;
        }
        Group group = group(name);
        if (value.epoch() < group.epoch) {
            throw new Violation(
                    "the epoch of group " + name + " fell to " + value + " from " + group.epoch);
        }
        group.epoch = value.epoch();
    }

    private static void member(Group group, String memberId, boolean is) {
        if (is) {
            group.members.computeIfAbsent(memberId, id -> new Stay());
        } else {
            group.members.remove(memberId);
        }
    }

    private void has(
            String name, String memberId, @Nullable ConsumerGroupCurrentMemberAssignmentValue now) {
        Stay stay = group(name).members.get(memberId);
        if (stay == null) {
            return; // its profile may be compacted away, or it is just removed
        }
        if (now == null) {
            stay.holds = Set.of();
            return;
        }
        if (now.memberEpoch() == LEFT_FOR_A_WHILE) {
            stay = new Stay(); // its place is kept, but it has none of it any more
            group(name).members.put(memberId, stay);
        } else if (now.memberEpoch() < stay.epoch) {
            throw new Violation(
                    "member " + memberId + " of " + name + " fell from " + stay.epoch + ": " + now);
        }
        stay.epoch = now.memberEpoch();
        stay.holds = new HashSet<>(partitions(now.assignedPartitions()));
        stay.holds.addAll(partitions(now.partitionsPendingRevocation()));
        changed.add(name);
    }

    private static List<Partition> partitions(List<TopicPartitions> topics) {
        List<Partition> all = new ArrayList<>();
        topics.forEach(
                topic ->
                        topic.partitions()
                                .forEach(each -> all.add(new Partition(topic.topicId(), each))));
        return all;
    }

    private void oneOwnerEach(String name) {
        Group group = groups.get(name);
        if (group == null) {
            return;
        }
        Map<Partition, String> owners = new HashMap<>();
        group.members.forEach(
                (memberId, stay) -> {
                    if (stay.epoch > group.epoch) {
                        throw new Violation(
                                "member "
                                        + memberId
                                        + " is ahead of group "
                                        + name
                                        + ": "
                                        + stay.epoch);
                    }
                    for (Partition partition : stay.holds) {
                        String other = owners.putIfAbsent(partition, memberId);
                        if (other != null) {
                            throw new Violation(
                                    String.format(
                                            "%s of group %s belongs to %s and %s at epoch %d",
                                            partition, name, other, memberId, group.epoch));
                        }
                    }
                });
    }
}
