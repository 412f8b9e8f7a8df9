package io.leat.clients.admin;

import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.network.Errors;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The part of {@link LeatAdminClient} about groups: consumer, share and streams groups. Immutable;
 * safe from any thread.
 */
abstract class GroupAdminClient extends AdminClient {

    private final Attempts attempts;
    private final GroupCalls groups;
    private final ShareGroupCalls shareGroups;
    private final StreamsGroupCalls streamsGroups;
    private final OffsetCalls offsets;

    GroupAdminClient(Attempts attempts) {
        this.attempts = attempts;
        this.groups = new GroupCalls(attempts);
        this.shareGroups = new ShareGroupCalls(attempts);
        this.streamsGroups = new StreamsGroupCalls(attempts);
        this.offsets = new OffsetCalls(attempts);
    }

    final Attempts attempts() {
        return attempts;
    }

    /** A future for each of {@code keys}. */
    static <K, V> Map<K, KafkaFuture<V>> each(
            Collection<K> keys, Function<K, KafkaFuture<V>> call) {
        Map<K, KafkaFuture<V>> futures = new HashMap<>();
        keys.forEach(key -> futures.computeIfAbsent(key, call));
        return futures;
    }

    @Override
    public DescribeConsumerGroupsResult describeConsumerGroups(
            Collection<String> groupIds, DescribeConsumerGroupsOptions options) {
        return new DescribeConsumerGroupsResult(
                each(groupIds, group -> groups.describe(group, options)));
    }

    @Override
    public ListConsumerGroupsResult listConsumerGroups(ListConsumerGroupsOptions options) {
        ListGroupsOptions all =
                new ListGroupsOptions()
                        .inGroupStates(options.groupStates())
                        .withTypes(options.types())
                        .withProtocolTypes(Set.of("", "consumer"))
                        .timeoutMs(options.timeoutMs());
        return new ListConsumerGroupsResult(
                groups.list(all)
                        .thenApply(
                                listed ->
                                        new Listed<>(
                                                listed.found().stream()
                                                        .map(GroupAdminClient::consumers)
                                                        .toList(),
                                                listed.errors())));
    }

    private static ConsumerGroupListing consumers(GroupListing group) {
        return new ConsumerGroupListing(
                group.groupId(), group.groupState(), group.type(), group.protocol().isEmpty());
    }

    @Override
    public ListGroupsResult listGroups(ListGroupsOptions options) {
        return new ListGroupsResult(groups.list(options));
    }

