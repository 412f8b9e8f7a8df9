package io.leat.clients.admin;

import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The part of {@link Admin} about groups: consumer, share and streams groups. */
interface GroupAdmin {

    /** As {@link #describeConsumerGroups} with default options. */
    default DescribeConsumerGroupsResult describeConsumerGroups(Collection<String> groupIds) {
        return describeConsumerGroups(groupIds, new DescribeConsumerGroupsOptions());
    }

    /** Describes consumer groups. */
    DescribeConsumerGroupsResult describeConsumerGroups(
            Collection<String> groupIds, DescribeConsumerGroupsOptions options);

    /** As {@link #listConsumerGroups} with default options. */
    default ListConsumerGroupsResult listConsumerGroups() {
        return listConsumerGroups(new ListConsumerGroupsOptions());
    }

    /** Lists the consumer groups of all coordinators. */
    ListConsumerGroupsResult listConsumerGroups(ListConsumerGroupsOptions options);

    /** As {@link #listGroups} with default options. */
    default ListGroupsResult listGroups() {
        return listGroups(new ListGroupsOptions());
    }

    /** Lists the groups of all coordinators. */
    ListGroupsResult listGroups(ListGroupsOptions options);

    /** As {@link #listConsumerGroupOffsets} with default options. */
    default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs) {
        return listConsumerGroupOffsets(groupSpecs, new ListConsumerGroupOffsetsOptions());
    }

    /** Reads the committed offsets of groups. */
    ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs,
            ListConsumerGroupOffsetsOptions options);

    /** The committed offsets of one group. */
    default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(String groupId) {
        return listConsumerGroupOffsets(groupId, new ListConsumerGroupOffsetsOptions());
    }

    /** The committed offsets of one group. */
    default ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            String groupId, ListConsumerGroupOffsetsOptions options) {
        return listConsumerGroupOffsets(
                Map.of(groupId, new ListConsumerGroupOffsetsSpec()), options);
    }

    /** As {@link #alterConsumerGroupOffsets} with default options. */
    default AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return alterConsumerGroupOffsets(groupId, offsets, new AlterConsumerGroupOffsetsOptions());
    }

    /** Commits offsets for a group without members. */
    AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            AlterConsumerGroupOffsetsOptions options);

    /** As {@link #deleteConsumerGroups} with default options. */
    default DeleteConsumerGroupsResult deleteConsumerGroups(Collection<String> groupIds) {
        return deleteConsumerGroups(groupIds, new DeleteConsumerGroupsOptions());
    }

    /** Deletes groups without members. */
    DeleteConsumerGroupsResult deleteConsumerGroups(
            Collection<String> groupIds, DeleteConsumerGroupsOptions options);

    /** As {@link #deleteConsumerGroupOffsets} with default options. */
    default DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId, Set<TopicPartition> partitions) {
        return deleteConsumerGroupOffsets(
                groupId, partitions, new DeleteConsumerGroupOffsetsOptions());
    }

    /** Deletes committed offsets of topics that the group does not subscribe to. */
    DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId,
            Set<TopicPartition> partitions,
            DeleteConsumerGroupOffsetsOptions options);

    /** Removes members from a group; static ones by instance id. */
    RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
            String groupId, RemoveMembersFromConsumerGroupOptions options);

    /** As {@link #describeShareGroups} with default options. */
    default DescribeShareGroupsResult describeShareGroups(Collection<String> groupIds) {
        return describeShareGroups(groupIds, new DescribeShareGroupsOptions());
    }

    /** Describes share groups. */
    DescribeShareGroupsResult describeShareGroups(
            Collection<String> groupIds, DescribeShareGroupsOptions options);

    /** As {@link #listShareGroupOffsets} with default options. */
    default ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> groupSpecs) {
        return listShareGroupOffsets(groupSpecs, new ListShareGroupOffsetsOptions());
    }

    /** How far share groups are. */
    ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> groupSpecs,
            ListShareGroupOffsetsOptions options);

    /** As {@link #alterShareGroupOffsets} with default options. */
    default AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String groupId, Map<TopicPartition, Long> offsets) {
        return alterShareGroupOffsets(groupId, offsets, new AlterShareGroupOffsetsOptions());
    }

    /** Moves the start offsets of a share group without members. */
    AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String groupId,
            Map<TopicPartition, Long> offsets,
            AlterShareGroupOffsetsOptions options);

    /** As {@link #deleteShareGroupOffsets} with default options. */
    default DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String groupId, Set<String> topics) {
        return deleteShareGroupOffsets(groupId, topics, new DeleteShareGroupOffsetsOptions());
    }

    /** Forgets where a share group without members is in these topics. */
    DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String groupId, Set<String> topics, DeleteShareGroupOffsetsOptions options);

    /** As {@link #deleteShareGroups} with default options. */
    default DeleteShareGroupsResult deleteShareGroups(Collection<String> groupIds) {
        return deleteShareGroups(groupIds, new DeleteShareGroupsOptions());
    }

    /** Deletes share groups without members. */
    DeleteShareGroupsResult deleteShareGroups(
            Collection<String> groupIds, DeleteShareGroupsOptions options);

    /** As {@link #describeStreamsGroups} with default options. */
    default DescribeStreamsGroupsResult describeStreamsGroups(Collection<String> groupIds) {
        return describeStreamsGroups(groupIds, new DescribeStreamsGroupsOptions());
    }

    /** Describes streams groups: their topology, their members and who has which tasks. */
    DescribeStreamsGroupsResult describeStreamsGroups(
            Collection<String> groupIds, DescribeStreamsGroupsOptions options);

    /** As {@link #listStreamsGroupOffsets} with default options. */
    default ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> groupSpecs) {
        return listStreamsGroupOffsets(groupSpecs, new ListStreamsGroupOffsetsOptions());
    }

    /** Lists the committed offsets of streams groups. */
    ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> groupSpecs,
            ListStreamsGroupOffsetsOptions options);

    /** As {@link #alterStreamsGroupOffsets} with default options. */
    default AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return alterStreamsGroupOffsets(groupId, offsets, new AlterStreamsGroupOffsetsOptions());
    }

    /** Sets committed offsets of a streams group without members. */
    AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            AlterStreamsGroupOffsetsOptions options);

    /** As {@link #deleteStreamsGroupOffsets} with default options. */
    default DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String groupId, Set<TopicPartition> partitions) {
        return deleteStreamsGroupOffsets(
                groupId, partitions, new DeleteStreamsGroupOffsetsOptions());
    }

    /** Deletes committed offsets of partitions that the streams group does not read. */
    DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String groupId,
            Set<TopicPartition> partitions,
            DeleteStreamsGroupOffsetsOptions options);

    /** As {@link #deleteStreamsGroups} with default options. */
    default DeleteStreamsGroupsResult deleteStreamsGroups(Collection<String> groupIds) {
        return deleteStreamsGroups(groupIds, new DeleteStreamsGroupsOptions());
    }

    /** Deletes streams groups without members, with their offsets; their topics stay. */
    DeleteStreamsGroupsResult deleteStreamsGroups(
            Collection<String> groupIds, DeleteStreamsGroupsOptions options);
}
