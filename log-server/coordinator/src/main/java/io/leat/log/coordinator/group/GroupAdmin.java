package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.group.GroupRecord.GroupRemoved;
import io.leat.log.coordinator.group.GroupRecord.OffsetRemoved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.leat.log.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import io.leat.log.protocol.message.ListGroupsResponse.ListedGroup;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetDeleteResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what administrators ask about groups. Owned by the shard's loop. */
final class GroupAdmin {

    private static final String CLASSIC = "classic";

    private final GroupTable groups;
    private final OffsetStore offsets;

    GroupAdmin(GroupTable groups, OffsetStore offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    /** Describes one group; one that is not there is dead, and the handler says so in version 6. */
    DescribedGroup describe(String groupId) {
        ClassicGroup group = groups.get(groupId);
        DescribedGroup.Builder described = DescribedGroup.builder().groupId(groupId);
        if (group == null) {
            boolean simple = offsets.contains(groupId);
            return described
                    .groupState((simple ? GroupState.EMPTY : GroupState.DEAD).label())
                    .errorCode(simple ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND)
                    .errorMessage(simple ? null : "Group " + groupId + " not found.")
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
        if (!wantedTypes.isEmpty() && !wantedTypes.contains(CLASSIC)) {
            return List.of();
        }
        Set<String> ids = new HashSet<>(offsets.groupIds());
        groups.all().forEach(group -> ids.add(group.id()));
        List<ListedGroup> listed = new ArrayList<>();
        for (String id : ids) {
            ClassicGroup group = groups.get(id);
            GroupState state = group == null ? GroupState.EMPTY : group.state();
            String type = group == null ? "" : group.protocolType();
            if (wantedStates.isEmpty()
                    || wantedStates.contains(state.label().toLowerCase(Locale.ROOT))) {
                listed.add(new ListedGroup(id, type, state.label(), CLASSIC));
            }
        }
        return listed;
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> all = new HashSet<>();
        names.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
        return all;
    }

    /** Deletes a group that has no members, with its offsets. */
    Decision<GroupRecord> delete(String groupId, Promise<ErrorCode> promise) {
        ClassicGroup group = groups.get(groupId);
        if (group == null && !offsets.contains(groupId)) {
            return Decision.answer(promise, ErrorCode.GROUP_ID_NOT_FOUND);
        }
        if (group != null && !group.is(GroupState.EMPTY)) {
            return Decision.answer(promise, ErrorCode.NON_EMPTY_GROUP);
        }
        Decision<GroupRecord> out = Decision.none();
        offsets.of(groupId).partitions().forEach(p -> out.append(new OffsetRemoved(groupId, p)));
        if (group != null) {
            out.append(new GroupRemoved(groupId));
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
        ClassicGroup group = groups.get(groupId);
        ErrorCode refused = refusesDeletion(groupId, group);
        if (refused != ErrorCode.NONE) {
            return Decision.answer(
                    promise, OffsetDeleteResponse.builder().errorCode(refused).build());
        }
        Set<String> subscribed =
                group == null || group.is(GroupState.EMPTY)
                        ? Set.of()
                        : Subscriptions.topics(group);
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

    private ErrorCode refusesDeletion(String groupId, @Nullable ClassicGroup group) {
        if (group == null) {
            return offsets.contains(groupId) ? ErrorCode.NONE : ErrorCode.GROUP_ID_NOT_FOUND;
        }
        boolean deletable =
                group.is(GroupState.EMPTY) || Subscriptions.CONSUMER.equals(group.protocolType());
        return deletable ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
    }
}
