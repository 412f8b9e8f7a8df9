package io.leat.log.broker.share.state;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ReadShareGroupStateRequest;
import io.leat.log.protocol.message.ReadShareGroupStateRequest.PartitionData;
import io.leat.log.protocol.message.ReadShareGroupStateResponse;
import io.leat.log.protocol.message.ReadShareGroupStateResponse.PartitionResult;
import io.leat.log.protocol.message.ReadShareGroupStateResponse.ReadStateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ReadShareGroupState, version 0: a new leader takes over what was delivered. */
public final class ReadShareGroupStateHandler
        implements Handler<ReadShareGroupStateRequest, ReadShareGroupStateResponse> {

    private final Broker broker;

    public ReadShareGroupStateHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.READ_SHARE_GROUP_STATE;
    }

    @Override
    public ReadShareGroupStateRequest read(Reader in) {
        return ReadShareGroupStateRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ReadShareGroupStateRequest request,
            Reply<ReadShareGroupStateResponse> reply) {
        StateQuestions<PartitionData> questions = new StateQuestions<>(request.groupId());
        for (ReadShareGroupStateRequest.ReadStateData topic : request.topics()) {
            for (PartitionData each : topic.partitions()) {
                questions.add(topic.topicId(), each.partition(), each);
            }
        }
        questions.ask(
                broker,
                context,
                (coordinator, key, wanted, promise, now) ->
                        coordinator.read(key, wanted.leaderEpoch(), promise),
                answers ->
                        reply.complete(
                                response(
                                        questions.results(
                                                answers, ReadShareGroupStateHandler::result))));
    }

    private static PartitionResult result(int partition, ShareAnswer answer) {
        ShareState state = answer.state();
        PartitionResult.Builder result =
                PartitionResult.builder()
                        .partition(partition)
                        .errorCode(answer.error())
                        .errorMessage(answer.message());
        if (state == null) {
            return result.build();
        }
        return result.stateEpoch(state.stateEpoch())
                .startOffset(state.startOffset())
                .stateBatches(
                        state.batches().stream()
                                .map(
                                        each ->
                                                new ReadShareGroupStateResponse.StateBatch(
                                                        each.first(),
                                                        each.last(),
                                                        each.state(),
                                                        each.deliveryCount()))
                                .toList())
                .build();
    }

    private static ReadShareGroupStateResponse response(Map<Uuid, List<PartitionResult>> found) {
        List<ReadStateResult> results = new ArrayList<>();
        found.forEach((topicId, each) -> results.add(new ReadStateResult(topicId, each)));
        return new ReadShareGroupStateResponse(results);
    }
}
