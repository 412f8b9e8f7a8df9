package io.leat.clients.producer;

import io.leat.clients.network.Call;
import io.leat.clients.network.ClusterView;
import io.leat.common.Uuid;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes Produce requests of batches. Immutable. */
record ProduceRequests(ProducerSettings settings) {

    /** First version whose transactional form needs no AddPartitionsToTxn (KIP-890). */
    private static final short TRANSACTIONS_V2 = 12;

    /** First version that names topics by id. */
    private static final short TOPIC_IDS = 13;

    /** A batch in a request, with its bytes. */
    record Sent(PartitionQueue queue, ProducerBatch batch, ByteBuffer bytes) {}

    Call<ProduceResponse> call(List<Sent> batches, ClusterView view, boolean transactionsV2) {
        Map<String, List<Sent>> byTopic = new LinkedHashMap<>();
        boolean idsKnown = true;
        for (Sent sent : batches) {
            String topic = sent.queue.partition.topic();
            byTopic.computeIfAbsent(topic, name -> new ArrayList<>()).add(sent);
            idsKnown &= !view.cluster().topicId(topic).equals(Uuid.ZERO_UUID);
        }
        boolean transactional = settings.transactionalId() != null;
        int highest = idsKnown ? ApiKey.PRODUCE.maxStableVersion() : TOPIC_IDS - 1;
        int lowest = ApiKey.PRODUCE.baselineVersion();
        if (transactional && transactionsV2) {
            lowest = TRANSACTIONS_V2;
        } else if (transactional) {
            highest = TRANSACTIONS_V2 - 1;
        }
        Call<ProduceResponse> call =
                Call.of(
                                ApiKey.PRODUCE,
                                version -> request(version, byTopic, view),
                                ProduceResponse::read)
                        .versions(lowest, highest)
                        .released(() -> batches.forEach(sent -> sent.batch.requestReleased()));
        return settings.acks() == 0 ? call.withoutResponse() : call;
    }

    private ProduceRequest request(int version, Map<String, List<Sent>> byTopic, ClusterView view) {
        List<ProduceRequest.TopicProduceData> topics = new ArrayList<>();
        byTopic.forEach(
                (topic, sent) -> {
                    Uuid id = view.cluster().topicId(topic);
                    topics.add(
                            new ProduceRequest.TopicProduceData(
                                    version >= TOPIC_IDS ? "" : topic,
                                    version >= TOPIC_IDS
                                            ? new io.leat.log.protocol.Uuid(
                                                    id.getMostSignificantBits(),
                                                    id.getLeastSignificantBits())
                                            : io.leat.log.protocol.Uuid.ZERO,
                                    partitions(sent)));
                });
        return ProduceRequest.builder()
                .transactionalId(settings.transactionalId())
                .acks(settings.acks())
                .timeoutMs(settings.requestTimeoutMs())
                .topicData(topics)
                .build();
    }

    private static List<ProduceRequest.PartitionProduceData> partitions(List<Sent> sent) {
        List<ProduceRequest.PartitionProduceData> partitions = new ArrayList<>();
        for (Sent one : sent) {
            partitions.add(
                    new ProduceRequest.PartitionProduceData(
                            one.queue.partition.partition(), Records.of(one.bytes)));
        }
        return partitions;
    }

    /** The answer for one batch, or null when the response does not mention it. */
    static ProduceResponse.PartitionProduceResponse answer(
            ProduceResponse response, Sent sent, ClusterView view) {
        Uuid id = view.cluster().topicId(sent.queue.partition.topic());
        for (ProduceResponse.TopicProduceResponse topic : response.responses()) {
            boolean same =
                    topic.name().equals(sent.queue.partition.topic())
                            || topic.name().isEmpty()
                                    && topic.topicId().high() == id.getMostSignificantBits()
                                    && topic.topicId().low() == id.getLeastSignificantBits();
            if (same) {
                for (ProduceResponse.PartitionProduceResponse partition :
                        topic.partitionResponses()) {
                    if (partition.index() == sent.queue.partition.partition()) {
                        return partition;
                    }
                }
            }
        }
        return null;
    }
}
