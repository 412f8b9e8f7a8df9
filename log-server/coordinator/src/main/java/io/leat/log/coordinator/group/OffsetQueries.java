package io.leat.log.coordinator.group;

import io.leat.log.coordinator.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers OffsetFetch requests for one group, in the shape of version 8; the handler looks up topic
 * ids and folds the answer for older clients. Owned by the shard's loop.
 */
final class OffsetQueries {

    private final GroupTable groups;
    private final OffsetStore offsets;

    OffsetQueries(GroupTable groups, OffsetStore offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    /**
     * @param requireStable whether an offset that an open transaction may change is refused
     */
    OffsetFetchResponse.Group fetch(OffsetFetchRequest.Group request, boolean requireStable) {
        Group known = groups.get(request.groupId());
        ErrorCode refused =
                known == null
                        ? ErrorCode.NONE
                        : known.checkFetch(request.memberId(), request.memberEpoch());
        if (refused != ErrorCode.NONE) {
            return new OffsetFetchResponse.Group(request.groupId(), List.of(), refused);
        }
        GroupOffsets group = offsets.of(request.groupId());
        List<OffsetFetchRequest.Topics> wanted = request.topics();
        List<OffsetFetchResponse.Topics> topics = new ArrayList<>();
        for (OffsetFetchRequest.Topics topic : wanted == null ? all(group) : wanted) {
            List<OffsetFetchResponse.Partitions> partitions = new ArrayList<>();
            for (int index : topic.partitionIndexes()) {
                TopicPartition partition = new TopicPartition(topic.name(), index);
                boolean unstable = requireStable && group.isPending(partition);
                partitions.add(unstable ? unstable(index) : found(index, group.get(partition)));
            }
            topics.add(new OffsetFetchResponse.Topics(topic.name(), topic.topicId(), partitions));
        }
        return new OffsetFetchResponse.Group(request.groupId(), topics, ErrorCode.NONE);
    }

    private static List<OffsetFetchRequest.Topics> all(GroupOffsets group) {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition each : group.committed().keySet()) {
            byTopic.computeIfAbsent(each.topic(), t -> new ArrayList<>()).add(each.partition());
        }
        List<OffsetFetchRequest.Topics> all = new ArrayList<>();
        byTopic.forEach(
                (topic, indexes) ->
                        all.add(
                                new OffsetFetchRequest.Topics(
                                        topic, Uuid.ZERO, indexes.stream().sorted().toList())));
        return all;
    }

    private static OffsetFetchResponse.Partitions found(
            int index, @Nullable CommittedOffset committed) {
        if (committed == null) {
            return new OffsetFetchResponse.Partitions(index, -1, -1, "", ErrorCode.NONE);
        }
        return new OffsetFetchResponse.Partitions(
                index,
                committed.offset(),
                committed.leaderEpoch(),
                committed.metadata(),
                ErrorCode.NONE);
    }

    private static OffsetFetchResponse.Partitions unstable(int index) {
        return new OffsetFetchResponse.Partitions(
                index, -1, -1, "", ErrorCode.UNSTABLE_OFFSET_COMMIT);
    }
}
