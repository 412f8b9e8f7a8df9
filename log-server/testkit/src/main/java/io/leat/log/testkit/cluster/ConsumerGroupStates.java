package io.leat.log.testkit.cluster;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupRecordCodec;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataValue;
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
 * a partition belongs to one member at most, and epochs do not fall. Written from the protocol
 * (KIP-848), not from the product.
 */
public final class ConsumerGroupStates {

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

    private final GroupRecordCodec codec = new GroupRecordCodec();
    private final Map<String, Group> groups = new HashMap<>();
    private final Set<String> changed = new HashSet<>();

    /** The stay of a member in a group: the same object until it is removed; null if it is none. */
    public @Nullable Object stay(String group, String memberId) {
        Group known = groups.get(group);
        return known == null ? null : known.members.get(memberId);
    }

    /** The next record of a coordinator's log; those of other kinds are passed over. */
    public void record(ByteBuffer key, @Nullable ByteBuffer value) {
        if (!(codec.decode(new RawRecord(key, value)) instanceof Kept kept)) {
            return;
        }
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
        if (now.memberEpoch() < stay.epoch) {
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
