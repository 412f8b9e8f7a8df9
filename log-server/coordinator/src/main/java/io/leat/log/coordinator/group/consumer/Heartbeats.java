package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.Repeats;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse.TopicPartitions;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides ConsumerGroupHeartbeat requests of members that join or stay. Owned by the shard's loop.
 *
 * <p>A request may change four things, each on top of the one before: what the member says about
 * itself, the group epoch, the target assignment, and what the member has.
 */
final class Heartbeats {

    private final GroupAccess access;
    private final Rebalancing rebalancing;
    private final Regexes regexes;
    private final Fencing fencing;
    private final Repeats<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> repeats =
            new Repeats<>();
    private final ConsumerSettings settings;
    private final GroupConfigs configs;

    Heartbeats(
            GroupAccess access,
            Rebalancing rebalancing,
            Regexes regexes,
            Fencing fencing,
            ConsumerSettings settings,
            GroupConfigs configs) {
        this.access = access;
        this.rebalancing = rebalancing;
        this.regexes = regexes;
        this.fencing = fencing;
        this.settings = settings;
        this.configs = configs;
    }

    static Decision<GroupRecord> refuse(
            Refusal refusal, Promise<ConsumerGroupHeartbeatResponse> promise) {
        return Decision.answer(
                promise,
                ConsumerGroupHeartbeatResponse.builder()
                        .errorCode(refusal.error())
                        .errorMessage(refusal.message())
                        .build());
    }

    Decision<GroupRecord> heartbeat(
            ConsumerGroupHeartbeatRequest request,
            ConsumerCall call,
            Promise<ConsumerGroupHeartbeatResponse> promise,
            Moment now) {
        boolean joins = request.memberEpoch() == 0;
        Decision<GroupRecord> out = Decision.none();
        GroupAccess.Found found = access.find(request.groupId(), joins, now, out);
        if (found.draft() == null) {
            return refuse(found.refusal(), promise);
        }
        Draft draft = found.draft();
        Refusal full = isFull(draft.group(), request.memberId());
        if (full != null) {
            return refuse(full, promise);
        }
        String memberId = request.memberId().isEmpty() ? access.newMemberId() : request.memberId();
        ConsumerGroupHeartbeatResponse earlier = repeat(draft.group(), request);
        if (earlier != null) {
            fencing.watchSession(request.groupId(), memberId, now);
            return out.andAnswer(promise, earlier);
        }
        Members.Admission admission =
                Members.admit(draft, memberId, request.instanceId(), joins, false);
        ConsumerMember member = admission.member();
        if (member == null) {
            return refuse(admission.refusal(), promise);
        }
        Refusal fenced = joins ? null : Members.checkEpoch(member, request);
        if (fenced != null) {
            return refuse(fenced, promise);
        }
        return accepted(draft, member, request, call, promise, now);
    }

    private @Nullable Refusal isFull(ConsumerGroup group, String memberId) {
        boolean full = group.members().size() >= settings.maxSize();
        return full && group.member(memberId) == null
                ? new Refusal(
                        ErrorCode.GROUP_MAX_SIZE_REACHED,
                        "The consumer group has reached its maximum capacity of "
                                + settings.maxSize()
                                + " members.")
                : null;
    }

    private Decision<GroupRecord> accepted(
            Draft draft,
            ConsumerMember member,
            ConsumerGroupHeartbeatRequest request,
            ConsumerCall call,
            Promise<ConsumerGroupHeartbeatResponse> promise,
            Moment now) {
        ConsumerMember updated = member.with(profile(member.profile(), request, call));
        Regexes.Change regex = regexes.prepare(draft.group(), member, updated);
        if (regex.refusal() != null) {
            return refuse(regex.refusal(), promise);
        }
        Progress progress = rebalancing.update(draft, member, updated, regex, owned(request), now);
        if (progress == null) {
            return refuse(Members.LOST, promise);
        }
        regexes.maybeResolve(draft.group(), call, now);
        fencing.watchSession(request.groupId(), member.id(), now);
        fencing.watchRevocation(request.groupId(), updated, progress, now);
        boolean moved = !progress.assigned().equals(member.progress().assigned());
        ConsumerGroupHeartbeatResponse response =
                ConsumerGroupHeartbeatResponse.builder()
                        .memberId(member.id())
                        .memberEpoch(progress.epoch())
                        .heartbeatIntervalMs(heartbeatIntervalMs(request.groupId()))
                        .assignment(
                                isFull(request) || moved ? assignment(progress.assigned()) : null)
                        .build();
        repeats.answered(request.groupId(), member.id(), request, response);
        return draft.out().andAnswer(promise, response);
    }

