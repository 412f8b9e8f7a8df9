package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeProducersRequest;
import io.leat.log.protocol.message.DescribeProducersRequest.TopicRequest;
import io.leat.log.protocol.message.DescribeProducersResponse;
import io.leat.log.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.leat.log.protocol.message.DescribeProducersResponse.ProducerState;
import io.leat.log.protocol.message.DescribeProducersResponse.TopicResponse;
import io.leat.log.storage.ProducerInfo;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** DescribeProducers: what partitions remember of their producers (KIP-664). Stateless. */
public final class DescribeProducersHandler
        implements Handler<DescribeProducersRequest, DescribeProducersResponse> {

    private final Broker broker;

    public DescribeProducersHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_PRODUCERS;
    }

    @Override
    public DescribeProducersRequest read(Reader in) {
        return DescribeProducersRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeProducersRequest request,
            Reply<DescribeProducersResponse> reply) {
        List<PartitionAsk<PartitionResponse>> asks = new ArrayList<>();
        for (TopicRequest topic : request.topics()) {
            for (int index : topic.partitionIndexes()) {
                asks.add(
                        new PartitionAsk<>(
                                topic.name(),
                                index,
                                (data, done) ->
                                        done.accept(response(index, ErrorCode.NONE, states(data))),
                                error -> response(index, error, List.of())));
            }
        }
        PartitionAsk.all(
                broker,
                context.loop(),
                asks,
                answers -> {
                    Iterator<PartitionResponse> next = answers.iterator();
                    List<TopicResponse> topics = new ArrayList<>();
                    for (TopicRequest topic : request.topics()) {
                        List<PartitionResponse> partitions = new ArrayList<>();
                        topic.partitionIndexes().forEach(ignored -> partitions.add(next.next()));
                        topics.add(new TopicResponse(topic.name(), partitions));
                    }
                    reply.complete(DescribeProducersResponse.builder().topics(topics).build());
                });
    }

    private static PartitionResponse response(
            int index, ErrorCode error, List<ProducerState> states) {
        return PartitionResponse.builder()
                .partitionIndex(index)
                .errorCode(error)
                .activeProducers(states)
                .build();
    }

    private static List<ProducerState> states(LogPartition data) {
        List<ProducerState> states = new ArrayList<>();
        for (ProducerInfo info : data.log().producers()) {
            states.add(
                    new ProducerState(
                            info.producerId(),
                            info.epoch(),
                            info.lastSequence(),
                            info.lastTimestamp(),
                            info.coordinatorEpoch(),
                            info.transactionStartOffset()));
        }
        return states;
    }
}
