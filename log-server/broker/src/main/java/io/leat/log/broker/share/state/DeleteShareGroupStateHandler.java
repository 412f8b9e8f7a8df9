package io.leat.log.broker.share.state;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.DeleteShareGroupStateRequest;
import io.leat.log.protocol.message.DeleteShareGroupStateRequest.PartitionData;
import io.leat.log.protocol.message.DeleteShareGroupStateResponse;
import io.leat.log.protocol.message.DeleteShareGroupStateResponse.DeleteStateResult;
import io.leat.log.protocol.message.DeleteShareGroupStateResponse.PartitionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** DeleteShareGroupState, version 0: a share group is done with partitions. */
public final class DeleteShareGroupStateHandler
        implements Handler<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> {

    private final Broker broker;

    public DeleteShareGroupStateHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DELETE_SHARE_GROUP_STATE;
    }

    @Override
    public DeleteShareGroupStateRequest read(Reader in) {
        return DeleteShareGroupStateRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DeleteShareGroupStateRequest request,
            Reply<DeleteShareGroupStateResponse> reply) {
        StateQuestions<PartitionData> questions = new StateQuestions<>(request.groupId());
        for (DeleteShareGroupStateRequest.DeleteStateData topic : request.topics()) {
            for (PartitionData each : topic.partitions()) {
                questions.add(topic.topicId(), each.partition(), each);
            }
        }
        questions.ask(
                broker,
                context,
                (coordinator, key, wanted, promise, now) -> coordinator.delete(key, promise),
                answers ->
                        reply.complete(
                                response(
                                        questions.results(
                                                answers, DeleteShareGroupStateHandler::result))));
    }

    private static PartitionResult result(int partition, ShareAnswer answer) {
        return new PartitionResult(partition, answer.error(), answer.message());
    }

    private static DeleteShareGroupStateResponse response(Map<Uuid, List<PartitionResult>> found) {
        List<DeleteStateResult> results = new ArrayList<>();
        found.forEach((topicId, each) -> results.add(new DeleteStateResult(topicId, each)));
        return new DeleteShareGroupStateResponse(results);
    }
}
