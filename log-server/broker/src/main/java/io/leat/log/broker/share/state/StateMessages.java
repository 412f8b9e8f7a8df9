package io.leat.log.broker.share.state;

import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DeleteShareGroupStateRequest;
import io.leat.log.protocol.message.DeleteShareGroupStateResponse;
import io.leat.log.protocol.message.InitializeShareGroupStateRequest;
import io.leat.log.protocol.message.InitializeShareGroupStateResponse;
import io.leat.log.protocol.message.ReadShareGroupStateRequest;
import io.leat.log.protocol.message.ReadShareGroupStateResponse;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryRequest;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryResponse;
import io.leat.log.protocol.message.WriteShareGroupStateRequest;
import io.leat.log.protocol.message.WriteShareGroupStateResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests to a share coordinator on another broker, each about one share-partition. Stateless. */
final class StateMessages {

    private StateMessages() {}

    static ApiMessage initialize(SharePartitionKey key, int stateEpoch, long startOffset) {
        return new InitializeShareGroupStateRequest(
                key.groupId(),
                List.of(
                        new InitializeShareGroupStateRequest.InitializeStateData(
                                key.topicId(),
                                List.of(
                                        new InitializeShareGroupStateRequest.PartitionData(
                                                key.partition(), stateEpoch, startOffset)))));
    }

    static ApiMessage read(SharePartitionKey key, int leaderEpoch) {
        return new ReadShareGroupStateRequest(
                key.groupId(),
                List.of(
                        new ReadShareGroupStateRequest.ReadStateData(
                                key.topicId(),
                                List.of(
                                        new ReadShareGroupStateRequest.PartitionData(
                                                key.partition(), leaderEpoch)))));
    }

    static ApiMessage write(Update update, int stateEpoch) {
        SharePartitionKey key = update.key();
        return new WriteShareGroupStateRequest(
                key.groupId(),
                List.of(
                        new WriteShareGroupStateRequest.WriteStateData(
                                key.topicId(),
                                List.of(
                                        WriteShareGroupStateRequest.PartitionData.builder()
                                                .partition(key.partition())
                                                .stateEpoch(stateEpoch)
                                                .leaderEpoch(update.leaderEpoch())
                                                .startOffset(update.startOffset())
                                                .deliveryCompleteCount(
                                                        update.deliveryCompleteCount())
                                                .stateBatches(
                                                        update.batches().stream()
                                                                .map(StateMessages::message)
                                                                .toList())
                                                .build()))));
    }

    private static WriteShareGroupStateRequest.StateBatch message(StateBatch batch) {
        return new WriteShareGroupStateRequest.StateBatch(
                batch.first(), batch.last(), batch.state(), batch.deliveryCount());
    }

    static ApiMessage summary(SharePartitionKey key) {
        return new ReadShareGroupStateSummaryRequest(
                key.groupId(),
                List.of(
                        new ReadShareGroupStateSummaryRequest.ReadStateSummaryData(
                                key.topicId(),
                                List.of(
                                        new ReadShareGroupStateSummaryRequest.PartitionData(
                                                key.partition(), -1)))));
    }

    static ApiMessage delete(SharePartitionKey key) {
        return new DeleteShareGroupStateRequest(
                key.groupId(),
                List.of(
                        new DeleteShareGroupStateRequest.DeleteStateData(
                                key.topicId(),
                                List.of(
                                        new DeleteShareGroupStateRequest.PartitionData(
                                                key.partition())))));
    }

    /** What the answer to one of these says of its one share-partition. */
    static ShareAnswer answer(ApiMessage response) {
        if (response instanceof InitializeShareGroupStateResponse it) {
            for (var topic : it.results()) {
                for (var each : topic.partitions()) {
                    return of(each.errorCode(), each.errorMessage(), null);
                }
            }
        } else if (response instanceof WriteShareGroupStateResponse it) {
            for (var topic : it.results()) {
                for (var each : topic.partitions()) {
                    return of(each.errorCode(), each.errorMessage(), null);
                }
            }
        } else if (response instanceof DeleteShareGroupStateResponse it) {
            for (var topic : it.results()) {
                for (var each : topic.partitions()) {
                    return of(each.errorCode(), each.errorMessage(), null);
                }
            }
        } else if (response instanceof ReadShareGroupStateResponse it) {
            for (var topic : it.results()) {
                for (var each : topic.partitions()) {
                    return of(each.errorCode(), each.errorMessage(), state(each));
                }
            }
        } else if (response instanceof ReadShareGroupStateSummaryResponse it) {
            for (var topic : it.results()) {
                for (var each : topic.partitions()) {
                    return of(each.errorCode(), each.errorMessage(), state(each));
                }
            }
        }
        return ShareAnswer.failed(ErrorCode.UNKNOWN_SERVER_ERROR);
    }

    private static ShareAnswer of(
            ErrorCode error, @Nullable String message, @Nullable ShareState state) {
        return new ShareAnswer(error, message, error == ErrorCode.NONE ? state : null);
    }

    private static ShareState state(ReadShareGroupStateResponse.PartitionResult found) {
        List<StateBatch> batches =
                found.stateBatches().stream()
                        .map(
                                each ->
                                        new StateBatch(
                                                each.firstOffset(),
                                                each.lastOffset(),
                                                each.deliveryState(),
                                                each.deliveryCount()))
                        .toList();
        return new ShareState(0, found.stateEpoch(), -1, found.startOffset(), -1, -1, -1, batches);
    }

    private static ShareState state(ReadShareGroupStateSummaryResponse.PartitionResult found) {
        return new ShareState(
                0,
                found.stateEpoch(),
                found.leaderEpoch(),
                found.startOffset(),
                found.deliveryCompleteCount(),
                -1,
                -1,
                List.of());
    }
}
