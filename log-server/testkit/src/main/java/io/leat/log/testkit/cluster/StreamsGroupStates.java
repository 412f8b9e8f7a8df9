package io.leat.log.testkit.cluster;

import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupRecordCodec;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMemberMetadataValue;
import io.leat.log.protocol.message.StreamsGroupMetadataKey;
import io.leat.log.protocol.message.StreamsGroupMetadataValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMemberValue;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataKey;
import io.leat.log.protocol.message.StreamsGroupTargetAssignmentMetadataValue;
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
 * What group coordinators wrote to their logs about streams groups (KIP-1071), in its order: after
 * each batch a task is active at one member at most, and one process has it in one role only, as
 * its threads share a folder; nobody is meant to have a task that somebody else is meant to
 * process; epochs do not fall, no member is ahead of its group, and what a member has at the epoch
 * of the assignment was meant for it. Written from the protocol, not from the product. Owned by the
 * test script.
 */
public final class StreamsGroupStates {

    private record Task(String subtopology, int partition) {}

    /** Tasks by their role. */
    private record Share(Set<Task> active, Set<Task> standby, Set<Task> warmup) {

        private static final Share NONE = new Share(Set.of(), Set.of(), Set.of());

        List<Task> all() {
            List<Task> all = new ArrayList<>(active);
            all.addAll(standby);
            all.addAll(warmup);
            return all;
        }

        boolean isWithin(Share other) {
            return other.active.containsAll(active)
                    && other.standby.containsAll(standby)
                    && other.warmup.containsAll(warmup);
        }
    }

    /** What is known of one stay of a member in a group. */
    private static final class Stay {
        private String process = "";
        private int epoch;
        private Share has = Share.NONE;
        private Share givesUp = Share.NONE;
    }

    private static final class Group {
        private int epoch;
        private int assigned;
        private final Map<String, Stay> members = new TreeMap<>();
        private final Map<String, Share> targets = new TreeMap<>();

        /** Who was active with a task last. */
        private final Map<Task, String> processed = new HashMap<>();
    }

    private final GroupRecordCodec codec = new GroupRecordCodec();
    private final Map<String, Group> groups = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private int handedOver;

    /** The stay of a member in a group: the same object until it is removed; null if it is none. */
    public @Nullable Object stay(String group, String memberId) {
        Group known = groups.get(group);
        return known == null ? null : known.members.get(memberId);
    }

    /** How often a task became active at another member than before. */
    public int handedOver() {
        return handedOver;
    }

    /** The next record of a coordinator's log; those of other kinds are passed over. */
    public void record(ByteBuffer key, @Nullable ByteBuffer value) {
        GroupRecord record = codec.decode(new RawRecord(key, value));
        if (record instanceof Kept kept) {
            kept(kept.groupId(), kept);
        }
    }

