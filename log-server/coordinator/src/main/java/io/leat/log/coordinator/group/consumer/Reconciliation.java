package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.protocol.Uuid;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One step of a member towards its target. Immutable; used by one decision.
 *
 * <p>First it gives up what the target takes away: until it says that it did, its epoch stays and
 * nobody else gets those partitions. Then it gets what the target adds and nobody holds any more,
 * and its epoch becomes that of the target.
 *
 * @param owned what the member says it has, null if it does not say
 * @param subscriptionChanged whether the topics it reads changed with this request
 */
record Reconciliation(
        ConsumerGroup group,
        ConsumerMember member,
        TopicCatalog topics,
        @Nullable Assignment owned,
        boolean subscriptionChanged) {

    /** Whether the member knows nothing of what the coordinator thinks it has. */
    boolean isLost() {
        boolean empty = owned != null && owned.isEmpty();
        return member.progress().state() == MemberState.UNKNOWN && !empty;
    }

    /** What the member has from now on; the same as before if nothing can be done yet. */
    Progress next() {
        if (!subscriptionChanged && member.isReconciledTo(group.assignmentEpoch())) {
            return member.progress();
        }
        return switch (member.progress().state()) {
            case STABLE -> {
                if (member.epoch() != group.assignmentEpoch()) {
                    yield towardsTarget(member.epoch());
                }
                yield subscriptionChanged ? withoutUnread() : member.progress();
            }
            case UNREVOKED -> {
                if (!stillOwns(member.progress().revoking())) {
                    yield towardsTarget(member.epoch());
                }
                yield subscriptionChanged ? withoutUnread() : member.progress();
            }
            case UNRELEASED -> towardsTarget(member.epoch());
            case UNKNOWN -> towardsTarget(group.assignmentEpoch());
        };
    }

    /** Who does not say what it owns may own everything it was given. */
    private boolean stillOwns(Held partitions) {
        if (partitions.isEmpty()) {
            return false;
        }
        if (owned == null) {
            return true;
        }
        return !partitions.only((topic, number) -> owned.contains(topic, number)).isEmpty();
    }

    private Set<Uuid> readTopics() {
        return group.topicsOf(member).stream()
                .map(topics::id)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** Takes away what the member does not read any more; the rest waits for the next target. */
    private Progress withoutUnread() {
        Progress now = member.progress();
        Set<Uuid> read = readTopics();
        Held kept = now.assigned().only((topic, number) -> read.contains(topic));
        if (kept.equals(now.assigned())) {
            return now;
        }
        Held taken = now.assigned().only((topic, number) -> !read.contains(topic));
        Held revoking = now.revoking().with(taken);
        return stillOwns(revoking)
                ? now.to(member.epoch(), MemberState.UNREVOKED, kept, revoking)
                : now.to(member.epoch(), now.state(), kept, now.revoking());
    }

    private Progress towardsTarget(int epoch) {
        Progress now = member.progress();
        Set<Uuid> read = readTopics();
        Assignment target = group.target(member.id());
        BiPredicate<Uuid, Integer> wanted =
                (topic, number) -> read.contains(topic) && target.contains(topic, number);
        Held kept = now.assigned().only(wanted);
        Held taken = now.assigned().only(wanted.negate());
        if (stillOwns(taken)) {
            return now.to(epoch, MemberState.UNREVOKED, kept, taken);
        }
        Map<Uuid, Set<Integer>> added = new HashMap<>();
        boolean waits = false;
        for (Uuid topic : target.topics().keySet()) {
            if (!read.contains(topic)) {
                continue;
            }
            for (int number : target.of(topic)) {
                if (kept.contains(topic, number)) {
                    continue;
                }
                if (isFree(topic, number)) {
                    added.computeIfAbsent(topic, id -> new TreeSet<>()).add(number);
                } else {
                    waits = true;
                }
            }
        }
        return now.to(
                group.assignmentEpoch(),
                waits ? MemberState.UNRELEASED : MemberState.STABLE,
                kept.with(Assignment.of(added), group.assignmentEpoch()),
                Held.NONE);
    }

    /** Whether nobody has it, or only this member, which gives it up with this step. */
    private boolean isFree(Uuid topic, int number) {
        return !group.isOwned(topic, number)
                || member.progress().revoking().contains(topic, number);
    }
}
