package io.leat.log.broker.legacy;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.data.ProduceHandler;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceRequest.PartitionProduceData;
import io.leat.log.protocol.message.ProduceRequest.TopicProduceData;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.leat.log.protocol.message.ProduceResponse.TopicProduceResponse;
import io.leat.log.protocol.messageset.MessageSetReader;
import io.leat.log.protocol.record.InvalidBatchException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Produce, versions 0 to 2: message sets become record batches before anything else sees them, so
 * that nothing old is stored. Runs on the connection's loop.
 */
public final class OldProduce extends OldVersions<ProduceRequest, ProduceResponse> {

    private static final int FIRST_WITH_BATCHES = 3;

    /** Bytes that a compressed message may hold, as a multiple of the largest stored batch. */
    private static final long EXPANSION_MAX = 100;

    private static final int DECOMPRESSED_MAX = 1 << 28;

    private final Broker broker;

    public OldProduce(Broker broker) {
        super(new ProduceHandler(broker), FIRST_WITH_BATCHES);
        this.broker = broker;
    }

    @Override
    void translate(RequestContext context, ProduceRequest request, Reply<ProduceResponse> reply) {
        Map<PartitionProduceData, InvalidBatchException> refused = new IdentityHashMap<>();
        List<TopicProduceData> topics = new ArrayList<>();
        for (TopicProduceData topic : request.topicData()) {
            int bytesMax =
                    broker.topics()
                            .config(broker.image(), topic.name())
                            .get(TopicKeys.MAX_MESSAGE_BYTES);
            List<PartitionProduceData> partitions = new ArrayList<>();
            for (PartitionProduceData data : topic.partitionData()) {
                try {
                    partitions.add(data.toBuilder().records(batches(data, bytesMax)).build());
                } catch (InvalidBatchException e) {
                    refused.put(data, e);
                }
            }
            topics.add(topic.toBuilder().partitionData(partitions).build());
        }
        ProduceRequest translated = request.toBuilder().topicData(topics).build();
        modern().handle(context, translated, new Answer(request, refused, reply));
    }

    private static Records batches(PartitionProduceData data, int bytesMax) {
        Records records = data.records();
        ByteBuffer set = (records == null ? Records.EMPTY : records).toBuffer();
        if (!MessageSetReader.isMessageSet(set)) {
            return Records.of(set); // as Kafka, which asks no more than a batch of these versions
        }
        int decompressedMax = (int) Math.min(DECOMPRESSED_MAX, bytesMax * EXPANSION_MAX);
        return Records.of(MessageSetReader.batches(set, bytesMax, decompressedMax));
    }

    /**
     * The reply with what was refused before.
     *
     * @param refused the data that could not be read, each an element of {@code asked}
     */
    private record Answer(
            ProduceRequest asked,
            Map<PartitionProduceData, InvalidBatchException> refused,
            Reply<ProduceResponse> reply)
            implements Reply<ProduceResponse> {

        @Override
        public void complete(ProduceResponse response, Runnable released) {
            reply.complete(refused.isEmpty() ? response : merged(response), released);
        }

        private ProduceResponse merged(ProduceResponse response) {
            List<TopicProduceResponse> topics = new ArrayList<>();
            Iterator<TopicProduceResponse> answered = response.responses().iterator();
            for (TopicProduceData topic : asked.topicData()) {
                TopicProduceResponse answer = answered.next();
                Iterator<PartitionProduceResponse> taken = answer.partitionResponses().iterator();
                List<PartitionProduceResponse> partitions = new ArrayList<>();
                for (PartitionProduceData data : topic.partitionData()) {
                    InvalidBatchException cause = refused.get(data);
                    partitions.add(cause == null ? taken.next() : refusal(data, cause));
                }
                topics.add(answer.toBuilder().partitionResponses(partitions).build());
            }
            return response.toBuilder().responses(topics).build();
        }

        private static PartitionProduceResponse refusal(
                PartitionProduceData data, InvalidBatchException cause) {
            return PartitionProduceResponse.builder()
                    .index(data.index())
                    .errorCode(cause.code())
                    .baseOffset(-1)
                    .build();
        }

        @Override
        public void onClosed(Runnable gone) {
            reply.onClosed(gone);
        }

        @Override
        public void none() {
            if (refused.isEmpty()) {
                reply.none();
            } else {
                InvalidBatchException cause = refused.values().iterator().next();
                reply.close("produce without acknowledgement failed: " + cause.getMessage());
            }
        }

        @Override
        public void close(String reason) {
            reply.close(reason);
        }
    }
}
