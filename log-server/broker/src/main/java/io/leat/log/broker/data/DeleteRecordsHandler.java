package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DeleteRecordsRequest;
import io.leat.log.protocol.message.DeleteRecordsResponse;
import io.leat.log.protocol.message.DeleteRecordsResponse.PartitionResult;
import io.leat.log.protocol.message.DeleteRecordsResponse.TopicResult;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** DeleteRecords: moves the start of partitions up, durably, on all live replicas. Stateless. */
public final class DeleteRecordsHandler
        implements Handler<DeleteRecordsRequest, DeleteRecordsResponse> {

    private final Broker broker;

    public DeleteRecordsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DELETE_RECORDS;
    }

    @Override
    public DeleteRecordsRequest read(Reader in) {
        return DeleteRecordsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DeleteRecordsRequest request,
            Reply<DeleteRecordsResponse> reply) {
        List<PartitionAsk<PartitionResult>> asks = new ArrayList<>();
        for (DeleteRecordsRequest.Topic topic : request.topics()) {
            for (DeleteRecordsRequest.Partition wanted : topic.partitions()) {
                asks.add(ask(topic.name(), wanted, request.timeoutMs()));
            }
        }
        PartitionAsk.all(
                broker,
                context.loop(),
                asks,
                answers -> {
                    Iterator<PartitionResult> next = answers.iterator();
                    List<TopicResult> topics = new ArrayList<>();
                    for (DeleteRecordsRequest.Topic topic : request.topics()) {
                        List<PartitionResult> partitions = new ArrayList<>();
                        topic.partitions().forEach(ignored -> partitions.add(next.next()));
                        topics.add(new TopicResult(topic.name(), partitions));
                    }
                    reply.complete(DeleteRecordsResponse.builder().topics(topics).build());
                });
    }

    private static PartitionAsk<PartitionResult> ask(
            String topic, DeleteRecordsRequest.Partition wanted, int timeoutMs) {
        int index = wanted.partitionIndex();
        return new PartitionAsk<>(
                topic,
                index,
                (data, done) -> {
                    if (TopicImage.isInternal(topic)) {
                        done.accept(
                                new PartitionResult(index, -1, ErrorCode.INVALID_TOPIC_EXCEPTION));
                        return;
                    }
                    data.deleteRecords(
                            wanted.offset(),
                            timeoutMs,
                            (error, start) ->
                                    done.accept(new PartitionResult(index, start, error)));
                },
                error -> new PartitionResult(index, -1, error));
    }
}
