package io.leat.log.broker.share.state;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.InitializeShareGroupStateRequest;
import io.leat.log.protocol.message.InitializeShareGroupStateRequest.PartitionData;
import io.leat.log.protocol.message.InitializeShareGroupStateResponse;
import io.leat.log.protocol.message.InitializeShareGroupStateResponse.InitializeStateResult;
import io.leat.log.protocol.message.InitializeShareGroupStateResponse.PartitionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** InitializeShareGroupState, version 0: a share group begins with partitions. */
public final class InitializeShareGroupStateHandler
        implements Handler<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> {

    private final Broker broker;

    public InitializeShareGroupStateHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.INITIALIZE_SHARE_GROUP_STATE;
    }

    @Override
    public InitializeShareGroupStateRequest read(Reader in) {
        return InitializeShareGroupStateRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            InitializeShareGroupStateRequest request,
            Reply<InitializeShareGroupStateResponse> reply) {
        StateQuestions<PartitionData> questions = new StateQuestions<>(request.groupId());
        for (InitializeShareGroupStateRequest.InitializeStateData topic : request.topics()) {
            for (PartitionData each : topic.partitions()) {
                questions.add(topic.topicId(), each.partition(), each);
            }
        }
        questions.ask(
                broker,
                context,
                (coordinator, key, wanted, promise, now) ->
                        coordinator.initialize(
                                key, wanted.stateEpoch(), wanted.startOffset(), promise, now),
                answers ->
                        reply.complete(
                                response(
                                        questions.results(
                                                answers,
                                                InitializeShareGroupStateHandler::result))));
    }

    private static PartitionResult result(int partition, ShareAnswer answer) {
        return new PartitionResult(partition, answer.error(), answer.message());
    }

    private static InitializeShareGroupStateResponse response(
            Map<Uuid, List<PartitionResult>> found) {
        List<InitializeStateResult> results = new ArrayList<>();
        found.forEach((topicId, each) -> results.add(new InitializeStateResult(topicId, each)));
        return new InitializeShareGroupStateResponse(results);
    }
}
