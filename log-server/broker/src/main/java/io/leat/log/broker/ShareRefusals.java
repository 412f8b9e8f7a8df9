package io.leat.log.broker;

import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DeleteShareGroupStateRequest;
import io.leat.log.protocol.message.DeleteShareGroupStateResponse;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DescribeShareGroupOffsetsResponse;
import io.leat.log.protocol.message.InitializeShareGroupStateRequest;
import io.leat.log.protocol.message.InitializeShareGroupStateResponse;
import io.leat.log.protocol.message.ReadShareGroupStateRequest;
import io.leat.log.protocol.message.ReadShareGroupStateResponse;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryRequest;
import io.leat.log.protocol.message.ReadShareGroupStateSummaryResponse;
import io.leat.log.protocol.message.ShareGroupDescribeRequest;
import io.leat.log.protocol.message.ShareGroupDescribeResponse;
import io.leat.log.protocol.message.WriteShareGroupStateRequest;
import io.leat.log.protocol.message.WriteShareGroupStateResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Refusals of requests about share groups that have an error for each partition or group only. Used
 * once, by one request.
 */
final class ShareRefusals {

    private final ErrorCode error;

    private ShareRefusals(ErrorCode error) {
        this.error = error;
    }

    /** The refusal of each element of {@code request}; null if it has none, or is another kind. */
    static @Nullable ApiMessage of(ApiMessage request, ErrorCode error) {
        ShareRefusals refusals = new ShareRefusals(error);
        if (request instanceof InitializeShareGroupStateRequest it) {
            return refusals.initialize(it);
        }
        if (request instanceof ReadShareGroupStateRequest it) {
            return refusals.read(it);
        }
        if (request instanceof WriteShareGroupStateRequest it) {
            return refusals.write(it);
        }
        if (request instanceof DeleteShareGroupStateRequest it) {
            return refusals.delete(it);
        }
        if (request instanceof ReadShareGroupStateSummaryRequest it) {
            return refusals.summary(it);
        }
        if (request instanceof ShareGroupDescribeRequest it) {
            return refusals.describe(it);
        }
        if (request instanceof DescribeShareGroupOffsetsRequest it) {
            return refusals.offsets(it);
        }
        return null;
    }

    private @Nullable ApiMessage describe(ShareGroupDescribeRequest request) {
        var refused =
                each(
                        request.groupIds(),
                        id ->
                                ShareGroupDescribeResponse.DescribedGroup.builder()
                                        .groupId(id)
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : ShareGroupDescribeResponse.builder().groups(refused).build();
    }

    private @Nullable ApiMessage offsets(DescribeShareGroupOffsetsRequest request) {
        var refused =
                each(
                        request.groups(),
                        group ->
                                DescribeShareGroupOffsetsResponse.Group.builder()
                                        .groupId(group.groupId())
                                        .errorCode(error)
                                        .errorMessage(error.message())
                                        .build());
        return refused.isEmpty()
                ? null
                : DescribeShareGroupOffsetsResponse.builder().groups(refused).build();
    }

    private static <T, R> List<R> each(List<T> all, Function<T, R> refused) {
        List<R> results = new ArrayList<>();
        all.forEach(one -> results.add(refused.apply(one)));
        return results;
    }

    private @Nullable ApiMessage initialize(InitializeShareGroupStateRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                new InitializeShareGroupStateResponse.InitializeStateResult(
                                        topic.topicId(),
                                        each(
                                                topic.partitions(),
                                                p ->
                                                        new InitializeShareGroupStateResponse
                                                                .PartitionResult(
                                                                p.partition(),
                                                                error,
                                                                error.message()))));
        return refused.isEmpty() ? null : new InitializeShareGroupStateResponse(refused);
    }

    private @Nullable ApiMessage read(ReadShareGroupStateRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                new ReadShareGroupStateResponse.ReadStateResult(
                                        topic.topicId(),
                                        each(
                                                topic.partitions(),
                                                p ->
                                                        ReadShareGroupStateResponse.PartitionResult
                                                                .builder()
                                                                .partition(p.partition())
                                                                .errorCode(error)
                                                                .errorMessage(error.message())
                                                                .build())));
        return refused.isEmpty() ? null : new ReadShareGroupStateResponse(refused);
    }

    private @Nullable ApiMessage write(WriteShareGroupStateRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                new WriteShareGroupStateResponse.WriteStateResult(
                                        topic.topicId(),
                                        each(
                                                topic.partitions(),
                                                p ->
                                                        new WriteShareGroupStateResponse
                                                                .PartitionResult(
                                                                p.partition(),
                                                                error,
                                                                error.message()))));
        return refused.isEmpty() ? null : new WriteShareGroupStateResponse(refused);
    }

    private @Nullable ApiMessage delete(DeleteShareGroupStateRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                new DeleteShareGroupStateResponse.DeleteStateResult(
                                        topic.topicId(),
                                        each(
                                                topic.partitions(),
                                                p ->
                                                        new DeleteShareGroupStateResponse
                                                                .PartitionResult(
                                                                p.partition(),
                                                                error,
                                                                error.message()))));
        return refused.isEmpty() ? null : new DeleteShareGroupStateResponse(refused);
    }

    private @Nullable ApiMessage summary(ReadShareGroupStateSummaryRequest request) {
        var refused =
                each(
                        request.topics(),
                        topic ->
                                new ReadShareGroupStateSummaryResponse.ReadStateSummaryResult(
                                        topic.topicId(),
                                        each(
                                                topic.partitions(),
                                                p ->
                                                        ReadShareGroupStateSummaryResponse
                                                                .PartitionResult.builder()
                                                                .partition(p.partition())
                                                                .errorCode(error)
                                                                .errorMessage(error.message())
                                                                .build())));
        return refused.isEmpty() ? null : new ReadShareGroupStateSummaryResponse(refused);
    }
}
