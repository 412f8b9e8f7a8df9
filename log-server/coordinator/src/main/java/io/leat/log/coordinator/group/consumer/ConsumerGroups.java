package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.ClassicProtocol;
import io.leat.log.coordinator.group.Group;
import io.leat.log.coordinator.group.GroupKind;
import io.leat.log.coordinator.group.GroupPart;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupTable;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignor;
import io.leat.log.coordinator.group.assignment.MemberTimers;
import io.leat.log.coordinator.group.assignment.RangeAssignor;
import io.leat.log.coordinator.group.assignment.UniformAssignor;
import io.leat.log.protocol.message.ConsumerGroupCurrentMemberAssignmentKey;
import io.leat.log.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupPartitionMetadataKey;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMemberKey;
import io.leat.log.protocol.message.ConsumerGroupTargetAssignmentMetadataKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The consumer groups of one shard (KIP-848). Owned by the shard's loop. */
public final class ConsumerGroups implements GroupPart {

    private final GroupTable groups;
    private final Supplier<TopicCatalog> topics;
    private final ConsumerSettings settings;
    private final Rebalancing rebalancing;
    private final Fencing fencing;
    private final Regexes regexes;
    private final Heartbeats heartbeats;
    private final ClassicMembers classicMembers;

    /** Makes the part of each shard. */
    public static GroupPart.Factory factory(ConsumerSettings settings, GroupConfigs configs) {
        return surroundings -> new ConsumerGroups(surroundings, settings, configs);
    }

    private ConsumerGroups(
            Surroundings surroundings, ConsumerSettings settings, GroupConfigs configs) {
        this.groups = surroundings.groups();
        this.topics = surroundings.topics();
        this.settings = settings;
        this.rebalancing = new Rebalancing(topics, assignors(settings), settings, configs);
        this.fencing =
                new Fencing(
                        groups,
                        topics,
                        rebalancing,
                        new Downgrade(settings, surroundings.settings(), topics),
                        new MemberTimers(surroundings.timers()),
                        settings,
                        configs);
        this.regexes =
                new Regexes(
                        groups,
                        surroundings.timers(),
                        topics,
                        rebalancing,
                        settings.regexRefreshIntervalMs());
        GroupAccess access =
                new GroupAccess(
                        groups, surroundings.entropy(), new Upgrade(settings, topics), fencing);
        this.heartbeats = new Heartbeats(access, rebalancing, regexes, fencing, settings, configs);
        this.classicMembers =
                new ClassicMembers(groups, access, rebalancing, regexes, fencing, topics, settings);
    }

    /** The first is the default. */
    private static List<Assignor> assignors(ConsumerSettings settings) {
        List<Assignor> known = List.of(new UniformAssignor(), new RangeAssignor());
        List<Assignor> chosen = new ArrayList<>();
        for (String name : settings.assignors()) {
            known.stream().filter(each -> each.name().equals(name)).forEach(chosen::add);
        }
        return List.copyOf(chosen);
    }

    @Override
    public GroupKind kind() {
        return GroupKind.CONSUMER;
    }

    @Override
    public Set<Short> recordTypes() {
        return Set.of(
                ConsumerGroupMetadataKey.TYPE,
                ConsumerGroupPartitionMetadataKey.TYPE,
                ConsumerGroupMemberMetadataKey.TYPE,
                ConsumerGroupTargetAssignmentMetadataKey.TYPE,
                ConsumerGroupTargetAssignmentMemberKey.TYPE,
                ConsumerGroupCurrentMemberAssignmentKey.TYPE,
                ConsumerGroupRegularExpressionKey.TYPE);
    }

    @Override
    public ClassicProtocol classicProtocol() {
        return classicMembers;
    }

    /** A member joins, stays or leaves. */
    public Decision<GroupRecord> heartbeat(
            ConsumerGroupHeartbeatRequest request,
            ConsumerCall call,
            Promise<ConsumerGroupHeartbeatResponse> promise,
            Moment now) {
        Refusal invalid = HeartbeatRules.check(request, call.apiVersion(), settings.assignors());
        if (invalid != null) {
            return Heartbeats.refuse(invalid, promise);
        }
        return request.memberEpoch() < 0
                ? leave(request, promise)
                : heartbeats.heartbeat(request, call, promise, now);
    }

    private Decision<GroupRecord> leave(
            ConsumerGroupHeartbeatRequest request,
            Promise<ConsumerGroupHeartbeatResponse> promise) {
        ConsumerGroup group = groups.get(request.groupId(), ConsumerGroup.class);
        if (group == null) {
            return Heartbeats.refuse(
                    groups.notFound(request.groupId(), GroupKind.CONSUMER), promise);
        }
        ConsumerMember member = group.member(request.memberId());
        String instanceId = request.instanceId();
        if (instanceId != null) {
            member = group.staticMember(instanceId);
            Refusal refusal = Members.checkHolder(group, member, request.memberId(), instanceId);
            if (refusal != null) {
                return Heartbeats.refuse(refusal, promise);
            }
        }
        if (member == null) {
            return Heartbeats.refuse(
                    Members.unknown(group.id(), request.memberId()).refusal(), promise);
        }
        Decision<GroupRecord> out =
                instanceId != null && request.memberEpoch() == Progress.AWAY
                        ? Decision.<GroupRecord>none()
                                .append(
                                        ConsumerRecords.progress(
                                                group.id(), member.id(), member.progress().away()))
                        : fencing.remove(group, List.of(member));
        return out.andAnswer(
                promise,
                ConsumerGroupHeartbeatResponse.builder()
                        .memberId(member.id())
                        .memberEpoch(request.memberEpoch())
                        .build());
    }

    /** One group as it is now; error 69 if there is no such consumer group. */
    public Decision<GroupRecord> describe(String groupId, Promise<DescribedGroup> promise) {
        ConsumerGroup group = groups.get(groupId, ConsumerGroup.class);
        if (group != null) {
            return Decision.answer(
                    promise,
                    Description.of(group, rebalancing.assignor(group).name(), topics.get()));
        }
        Refusal refusal = groups.notFound(groupId, GroupKind.CONSUMER);
        return Decision.answer(
                promise,
                DescribedGroup.builder()
                        .groupId(groupId)
                        .errorCode(refusal.error())
                        .errorMessage(refusal.message())
                        .build());
    }

    @Override
    public void apply(Kept record) {
        ConsumerGroup group = groups.get(record.groupId(), ConsumerGroup.class);
        if (record.key() instanceof ConsumerGroupMetadataKey && record.value() == null) {
            if (group != null) {
                groups.remove(group.id());
                regexes.forget(group.id());
            }
            return;
        }
        if (group == null) {
            if (record.value() == null) {
                return;
            }
            group = new ConsumerGroup(record.groupId());
            groups.put(group);
        }
        group.apply(record.key(), record.value());
        if (record.key() instanceof ConsumerGroupMemberMetadataKey of && record.value() == null) {
            fencing.forget(of.groupId(), of.memberId());
            heartbeats.forget(of.groupId(), of.memberId());
        }
    }

    @Override
    public void loaded(Moment now) {
        for (Group group : groups.all()) {
            if (group instanceof ConsumerGroup consumers) {
                fencing.watchAll(consumers, now);
            }
        }
    }

    @Override
    public Object durable() {
        Map<String, ConsumerGroup> all = new HashMap<>();
        for (Group group : groups.all()) {
            if (group instanceof ConsumerGroup consumers) {
                all.put(consumers.id(), consumers.copy());
            }
        }
        return all;
    }
}
