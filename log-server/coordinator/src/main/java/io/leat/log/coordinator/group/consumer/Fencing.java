package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupTable;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.coordinator.group.assignment.MemberTimers;
import io.leat.log.coordinator.group.assignment.MemberTimers.Purpose;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes members: those that leave, and those that are late. Owned by the shard's loop. */
final class Fencing {

    private static final Logger log = LoggerFactory.getLogger(Fencing.class);

    private final GroupTable groups;
    private final Supplier<TopicCatalog> topics;
    private final Rebalancing rebalancing;
    private final Downgrade downgrade;
    private final MemberTimers timers;
    private final ConsumerSettings settings;
    private final GroupConfigs configs;

    Fencing(
            GroupTable groups,
            Supplier<TopicCatalog> topics,
            Rebalancing rebalancing,
            Downgrade downgrade,
            MemberTimers timers,
            ConsumerSettings settings,
            GroupConfigs configs) {
        this.groups = groups;
        this.topics = topics;
        this.rebalancing = rebalancing;
        this.downgrade = downgrade;
        this.timers = timers;
        this.settings = settings;
        this.configs = configs;
    }

    /** Removes members and lets the others have their partitions. */
    Decision<GroupRecord> remove(ConsumerGroup group, Collection<ConsumerMember> leaving) {
        Decision<GroupRecord> out = Decision.none();
        if (leaving.isEmpty()) {
            return out;
        }
        if (downgrade.isPossibleWithout(group, leaving)) {
            downgrade.without(group, leaving, out);
            return out;
        }
        Draft draft = Draft.of(group, out);
        leaving.forEach(member -> Members.remove(draft, member.id()));
        for (String regex : List.copyOf(draft.group().regexes().keySet())) {
            if (draft.group().subscribers(regex) == 0) {
                draft.append(ConsumerRecords.noRegex(group.id(), regex));
            }
        }
        rebalancing.raiseEpoch(draft, true, "members left", topics.get());
        return out;
    }

    private Decision<GroupRecord> fence(String groupId, String memberId, String reason) {
        ConsumerGroup group = groups.get(groupId, ConsumerGroup.class);
        ConsumerMember member = group == null ? null : group.member(memberId);
        if (group == null || member == null) {
            return Decision.none();
        }
        log.info("Member fenced group={} member={} reason={}", groupId, memberId, reason);
        return remove(group, List.of(member));
    }

    /** The member was heard of. */
    void watchSession(String groupId, String memberId, Moment now) {
        int timeoutMs =
                settings.sessionTimeoutMs().of(configs, groupId, "consumer.session.timeout.ms");
        watchSession(groupId, memberId, timeoutMs, now);
    }

    private void watchSession(String groupId, String memberId, int timeoutMs, Moment now) {
        timers.schedule(
                groupId,
                memberId,
                Purpose.SESSION,
                timeoutMs,
                now,
                moment -> fence(groupId, memberId, "it was silent for too long"));
    }

    /** A member of the classic protocol was heard of. */
    void watchSession(String groupId, String memberId, ClassicMemberMetadata member, Moment now) {
        watchSession(groupId, memberId, member.sessionTimeoutMs(), now);
    }

    /** A member that has to give partitions up must do so in time. */
    void watchRevocation(String groupId, ConsumerMember member, Progress progress, Moment now) {
        if (progress.state() != MemberState.UNREVOKED || member.isClassic()) {
            timers.cancel(groupId, member.id(), Purpose.REBALANCE);
            return;
        }
        boolean waitsAlready =
                timers.isScheduled(groupId, member.id(), Purpose.REBALANCE)
                        && progress.equals(member.progress());
        if (!waitsAlready) {
            timers.schedule(
                    groupId,
                    member.id(),
                    Purpose.REBALANCE,
                    member.profile().rebalanceTimeoutMs(),
                    now,
                    moment -> fenceIfAt(groupId, member.id(), progress.epoch()));
        }
    }

    private Decision<GroupRecord> fenceIfAt(String groupId, String memberId, int epoch) {
        ConsumerGroup group = groups.get(groupId, ConsumerGroup.class);
        ConsumerMember member = group == null ? null : group.member(memberId);
        return member == null || member.epoch() != epoch
                ? Decision.none()
                : fence(groupId, memberId, "it did not give up its partitions in time");
    }

    /** A member of the classic protocol must join again in time. */
    void watchJoin(String groupId, ConsumerMember member, Moment now) {
        if (!timers.isScheduled(groupId, member.id(), Purpose.JOIN)) {
            watchClassic(groupId, member, Purpose.JOIN, "it did not join again in time", now);
        }
    }

    /** It joined: now it must fetch its assignment in time. */
    void joined(String groupId, ConsumerMember member, Moment now) {
        timers.cancel(groupId, member.id(), Purpose.JOIN);
        watchClassic(groupId, member, Purpose.SYNC, "it did not fetch its assignment", now);
    }

    void synced(String groupId, String memberId) {
        timers.cancel(groupId, memberId, Purpose.SYNC);
    }

    private void watchClassic(
            String groupId, ConsumerMember member, Purpose purpose, String reason, Moment now) {
        timers.schedule(
                groupId,
                member.id(),
                purpose,
                member.profile().rebalanceTimeoutMs(),
                now,
                moment -> fence(groupId, member.id(), reason));
    }

    /** Everybody in the group has been heard of just now: it was loaded. */
    void watchAll(ConsumerGroup group, Moment now) {
        for (ConsumerMember member : group.members().values()) {
            ClassicMemberMetadata classic = member.classic();
            if (classic != null) {
                watchSession(group.id(), member.id(), classic, now);
            } else {
                watchSession(group.id(), member.id(), now);
            }
            if (member.progress().state() == MemberState.UNREVOKED) {
                watchRevocation(group.id(), member, member.progress(), now);
            }
        }
    }

    void forget(String groupId, String memberId) {
        timers.cancel(groupId, memberId);
    }
}
