package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.ClassicGroup;
import io.leat.log.coordinator.group.Group;
import io.leat.log.coordinator.group.GroupKind;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupTable;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.runtime.Entropy;
import org.jspecify.annotations.Nullable;

/**
 * Finds the consumer group a request is about, or makes one: of nothing, or of a classic group.
 * Owned by the shard's loop.
 */
final class GroupAccess {

    private static final Refusal NONE = new Refusal(ErrorCode.NONE, "");

    private final GroupTable groups;
    private final Entropy entropy;
    private final Upgrade upgrade;
    private final Fencing fencing;

    GroupAccess(GroupTable groups, Entropy entropy, Upgrade upgrade, Fencing fencing) {
        this.groups = groups;
        this.entropy = entropy;
        this.upgrade = upgrade;
        this.fencing = fencing;
    }

    /**
     * @param draft the group, null if there is none and {@code refusal} says why
     */
    record Found(@Nullable Draft draft, Refusal refusal) {

        static Found of(Draft draft) {
            return new Found(draft, NONE);
        }

        static Found refused(Refusal refusal) {
            return new Found(null, refusal);
        }
    }

    /** The group {@code groupId}; made if need be for a member that joins. */
    Found find(String groupId, boolean joins, Moment now, Decision<GroupRecord> out) {
        Group group = groups.get(groupId);
        if (group instanceof ConsumerGroup consumers) {
            return Found.of(Draft.of(consumers, out));
        }
        if (!joins || (group != null && !(group instanceof ClassicGroup))) {
            return Found.refused(notFound(groupId));
        }
        if (group == null) {
            return Found.of(Draft.ofNew(groupId, out));
        }
        if (group.isEmpty()) {
            group.remove(out);
            return Found.of(Draft.ofNew(groupId, out));
        }
        Found upgraded = upgrade.of((ClassicGroup) group, out);
        if (upgraded.draft() != null) {
            fencing.watchAll(upgraded.draft().group(), now);
        }
        return upgraded;
    }

    private Refusal notFound(String groupId) {
        return groups.get(groupId) == null
                ? new Refusal(
                        ErrorCode.GROUP_ID_NOT_FOUND, "Consumer group " + groupId + " not found.")
                : groups.notFound(groupId, GroupKind.CONSUMER);
    }

    /** An id for a member that brings none. */
    String newMemberId() {
        return new Uuid(entropy.nextLong(), entropy.nextLong()).toString();
    }
}
