package io.leat.log.broker.transaction;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.WriteTxnMarkersRequest;
import io.leat.log.protocol.message.WriteTxnMarkersResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * WriteTxnMarkers, versions 1 and 2: a coordinator on another broker, or an administrator who ends
 * a hanging transaction, brings markers for partitions this broker leads.
 */
public final class WriteTxnMarkersHandler
        implements Handler<WriteTxnMarkersRequest, WriteTxnMarkersResponse> {

    private final Broker broker;

    public WriteTxnMarkersHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.WRITE_TXN_MARKERS;
    }

    @Override
    public WriteTxnMarkersRequest read(Reader in) {
        return WriteTxnMarkersRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            WriteTxnMarkersRequest request,
            Reply<WriteTxnMarkersResponse> reply) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < request.markers().size(); i++) {
            collect(i, request.markers().get(i), writes);
        }
        Gathering<ErrorCode> all =
                new Gathering<>(
                        context.loop(),
                        writes.size(),
                        errors -> reply.complete(response(request, writes, errors)));
        for (int i = 0; i < writes.size(); i++) {
            int number = i;
            Write write = writes.get(i);
            broker.coordinators()
                    .markers()
                    .write(write.to, write.marker, error -> all.add(number, error));
        }
    }

    /** One marker for one partition; {@code number} is its place in the request. */
    private record Write(int number, TopicPartition to, TransactionMarker marker) {}

    private static void collect(
            int number, WriteTxnMarkersRequest.WritableTxnMarker wanted, List<Write> writes) {
        TransactionMarker marker =
                new TransactionMarker(
                        new ProducerIdentity(wanted.producerId(), wanted.producerEpoch()),
                        wanted.transactionResult(),
                        wanted.coordinatorEpoch(),
                        wanted.transactionVersion());
        for (WriteTxnMarkersRequest.WritableTxnMarkerTopic topic : wanted.topics()) {
            for (int index : topic.partitionIndexes()) {
                writes.add(new Write(number, new TopicPartition(topic.name(), index), marker));
            }
        }
    }

    private static WriteTxnMarkersResponse response(
            WriteTxnMarkersRequest request, List<Write> writes, List<ErrorCode> errors) {
        List<WriteTxnMarkersResponse.WritableTxnMarkerResult> results = new ArrayList<>();
        for (int i = 0; i < request.markers().size(); i++) {
            results.add(
                    new WriteTxnMarkersResponse.WritableTxnMarkerResult(
                            request.markers().get(i).producerId(), topics(i, writes, errors)));
        }
        return WriteTxnMarkersResponse.builder().markers(results).build();
    }

    private static List<WriteTxnMarkersResponse.WritableTxnMarkerTopicResult> topics(
            int number, List<Write> writes, List<ErrorCode> errors) {
        Map<String, List<WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult>> topics =
                new LinkedHashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            Write write = writes.get(i);
            if (write.number == number) {
                topics.computeIfAbsent(write.to.topic(), t -> new ArrayList<>())
                        .add(
                                new WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult(
                                        write.to.partition(), errors.get(i)));
            }
        }
        List<WriteTxnMarkersResponse.WritableTxnMarkerTopicResult> results = new ArrayList<>();
        topics.forEach(
                (topic, partitions) ->
                        results.add(
                                new WriteTxnMarkersResponse.WritableTxnMarkerTopicResult(
                                        topic, partitions)));
        return results;
    }
}
