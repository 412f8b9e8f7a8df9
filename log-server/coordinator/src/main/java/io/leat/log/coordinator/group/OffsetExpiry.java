package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.group.GroupRecord.OffsetRemoved;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds offsets and groups nobody needs any more (KIP-211). Owned by the shard's loop.
 *
 * <p>The retention runs from the moment a group became empty, or from the commit where nobody is a
 * member: standalone consumers, and topics a stable group no longer reads.
 */
final class OffsetExpiry {

    private final GroupTable groups;
    private final OffsetStore offsets;
    private final long retentionMs;

    OffsetExpiry(GroupTable groups, OffsetStore offsets, long retentionMs) {
        this.groups = groups;
        this.offsets = offsets;
        this.retentionMs = retentionMs;
    }

    /** Removes what has expired at {@code nowMs}, wall clock. */
    Decision<GroupRecord> expire(long nowMs) {
        Decision<GroupRecord> out = Decision.none();
        Set<String> ids = new HashSet<>(offsets.groupIds());
        groups.all().forEach(group -> ids.add(group.id()));
        for (String id : ids) {
            expire(id, nowMs, out);
        }
        return out;
    }

    private void expire(String groupId, long nowMs, Decision<GroupRecord> out) {
        Group group = groups.get(groupId);
        GroupOffsets of = offsets.of(groupId);
        Predicate<String> unread = group == null ? topic -> true : group.unreadTopics();
        int kept = of.hasPending() ? 1 : 0;
        for (Map.Entry<TopicPartition, GroupOffsets.At> each : of.committed().entrySet()) {
            CommittedOffset committed = each.getValue().committed();
            boolean dead =
                    unread.test(each.getKey().topic())
                            && isExpired(group, committed, nowMs)
                            && !of.isPending(each.getKey());
            if (dead) {
                out.append(new OffsetRemoved(groupId, each.getKey()));
            } else {
                kept++;
            }
        }
        if (kept == 0 && group != null && group.isEmpty() && group.expires()) {
            groups.discard(group, out);
        }
    }

    private boolean isExpired(@Nullable Group group, CommittedOffset committed, long nowMs) {
        if (committed.expireTimestampMs() >= 0) {
            return nowMs >= committed.expireTimestampMs();
        }
        long emptySinceMs = group == null ? -1 : group.emptySinceMs();
        long unusedSinceMs = emptySinceMs < 0 ? committed.commitTimestampMs() : emptySinceMs;
        return nowMs - unusedSinceMs >= retentionMs;
    }
}
