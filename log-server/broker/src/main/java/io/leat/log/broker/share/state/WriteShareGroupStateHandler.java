package io.leat.log.broker.share.state;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.WriteShareGroupStateRequest;
import io.leat.log.protocol.message.WriteShareGroupStateRequest.PartitionData;
import io.leat.log.protocol.message.WriteShareGroupStateResponse;
import io.leat.log.protocol.message.WriteShareGroupStateResponse.PartitionResult;
import io.leat.log.protocol.message.WriteShareGroupStateResponse.WriteStateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** WriteShareGroupState, versions 0 to 1: what leaders of partitions have delivered. */
public final class WriteShareGroupStateHandler
        implements Handler<WriteShareGroupStateRequest, WriteShareGroupStateResponse> {

    private final Broker broker;

    public WriteShareGroupStateHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.WRITE_SHARE_GROUP_STATE;
    }

    @Override
    public WriteShareGroupStateRequest read(Reader in) {
        return WriteShareGroupStateRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            WriteShareGroupStateRequest request,
            Reply<WriteShareGroupStateResponse> reply) {
        StateQuestions<PartitionData> questions = new StateQuestions<>(request.groupId());
        for (WriteShareGroupStateRequest.WriteStateData topic : request.topics()) {
            for (PartitionData each : topic.partitions()) {
                questions.add(topic.topicId(), each.partition(), each);
            }
        }
        questions.ask(
                broker,
                context,
                (coordinator, key, wanted, promise, now) ->
                        coordinator.write(update(key, wanted), wanted.stateEpoch(), promise, now),
                answers ->
                        reply.complete(
                                response(
                                        questions.results(
                                                answers, WriteShareGroupStateHandler::result))));
    }

    private static PartitionResult result(int partition, ShareAnswer answer) {
        return new PartitionResult(partition, answer.error(), answer.message());
    }

    private static WriteShareGroupStateResponse response(Map<Uuid, List<PartitionResult>> found) {
        List<WriteStateResult> results = new ArrayList<>();
        found.forEach((topicId, each) -> results.add(new WriteStateResult(topicId, each)));
        return new WriteShareGroupStateResponse(results);
    }

    private static Update update(SharePartitionKey key, PartitionData wanted) {
        return new Update(
                key,
                0,
                wanted.leaderEpoch(),
                wanted.startOffset(),
                wanted.deliveryCompleteCount(),
                wanted.stateBatches().stream()
                        .map(
                                each ->
                                        new StateBatch(
                                                each.firstOffset(),
                                                each.lastOffset(),
                                                each.deliveryState(),
                                                each.deliveryCount()))
                        .toList());
    }
}
