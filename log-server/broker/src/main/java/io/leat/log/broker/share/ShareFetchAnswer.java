package io.leat.log.broker.share;

import io.leat.log.broker.data.LeaderHints;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ShareFetchResponse;
import io.leat.log.protocol.message.ShareFetchResponse.AcquiredRecords;
import io.leat.log.protocol.message.ShareFetchResponse.LeaderIdAndEpoch;
import io.leat.log.protocol.message.ShareFetchResponse.NodeEndpoint;
import io.leat.log.protocol.message.ShareFetchResponse.PartitionData;
import io.leat.log.protocol.message.ShareFetchResponse.ShareFetchableTopicResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The response to one share fetch, as it is put together. Used on the connection's loop. */
final class ShareFetchAnswer {

    private final LeaderHints hints;
    private final Map<Uuid, List<PartitionData>> topics = new LinkedHashMap<>();

    ShareFetchAnswer(LeaderHints hints) {
        this.hints = hints;
    }

    /**
     * @param acknowledged what came of acknowledgements of the partition; null if there were none
     */
    void add(SharePart part, ShareFetched fetched, @Nullable ShareError acknowledged) {
        ShareError error = ShareError.of(fetched.error());
        PartitionData.Builder data =
                PartitionData.builder()
                        .partitionIndex(part.partition())
                        .errorCode(error.error())
                        .errorMessage(error.message())
                        .records(Records.of(fetched.batches()))
                        .acquiredRecords(
                                fetched.acquired().stream()
                                        .map(
                                                each ->
                                                        new AcquiredRecords(
                                                                each.first(),
                                                                each.last(),
                                                                (short) each.deliveries()))
                                        .toList());
        if (acknowledged != null) {
            data.acknowledgeErrorCode(acknowledged.error())
                    .acknowledgeErrorMessage(acknowledged.message());
        }
        LeaderHints.Leader leader =
                hints.leader(part.topicId(), "", part.partition(), fetched.error());
        if (leader == null && acknowledged != null) {
            leader = hints.leader(part.topicId(), "", part.partition(), acknowledged.error());
        }
        if (leader != null) {
            data.currentLeader(new LeaderIdAndEpoch(leader.id(), leader.epoch()));
        }
        topics.computeIfAbsent(part.topicId(), id -> new ArrayList<>()).add(data.build());
    }

    ShareFetchResponse message(int lockMs) {
        List<ShareFetchableTopicResponse> responses = new ArrayList<>();
        topics.forEach(
                (topicId, partitions) ->
                        responses.add(new ShareFetchableTopicResponse(topicId, partitions)));
        return ShareFetchResponse.builder()
                .acquisitionLockTimeoutMs(lockMs)
                .responses(responses)
                .nodeEndpoints(hints.endpoints(NodeEndpoint::new))
                .build();
    }
}