    /** The answer {@code request} got already, if it is behind the member and came before. */
    private @Nullable ConsumerGroupHeartbeatResponse repeat(
            ConsumerGroup group, ConsumerGroupHeartbeatRequest request) {
        ConsumerMember member = group.member(request.memberId());
        boolean behind =
                member != null
                        && request.memberEpoch() > 0
                        && request.memberEpoch() < member.epoch()
                        && request.memberEpoch() == member.progress().previousEpoch();
        return behind ? repeats.answer(group.id(), request.memberId(), request) : null;
    }

    private int heartbeatIntervalMs(String groupId) {
        return settings.heartbeatIntervalMs()
                .of(configs, groupId, "consumer.heartbeat.interval.ms");
    }

    /** Whether it says everything: a member does so when it joins and after each error. */
    private static boolean isFull(ConsumerGroupHeartbeatRequest request) {
        boolean subscribes =
                request.subscribedTopicNames() != null || request.subscribedTopicRegex() != null;
        return request.memberEpoch() == 0
                || (request.rebalanceTimeoutMs() != -1
                        && subscribes
                        && request.topicPartitions() != null);
    }

    /** What is not in the request stays as it is. */
    private static ConsumerGroupMemberMetadataValue profile(
            ConsumerGroupMemberMetadataValue known,
            ConsumerGroupHeartbeatRequest request,
            ConsumerCall call) {
        ConsumerGroupMemberMetadataValue.Builder profile =
                known.toBuilder()
                        .clientId(call.clientId())
                        .clientHost(call.clientHost())
                        .classicMemberMetadata(null);
        if (request.instanceId() != null) {
            profile.instanceId(request.instanceId());
        }
        if (request.rackId() != null) {
            profile.rackId(request.rackId());
        }
        if (request.rebalanceTimeoutMs() != -1) {
            profile.rebalanceTimeoutMs(request.rebalanceTimeoutMs());
        }
        if (request.serverAssignor() != null) {
            profile.serverAssignor(request.serverAssignor());
        }
        List<String> names = request.subscribedTopicNames();
        if (names != null) {
            profile.subscribedTopicNames(List.copyOf(new TreeSet<>(names)));
        }
        if (request.subscribedTopicRegex() != null) {
            profile.subscribedTopicRegex(request.subscribedTopicRegex());
        }
        return profile.build();
    }

    static @Nullable Assignment owned(ConsumerGroupHeartbeatRequest request) {
        List<ConsumerGroupHeartbeatRequest.TopicPartitions> topics = request.topicPartitions();
        if (topics == null) {
            return null;
        }
        Map<Uuid, List<Integer>> partitions = new HashMap<>();
        topics.forEach(each -> partitions.put(each.topicId(), each.partitions()));
        return Assignment.of(partitions);
    }

    private static ConsumerGroupHeartbeatResponse.Assignment assignment(Held held) {
        List<TopicPartitions> topics = new ArrayList<>();
        held.assignment()
                .topics()
                .forEach(
                        (topic, numbers) ->
                                topics.add(new TopicPartitions(topic, List.copyOf(numbers))));
        return new ConsumerGroupHeartbeatResponse.Assignment(topics);
    }

    /** A member has left: what it asked last is not needed any more. */
    void forget(String groupId, String memberId) {
        repeats.forget(groupId, memberId);
    }
}
