package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.SubscriptionHash;
import io.leat.log.coordinator.group.assignment.Targets;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ShareGroupHeartbeatRequest;
import io.leat.log.protocol.message.ShareGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One heartbeat of a member that stays. Used once, on the shard's loop. */
final class ShareHeartbeat {

    private static final int SOON_MS = 500;

    private final ShareGroup group;
    private final ShareGroup draft;
    private final TopicCatalog topics;
    private final ShareSettings settings;
    private final ShareGroupHeartbeatRequest request;
    private final ShareGroups.Caller caller;
    private final Moment now;
    private final Decision<GroupRecord> out = Decision.none();
    private Assignment begins = Assignment.NONE;

    ShareHeartbeat(
            ShareGroup group,
            TopicCatalog topics,
            ShareSettings settings,
            ShareGroupHeartbeatRequest request,
            ShareGroups.Caller caller,
            Moment now) {
        this.group = group;
        this.draft = group.copy();
        this.topics = topics;
        this.settings = settings;
        this.request = request;
        this.caller = caller;
        this.now = now;
    }

    private void append(Kept record) {
        out.append(record);
        draft.apply(record.key(), record.value());
    }

    Decision<GroupRecord> decide(Promise<ShareGroupHeartbeatResponse> promise) {
        ShareMember before = group.member(request.memberId());
        boolean subscriptionChanged = describe(before);
        raiseEpoch(subscriptionChanged);
        assign();
        ShareMember after = reconcile(subscriptionChanged);
        beginWithTopics();
        boolean told =
                request.memberEpoch() == 0
                        || request.subscribedTopicNames() != null
                        || before == null
                        || !before.assigned().equals(after.assigned());
        return out.andAnswer(
                promise,
                ShareGroupHeartbeatResponse.builder()
                        .memberId(after.id())
                        .memberEpoch(after.epoch())
                        .heartbeatIntervalMs(intervalMs())
                        .assignment(told ? message(after.assigned()) : null)
                        .build());
    }

    /**
     * Soon while share coordinators begin, or a new target has to wait for its time, as the next
     * answer may have more to read.
     */
    private int intervalMs() {
        int regularMs = settings.heartbeatIntervalMs().applyAsInt(group.id());
        if (draft.assignmentEpoch() < draft.epoch()) {
            return (int) Math.min(regularMs, assignableMs() - now.epochMillis());
        }
        for (String name : draft.subscribedTopics()) {
            Uuid topic = topics.id(name);
            if (topic != null && group.askedSince(topic, now.millis() - regularMs)) {
                return Math.min(SOON_MS, regularMs);
            }
        }
        return regularMs;
    }

    /** Takes over what the member says of itself; true if it reads other topics than before. */
    private boolean describe(@Nullable ShareMember before) {
        ShareMember known = before == null ? ShareMember.unknown(request.memberId()) : before;
        List<String> names = request.subscribedTopicNames();
        String rack = request.rackId();
        ShareMember described =
                known.described(
                        rack == null ? known.rackId() : rack,
                        caller.clientId(),
                        caller.clientHost(),
                        names == null ? known.topicNames() : new TreeSet<>(names));
        if (before == null || !before.isDescribedAs(described)) {
            append(ShareRecords.profile(group.id(), described));
        }
        return before == null || !before.topicNames().equals(described.topicNames());
    }

    private void raiseEpoch(boolean subscriptionChanged) {
        boolean raise = subscriptionChanged;
        if (draft.assignmentEpoch() >= draft.epoch()) {
            raise |= isAssignmentIncomplete();
        }
        if (!raise && !draft.mustCheck(topics)) {
            return;
        }
        long hash = SubscriptionHash.of(draft.subscribedTopics(), topics);
        if (raise || hash != draft.metadataHash()) {
            append(ShareRecords.epoch(group.id(), draft.epoch() + 1, hash));
        }
        group.checked(topics);
    }

