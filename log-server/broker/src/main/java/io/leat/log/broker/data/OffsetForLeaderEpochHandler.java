package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import io.leat.log.storage.EpochEnd;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** OffsetForLeaderEpoch: the largest epoch not above the one asked, and its end. Stateless. */
public final class OffsetForLeaderEpochHandler
        implements Handler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {

    private final Broker broker;

    public OffsetForLeaderEpochHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.OFFSET_FOR_LEADER_EPOCH;
    }

    @Override
    public OffsetForLeaderEpochRequest read(Reader in) {
        return OffsetForLeaderEpochRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            OffsetForLeaderEpochRequest request,
            Reply<OffsetForLeaderEpochResponse> reply) {
        List<PartitionAsk<EpochEndOffset>> asks = new ArrayList<>();
        for (OffsetForLeaderTopic topic : request.topics()) {
            for (OffsetForLeaderPartition wanted : topic.partitions()) {
                int index = wanted.partition();
                asks.add(
                        new PartitionAsk<>(
                                topic.topic(),
                                index,
                                (data, done) -> done.accept(look(data, wanted)),
                                error -> new EpochEndOffset(error, index, -1, -1)));
            }
        }
        PartitionAsk.all(
                broker,
                context.loop(),
                asks,
                answers -> {
                    Iterator<EpochEndOffset> next = answers.iterator();
                    List<OffsetForLeaderTopicResult> topics = new ArrayList<>();
                    for (OffsetForLeaderTopic topic : request.topics()) {
                        List<EpochEndOffset> partitions = new ArrayList<>();
                        topic.partitions().forEach(ignored -> partitions.add(next.next()));
                        topics.add(new OffsetForLeaderTopicResult(topic.topic(), partitions));
                    }
                    reply.complete(OffsetForLeaderEpochResponse.builder().topics(topics).build());
                });
    }

    private static EpochEndOffset look(LogPartition data, OffsetForLeaderPartition wanted) {
        ErrorCode refusal = data.checkEpoch(wanted.currentLeaderEpoch());
        EpochEnd end = refusal == ErrorCode.NONE ? data.log().epochEnd(wanted.leaderEpoch()) : null;
        return end == null
                ? new EpochEndOffset(refusal, wanted.partition(), -1, -1)
                : new EpochEndOffset(refusal, wanted.partition(), end.epoch(), end.endOffset());
    }
}