    @Override
    public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
            Map<String, ListConsumerGroupOffsetsSpec> groupSpecs,
            ListConsumerGroupOffsetsOptions options) {
        return new ListConsumerGroupOffsetsResult(
                each(
                        groupSpecs.keySet(),
                        group ->
                                offsets.committed(
                                        group,
                                        groupSpecs.get(group).topicPartitions(),
                                        options.requireStable(),
                                        options)));
    }

    @Override
    public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
            String groupId,
            Map<TopicPartition, OffsetAndMetadata> changed,
            AlterConsumerGroupOffsetsOptions options) {
        return new AlterConsumerGroupOffsetsResult(
                byPartition(changed.keySet(), offsets.alter(groupId, changed, options)));
    }

    /** What became of each of {@code partitions}. */
    private Map<TopicPartition, KafkaFuture<Void>> byPartition(
            Set<TopicPartition> partitions,
            CompletableFuture<Map<TopicPartition, ErrorCode>> outcome) {
        return each(partitions, partition -> offsets.one(outcome, partition));
    }

    @Override
    public DeleteConsumerGroupsResult deleteConsumerGroups(
            Collection<String> groupIds, DeleteConsumerGroupsOptions options) {
        return new DeleteConsumerGroupsResult(
                each(groupIds, group -> groups.delete(group, options)));
    }

    @Override
    public DeleteConsumerGroupOffsetsResult deleteConsumerGroupOffsets(
            String groupId,
            Set<TopicPartition> partitions,
            DeleteConsumerGroupOffsetsOptions options) {
        return new DeleteConsumerGroupOffsetsResult(
                byPartition(partitions, offsets.delete(groupId, partitions, options)));
    }

    @Override
    public RemoveMembersFromConsumerGroupResult removeMembersFromConsumerGroup(
            String groupId, RemoveMembersFromConsumerGroupOptions options) {
        CompletableFuture<Map<String, ErrorCode>> all = groups.remove(groupId, options);
        Map<MemberToRemove, KafkaFuture<Void>> futures =
                each(
                        options.members(),
                        member ->
                                attempts.future(
                                        all.thenApply(
                                                outcome -> {
                                                    String id = member.id();
                                                    throwUnlessNone(outcome.get(id), id);
                                                    return null;
                                                })));
        KafkaFuture<Void> whole =
                attempts.future(
                        all.thenApply(
                                outcome -> {
                                    outcome.forEach((id, error) -> throwUnlessNone(error, id));
                                    return null;
                                }));
        return new RemoveMembersFromConsumerGroupResult(whole, futures);
    }

    private static void throwUnlessNone(ErrorCode error, String member) {
        if (error != null && error != ErrorCode.NONE) {
            throw Errors.of(error, error.message() + ": " + member);
        }
    }

    @Override
    public DescribeShareGroupsResult describeShareGroups(
            Collection<String> groupIds, DescribeShareGroupsOptions options) {
        return new DescribeShareGroupsResult(
                each(groupIds, group -> shareGroups.describe(group, options)));
    }

    @Override
    public ListShareGroupOffsetsResult listShareGroupOffsets(
            Map<String, ListShareGroupOffsetsSpec> groupSpecs,
            ListShareGroupOffsetsOptions options) {
        return new ListShareGroupOffsetsResult(
                each(
                        groupSpecs.keySet(),
                        group -> shareGroups.offsets(group, groupSpecs.get(group), options)));
    }

    @Override
    public AlterShareGroupOffsetsResult alterShareGroupOffsets(
            String groupId,
            Map<TopicPartition, Long> changed,
            AlterShareGroupOffsetsOptions options) {
        return new AlterShareGroupOffsetsResult(
                shareGroups.alterOffsets(groupId, changed, options));
    }

    @Override
    public DeleteShareGroupOffsetsResult deleteShareGroupOffsets(
            String groupId, Set<String> names, DeleteShareGroupOffsetsOptions options) {
        return new DeleteShareGroupOffsetsResult(
                shareGroups.deleteOffsets(groupId, names, options));
    }

    @Override
    public DeleteShareGroupsResult deleteShareGroups(
            Collection<String> groupIds, DeleteShareGroupsOptions options) {
        return new DeleteShareGroupsResult(each(groupIds, group -> groups.delete(group, options)));
    }

    @Override
    public DescribeStreamsGroupsResult describeStreamsGroups(
            Collection<String> groupIds, DescribeStreamsGroupsOptions options) {
        return new DescribeStreamsGroupsResult(
                each(groupIds, group -> streamsGroups.describe(group, options)));
    }

    @Override
    public ListStreamsGroupOffsetsResult listStreamsGroupOffsets(
            Map<String, ListStreamsGroupOffsetsSpec> groupSpecs,
            ListStreamsGroupOffsetsOptions options) {
        return new ListStreamsGroupOffsetsResult(
                each(
                        groupSpecs.keySet(),
                        group ->
                                offsets.committed(
                                        group,
                                        groupSpecs.get(group).topicPartitions(),
                                        options.requireStable(),
                                        options)));
    }

    @Override
    public AlterStreamsGroupOffsetsResult alterStreamsGroupOffsets(
            String groupId,
            Map<TopicPartition, OffsetAndMetadata> changed,
            AlterStreamsGroupOffsetsOptions options) {
        return new AlterStreamsGroupOffsetsResult(
                byPartition(changed.keySet(), offsets.alter(groupId, changed, options)));
    }

    @Override
    public DeleteStreamsGroupOffsetsResult deleteStreamsGroupOffsets(
            String groupId,
            Set<TopicPartition> partitions,
            DeleteStreamsGroupOffsetsOptions options) {
        return new DeleteStreamsGroupOffsetsResult(
                byPartition(partitions, offsets.delete(groupId, partitions, options)));
    }

    @Override
    public DeleteStreamsGroupsResult deleteStreamsGroups(
            Collection<String> groupIds, DeleteStreamsGroupsOptions options) {
        return new DeleteStreamsGroupsResult(
                each(groupIds, group -> groups.delete(group, options)));
    }
}