    /** Whether there are partitions, by now, that somebody reads and nobody has. */
    private boolean isAssignmentIncomplete() {
        Assignment given = Assignment.NONE;
        for (Assignment each : draft.targets().values()) {
            given = SharedTopics.plus(given, each);
        }
        Assignment missing = SharedTopics.minus(draft.shared().initialized(), given);
        for (Uuid topic : missing.topics().keySet()) {
            String name = topics.name(topic);
            if (name != null && draft.subscribedTopics().contains(name)) {
                return true;
            }
        }
        return false;
    }

    private void assign() {
        if (draft.assignmentEpoch() >= draft.epoch() || now.epochMillis() < assignableMs()) {
            return;
        }
        SimpleAssignor assignor = new SimpleAssignor(draft.shared().initialized());
        Targets.changed(draft, assignor, topics)
                .forEach(
                        (member, target) ->
                                append(ShareRecords.target(group.id(), member, target)));
        append(ShareRecords.targetEpoch(group.id(), draft.epoch(), now.epochMillis()));
    }

    /** When the next target may be made: nothing waits where nobody has anything yet. */
    private long assignableMs() {
        boolean first = draft.targets().values().stream().allMatch(Assignment.NONE::equals);
        int intervalMs = settings.assignmentIntervalMs().applyAsInt(group.id());
        return first ? 0 : draft.assignmentTimestampMs() + intervalMs;
    }

    private ShareMember reconcile(boolean subscriptionChanged) {
        ShareMember member = draft.member(request.memberId());
        if (member == null) {
            throw new IllegalStateException("a member that was just described is not there");
        }
        if (member.epoch() == draft.assignmentEpoch() && !subscriptionChanged) {
            return member;
        }
        TreeMap<Uuid, SortedSet<Integer>> read = new TreeMap<>();
        draft.target(member.id())
                .topics()
                .forEach(
                        (topic, partitions) -> {
                            String name = topics.name(topic);
                            if (name != null && member.topicNames().contains(name)) {
                                read.put(topic, partitions);
                            }
                        });
        int epoch = draft.assignmentEpoch();
        int previous = epoch == member.epoch() ? member.previousEpoch() : member.epoch();
        ShareMember next = member.assigned(epoch, previous, new Assignment(read));
        append(ShareRecords.progress(group.id(), next));
        return next;
    }

    /** Has share coordinators begin with partitions that are read and that they do not know. */
    private void beginWithTopics() {
        TreeMap<Uuid, SortedSet<Integer>> missing = new TreeMap<>();
        long retryMs = now.millis() - settings.initializeRetryMs();
        for (String name : draft.subscribedTopics()) {
            Uuid topic = topics.id(name);
            if (topic == null || group.askedSince(topic, retryMs)) {
                continue;
            }
            SortedSet<Integer> unknown = new TreeSet<>();
            for (int partition = 0; partition < topics.partitions(topic); partition++) {
                if (!draft.shared().initialized().contains(topic, partition)) {
                    unknown.add(partition);
                }
            }
            if (!unknown.isEmpty()) {
                missing.put(topic, unknown);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        begins = new Assignment(missing);
        missing.keySet().forEach(topic -> group.asked(topic, now.millis()));
        append(ShareRecords.shared(group.id(), draft.shared().begin(begins), topics));
    }

    /** The partitions share coordinators have to begin with once this is committed. */
    Assignment begins() {
        return begins;
    }

    int groupEpoch() {
        return draft.epoch();
    }

    private static ShareGroupHeartbeatResponse.Assignment message(Assignment assigned) {
        List<ShareGroupHeartbeatResponse.TopicPartitions> all = new ArrayList<>();
        assigned.topics()
                .forEach(
                        (topic, partitions) ->
                                all.add(
                                        new ShareGroupHeartbeatResponse.TopicPartitions(
                                                topic, List.copyOf(partitions))));
        return new ShareGroupHeartbeatResponse.Assignment(all);
    }
}
