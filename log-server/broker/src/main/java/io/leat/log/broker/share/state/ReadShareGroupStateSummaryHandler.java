package io.leat.log.broker.share.state;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryRequest;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryRequest.PartitionData;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryResponse;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryResponse.PartitionResult;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryResponse.ReadStateSummaryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ReadShareGroupStateSummary, versions 0 to 1: how far a share group is. */
public final class ReadShareGroupStateSummaryHandler
        implements Handler<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse> {

    private final Broker broker;

    public ReadShareGroupStateSummaryHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.READ_SHARE_GROUP_STATE_SUMMARY;
    }

    @Override
    public ReadShareGroupStateSummaryRequest read(Reader in) {
        return ReadShareGroupStateSummaryRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ReadShareGroupStateSummaryRequest request,
            Reply<ReadShareGroupStateSummaryResponse> reply) {
        StateQuestions<PartitionData> questions = new StateQuestions<>(request.groupId());
        for (ReadShareGroupStateSummaryRequest.ReadStateSummaryData topic : request.topics()) {
            for (PartitionData each : topic.partitions()) {
                questions.add(topic.topicId(), each.partition(), each);
            }
        }
        questions.ask(
                broker,
                context,
                (coordinator, key, wanted, promise, now) -> coordinator.summary(key, promise),
                answers ->
                        reply.complete(
                                response(
                                        questions.results(
                                                answers,
                                                ReadShareGroupStateSummaryHandler::result))));
    }

    private static PartitionResult result(int partition, ShareAnswer answer) {
        ShareState state = answer.state();
        PartitionResult.Builder result =
                PartitionResult.builder()
                        .partition(partition)
                        .errorCode(answer.error())
                        .errorMessage(answer.message());
        if (state == null) {
            boolean unknown = answer.error() == ErrorCode.NONE;
            return result.startOffset(unknown ? ShareState.UNINITIALIZED : 0).build();
        }
        return result.stateEpoch(state.stateEpoch())
                .leaderEpoch(state.leaderEpoch())
                .startOffset(state.startOffset())
                .deliveryCompleteCount(state.deliveryCompleteCount())
                .build();
    }

    private static ReadShareGroupStateSummaryResponse response(
            Map<Uuid, List<PartitionResult>> found) {
        List<ReadStateSummaryResult> results = new ArrayList<>();
        found.forEach((topicId, each) -> results.add(new ReadStateSummaryResult(topicId, each)));
        return new ReadShareGroupStateSummaryResponse(results);
    }
}