    private void kept(String name, Kept kept) {
        if (kept.key() instanceof StreamsGroupMetadataKey) {
            epoch(name, (StreamsGroupMetadataValue) kept.value());
        } else if (kept.key() instanceof StreamsGroupMemberMetadataKey of) {
            member(group(name), of.memberId(), (StreamsGroupMemberMetadataValue) kept.value());
        } else if (kept.key() instanceof StreamsGroupTargetAssignmentMetadataKey) {
            assigned(name, (StreamsGroupTargetAssignmentMetadataValue) kept.value());
        } else if (kept.key() instanceof StreamsGroupTargetAssignmentMemberKey of) {
            target(
                    group(name),
                    of.memberId(),
                    (StreamsGroupTargetAssignmentMemberValue) kept.value());
        } else if (kept.key() instanceof StreamsGroupCurrentMemberAssignmentKey of) {
            has(name, of.memberId(), (StreamsGroupCurrentMemberAssignmentValue) kept.value());
        } else {
            return;
        }
        changed.add(name);
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, each -> new Group());
    }

    private static Violation violation(String what, Object... parts) {
        return new Violation(String.format(what, parts));
    }

    private void epoch(String name, @Nullable StreamsGroupMetadataValue value) {
        if (value == null) {
            groups.remove(name);
            return;
        }
        Group group = group(name);
        if (value.epoch() < group.epoch) {
            throw violation(
                    "the epoch of group %s fell from %d to %d", name, group.epoch, value.epoch());
        }
        group.epoch = value.epoch();
    }

    private void assigned(String name, @Nullable StreamsGroupTargetAssignmentMetadataValue value) {
        Group group = groups.get(name);
        if (value == null || group == null) {
            return;
        }
        if (value.assignmentEpoch() < group.assigned) {
            throw violation(
                    "the assignment of group %s fell from epoch %d to %d",
                    name, group.assigned, value.assignmentEpoch());
        }
        group.assigned = value.assignmentEpoch();
    }

    private static void member(
            Group group, String memberId, @Nullable StreamsGroupMemberMetadataValue value) {
        if (value == null) {
            group.members.remove(memberId);
        } else {
            group.members.computeIfAbsent(memberId, id -> new Stay()).process = value.processId();
        }
    }

    private static void target(
            Group group, String memberId, @Nullable StreamsGroupTargetAssignmentMemberValue value) {
        if (value == null) {
            group.targets.remove(memberId);
            return;
        }
        group.targets.put(
                memberId,
                new Share(
                        meant(value.activeTasks()),
                        meant(value.standbyTasks()),
                        meant(value.warmupTasks())));
    }

    private static Set<Task> meant(List<StreamsGroupTargetAssignmentMemberValue.TaskIds> ids) {
        Set<Task> tasks = new HashSet<>();
        ids.forEach(of -> of.partitions().forEach(p -> tasks.add(new Task(of.subtopologyId(), p))));
        return tasks;
    }

    private static Set<Task> held(List<StreamsGroupCurrentMemberAssignmentValue.TaskIds> ids) {
        Set<Task> tasks = new HashSet<>();
        ids.forEach(of -> of.partitions().forEach(p -> tasks.add(new Task(of.subtopologyId(), p))));
        return tasks;
    }

    private void has(
            String name, String memberId, @Nullable StreamsGroupCurrentMemberAssignmentValue now) {
        Stay stay = group(name).members.get(memberId);
        if (stay == null) {
            return; // its profile may be compacted away, or it is just removed
        }
        if (now == null) {
            stay.has = Share.NONE;
            stay.givesUp = Share.NONE;
            return;
        }
        if (now.memberEpoch() < stay.epoch) {
            throw violation("member %s of %s fell from %d: %s", memberId, name, stay.epoch, now);
        }
        stay.epoch = now.memberEpoch();
        stay.has =
                new Share(
                        held(now.activeTasks()), held(now.standbyTasks()), held(now.warmupTasks()));
        stay.givesUp =
                new Share(
                        held(now.activeTasksPendingRevocation()),
                        held(now.standbyTasksPendingRevocation()),
                        held(now.warmupTasksPendingRevocation()));
    }

    /** The records of a batch were written at once: now they have to make sense. */
    public void batchEnds() {
        for (String name : changed) {
            Group group = groups.get(name);
            if (group != null) {
                judge(name, group);
            }
        }
        changed.clear();
    }

    private void judge(String name, Group group) {
        Map<Task, String> processing = new HashMap<>();
        Map<List<Object>, String> kept = new HashMap<>();
        group.members.forEach(
                (memberId, stay) -> {
                    if (stay.epoch > group.epoch || group.assigned > group.epoch) {
                        throw violation(
                                "member %s is at %d, the assignment at %d, and group %s at %d",
                                memberId, stay.epoch, group.assigned, name, group.epoch);
                    }
                    for (Share share : List.of(stay.has, stay.givesUp)) {
                        share.active.forEach(task -> one(name, processing, task, memberId));
                        share.all()
                                .forEach(
                                        task ->
                                                one(
                                                        name,
                                                        kept,
                                                        List.of(stay.process, task),
                                                        memberId));
                    }
                    Share meant = group.targets.getOrDefault(memberId, Share.NONE);
                    if (stay.epoch == group.assigned && !stay.has.isWithin(meant)) {
                        throw violation(
                                "member %s of %s has %s at epoch %d, and %s is meant for it",
                                memberId, name, stay.has, stay.epoch, meant);
                    }
                });
        processing.forEach(
                (task, memberId) -> {
                    String before = group.processed.put(task, memberId);
                    handedOver += before == null || before.equals(memberId) ? 0 : 1;
                });
        Map<Task, String> meant = new HashMap<>();
        group.targets.forEach(
                (memberId, target) ->
                        target.active.forEach(task -> one(name, meant, task, memberId)));
    }

    private static <T> void one(String group, Map<T, String> owners, T task, String memberId) {
        String other = owners.putIfAbsent(task, memberId);
        if (other != null) {
            throw violation("%s of group %s belongs to %s and %s", task, group, other, memberId);
        }
    }
}
