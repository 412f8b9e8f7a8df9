package io.leat.log.broker.share;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.data.LeaderHints;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ShareAcknowledgeRequest;
import io.leat.log.protocol.message.ShareAcknowledgeResponse;
import io.leat.log.protocol.message.ShareAcknowledgeResponse.LeaderIdAndEpoch;
import io.leat.log.protocol.message.ShareAcknowledgeResponse.NodeEndpoint;
import io.leat.log.protocol.message.ShareAcknowledgeResponse.PartitionData;
import io.leat.log.protocol.message.ShareAcknowledgeResponse.TopicResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ShareAcknowledge, versions 1 to 2: what a member of a share group says about its records. */
public final class ShareAcknowledgeHandler
        implements Handler<ShareAcknowledgeRequest, ShareAcknowledgeResponse> {

    private final Broker broker;

    public ShareAcknowledgeHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.SHARE_ACKNOWLEDGE;
    }

    @Override
    public ShareAcknowledgeRequest read(Reader in) {
        return ShareAcknowledgeRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ShareAcknowledgeRequest request,
            Reply<ShareAcknowledgeResponse> reply) {
        ShareSession.Key key = ShareFetchHandler.key(request.groupId(), request.memberId());
        if (key == null) {
            refuse(reply, ErrorCode.INVALID_REQUEST, "The group or the member has no valid id.");
            return;
        }
        ErrorCode error =
                request.shareSessionEpoch() == ShareSession.OPENS
                        ? ErrorCode.INVALID_SHARE_SESSION_EPOCH
                        : broker.shares()
                                .sessions()
                                .next(key, request.shareSessionEpoch(), List.of(), List.of())
                                .error();
        if (error != ErrorCode.NONE) {
            refuse(reply, error, error.message() + ".");
            return;
        }
        ShareAcknowledgements said = new ShareAcknowledgements(key, request.isRenewAck());
        for (ShareAcknowledgeRequest.AcknowledgeTopic topic : request.topics()) {
            for (ShareAcknowledgeRequest.AcknowledgePartition each : topic.partitions()) {
                said.add(
                        new SharePart(topic.topicId(), each.partitionIndex()),
                        each.acknowledgementBatches().stream()
                                .map(
                                        batch ->
                                                new Acknowledgement(
                                                        batch.firstOffset(),
                                                        batch.lastOffset(),
                                                        batch.acknowledgeTypes()))
                                .toList());
            }
        }
        said.tell(
                broker,
                context,
                results -> {
                    if (request.shareSessionEpoch() == ShareSession.CLOSES) {
                        broker.shares().sessions().close(key);
                    }
                    reply.complete(response(context, key.group(), results));
                });
    }

    private ShareAcknowledgeResponse response(
            RequestContext context, String group, Map<SharePart, ShareError> results) {
        LeaderHints hints = new LeaderHints(broker, context, 0);
        Map<Uuid, List<PartitionData>> topics = new LinkedHashMap<>();
        results.forEach(
                (part, result) -> {
                    PartitionData.Builder data =
                            PartitionData.builder()
                                    .partitionIndex(part.partition())
                                    .errorCode(result.error())
                                    .errorMessage(result.message());
                    LeaderHints.Leader leader =
                            hints.leader(part.topicId(), "", part.partition(), result.error());
                    if (leader != null) {
                        data.currentLeader(new LeaderIdAndEpoch(leader.id(), leader.epoch()));
                    }
                    topics.computeIfAbsent(part.topicId(), id -> new ArrayList<>())
                            .add(data.build());
                });
        List<TopicResponse> responses = new ArrayList<>();
        topics.forEach((topicId, each) -> responses.add(new TopicResponse(topicId, each)));
        return ShareAcknowledgeResponse.builder()
                .acquisitionLockTimeoutMs((int) broker.shares().settings().limits(group).lockMs())
                .responses(responses)
                .nodeEndpoints(hints.endpoints(NodeEndpoint::new))
                .build();
    }

    private static void refuse(
            Reply<ShareAcknowledgeResponse> reply, ErrorCode error, String message) {
        reply.complete(
                ShareAcknowledgeResponse.builder().errorCode(error).errorMessage(message).build());
    }
}
