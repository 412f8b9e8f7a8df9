package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.group.GroupRecord.OffsetRemoved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.leat.log.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import io.leat.log.protocol.message.ListGroupsResponse.ListedGroup;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetDeleteResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what administrators ask about groups. Owned by the shard's loop. */
final class GroupAdmin {

    private final GroupTable groups;
    private final OffsetStore offsets;

    GroupAdmin(GroupTable groups, OffsetStore offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    /** Describes one group; one that is not there is dead, and the handler says so in version 6. */
    DescribedGroup describe(String groupId) {
        ClassicGroup group = groups.classic(groupId);
        DescribedGroup.Builder described = DescribedGroup.builder().groupId(groupId);
        if (group == null) {
            if (groups.get(groupId) == null && offsets.contains(groupId)) {
                return described.groupState(GroupState.EMPTY.label()).build();
            }
            Refusal refusal = groups.notFound(groupId, GroupKind.CLASSIC);
            return described
                    .groupState(GroupState.DEAD.label())
                    .errorCode(refusal.error())
                    .errorMessage(refusal.message())
                    .build();
        }
        String protocol = group.is(GroupState.STABLE) ? group.protocol() : null;
        return described
                .groupState(group.state().label())
                .protocolType(group.protocolType())
                .protocolData(protocol == null ? "" : protocol)
                .members(group.members().stream().map(m -> describe(m, protocol)).toList())
                .build();
    }

    /** Before a group is stable there is no metadata or assignment to show. */
    private static DescribedGroupMember describe(Member member, @Nullable String protocol) {
        return DescribedGroupMember.builder()
                .memberId(member.id())
                .groupInstanceId(member.instanceId())
                .clientId(member.client().id())
                .clientHost(member.client().host())
                .memberMetadata(member.metadata(protocol))
                .memberAssignment(protocol == null ? OwnedBytes.EMPTY : member.assignment())
                .build();
    }

    /** The groups in one of {@code states} and of one of {@code types}; empty means any. */
    List<ListedGroup> list(List<String> states, List<String> types) {
        Set<String> wantedStates = lowerCase(states);
        Set<String> wantedTypes = lowerCase(types);
        Set<String> ids = new HashSet<>(offsets.groupIds());
        groups.all().forEach(group -> ids.add(group.id()));
        List<ListedGroup> listed = new ArrayList<>();
        for (String id : ids) {
            Group group = groups.get(id);
            String state = group == null ? GroupState.EMPTY.label() : group.stateLabel();
            String kind = (group == null ? GroupKind.CLASSIC : group.kind()).label();
            String protocol = group == null ? "" : group.protocolType();
            if (isWanted(state, wantedStates) && isWanted(kind, wantedTypes)) {
                listed.add(new ListedGroup(id, protocol, state, kind));
            }
        }
        return listed;
    }

    private static boolean isWanted(String name, Set<String> wanted) {
        return wanted.isEmpty() || wanted.contains(name.toLowerCase(Locale.ROOT));
    }

    /** What is counted about each group. */
    List<GroupSummary> summarize() {
        List<GroupSummary> all = new ArrayList<>();
        for (ListedGroup listed : list(List.of(), List.of())) {
            Group group = groups.get(listed.groupId());
            Map<TopicPartition, Long> committed = new HashMap<>();
            offsets.of(listed.groupId())
                    .committed()
                    .forEach((partition, at) -> committed.put(partition, at.committed().offset()));
            int members = group == null ? 0 : group.memberCount();
            all.add(new GroupSummary(listed.groupId(), listed.groupState(), members, committed));
        }
        return all;
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> all = new HashSet<>();
        names.forEach(name -> all.add(name.trim().toLowerCase(Locale.ROOT)));
        return all;
    }

    /** Deletes a group that has no members, with its offsets. */
    Decision<GroupRecord> delete(String groupId, Promise<ErrorCode> promise) {
        Group group = groups.get(groupId);
        if (group == null && !offsets.contains(groupId)) {
            return Decision.answer(promise, ErrorCode.GROUP_ID_NOT_FOUND);
        }
        if (group != null && !group.isEmpty()) {
            return Decision.answer(promise, ErrorCode.NON_EMPTY_GROUP);
        }
        Decision<GroupRecord> out = Decision.none();
        offsets.of(groupId).partitions().forEach(p -> out.append(new OffsetRemoved(groupId, p)));
        if (group != null) {
            group.remove(out);
        }
        return out.andAnswer(promise, ErrorCode.NONE);
    }

    /** Deletes all offsets in topics that do not exist any more. */
    Decision<GroupRecord> forget(Set<String> topics) {
        Decision<GroupRecord> out = Decision.none();
        for (String groupId : offsets.groupIds()) {
            for (TopicPartition each : offsets.of(groupId).partitions()) {
                if (topics.contains(each.topic())) {
                    out.append(new OffsetRemoved(groupId, each));
                }
            }
        }
        return out;
    }

    /** Deletes offsets of topics the group does not read. */
    Decision<GroupRecord> deleteOffsets(
            OffsetDeleteRequest request, Promise<OffsetDeleteResponse> promise) {
        String groupId = request.groupId();
        Group group = groups.get(groupId);
        ErrorCode refused = refusesDeletion(groupId, group);
        if (refused != ErrorCode.NONE) {
            return Decision.answer(
                    promise, OffsetDeleteResponse.builder().errorCode(refused).build());
        }
        Set<String> subscribed = group == null ? Set.of() : group.subscribedTopics();
        Set<TopicPartition> known = offsets.of(groupId).partitions();
        Decision<GroupRecord> out = Decision.none();
        List<OffsetDeleteResponse.Topic> topics = new ArrayList<>();
        for (OffsetDeleteRequest.Topic topic : request.topics()) {
            // Whether a topic is read cannot be told while its group has not agreed on a protocol.
            boolean read = subscribed == null || subscribed.contains(topic.name());
            List<OffsetDeleteResponse.Partition> results = new ArrayList<>();
            for (OffsetDeleteRequest.Partition each : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), each.partitionIndex());
                if (!read && known.contains(partition)) {
                    out.append(new OffsetRemoved(groupId, partition));
                }
                results.add(
                        new OffsetDeleteResponse.Partition(
                                each.partitionIndex(),
                                read ? ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC : ErrorCode.NONE));
            }
            topics.add(new OffsetDeleteResponse.Topic(topic.name(), results));
        }
        return out.andAnswer(promise, OffsetDeleteResponse.builder().topics(topics).build());
    }

    private ErrorCode refusesDeletion(String groupId, @Nullable Group group) {
        if (group == null) {
            return offsets.contains(groupId) ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND;
        }
        return group.checkOffsetDeletion();
    }
}
