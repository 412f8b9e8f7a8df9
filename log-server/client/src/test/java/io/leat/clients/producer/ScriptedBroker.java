package io.leat.clients.producer;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.InitProducerIdResponse;
import io.leat.log.protocol.message.MetadataResponse;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.record.DecodedRecord;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Ports;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A broker of one topic in simulation that keeps sequence numbers as a real one does, and whose
 * answers to Produce a script can spoil.
 */
final class ScriptedBroker {

    /** What to do with a Produce request. */
    enum Act {
        /** Append and answer. */
        SERVE,
        /** Append, then close the connection instead of answering. */
        LOSE_ANSWER,
        /** Close the connection without appending. */
        LOSE_REQUEST,
        /** Refuse all partitions with NOT_LEADER_OR_FOLLOWER. */
        NOT_LEADER,
        /** Append and answer two seconds later. */
        SLOW,
        /** Never answer, and never append. */
        SILENT
    }

    private static final Uuid TOPIC_ID = new Uuid(7, 7);

    private record ProducerKey(int partition, long producerId) {}

    /** What a partition remembers of a producer: epoch and last sequences with their offsets. */
    private static final class Known {

        short epoch;
        int next;
        final LinkedHashMap<Integer, Long> recent = new LinkedHashMap<>();
    }

    private final Ports ports;
    private final int partitions;
    private final Supplier<Act> script;
    private final Map<Integer, List<String>> logs = new HashMap<>();
    private final Map<ProducerKey, Known> producers = new HashMap<>();
    private long nextProducerId = 1_000;
    int produceRequests;

    ScriptedBroker(Ports ports, int partitions, Supplier<Act> script) {
        this.ports = ports;
        this.partitions = partitions;
        this.script = script;
        ports.network()
                .listen(
                        new Endpoint("0.0.0.0", 9_092),
                        ports.loops(),
                        FrameLimits.DEFAULT,
                        Session::new);
    }

    /** The values in the log of a partition. */
    List<String> log(int partition) {
        return logs.getOrDefault(partition, List.of());
    }

    private final class Session implements ConnectionHandler {

        private final Connection connection;

        Session(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void onFrame(Frame frame) {
            ByteBuffer bytes = frame.bytes().duplicate();
            RequestHeader header = RequestHeader.read(bytes);
            switch (header.apiKey()) {
                case API_VERSIONS -> answer(header, versions());
                case METADATA -> answer(header, metadata());
                case INIT_PRODUCER_ID ->
                        answer(
                                header,
                                InitProducerIdResponse.builder()
                                        .producerId(nextProducerId++)
                                        .producerEpoch((short) 0)
                                        .build());
                case PRODUCE -> produce(header, ProduceRequest.read(header.body(bytes)));
                default -> throw new IllegalStateException("unexpected " + header.apiKey());
            }
            frame.release();
        }

        private void produce(RequestHeader header, ProduceRequest request) {
            produceRequests++;
            switch (script.get()) {
                case SERVE -> answer(header, serve(request));
                case SLOW -> {
                    ProduceResponse response = serve(request);
                    ports.loop().schedule(2_000, () -> answer(header, response));
                }
                case LOSE_ANSWER -> {
                    serve(request);
                    connection.close();
                }
                case LOSE_REQUEST -> connection.close();
                case NOT_LEADER ->
                        answer(header, refuse(request, ErrorCode.NOT_LEADER_OR_FOLLOWER));
                case SILENT -> {}
            }
        }

        private void answer(RequestHeader header, ApiMessage body) {
            connection.send(
                    new ResponseHeader(header.correlationId()).frame(body, header.apiVersion()));
        }

        @Override
        public void onClosed(Throwable cause) {}
    }

    private static ApiVersionsResponse versions() {
        List<ApiVersionsResponse.ApiVersion> all = new ArrayList<>();
        for (ApiKey key :
                List.of(
                        ApiKey.API_VERSIONS,
                        ApiKey.METADATA,
                        ApiKey.INIT_PRODUCER_ID,
                        ApiKey.PRODUCE)) {
            all.add(
                    new ApiVersionsResponse.ApiVersion(
                            key.id(), key.minVersion(), key.maxStableVersion()));
        }
        return ApiVersionsResponse.builder().apiKeys(all).build();
    }

    private MetadataResponse metadata() {
        List<MetadataResponse.Partition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(
                    new MetadataResponse.Partition(
                            ErrorCode.NONE, i, 1, 5, List.of(1), List.of(1), List.of()));
        }
        return MetadataResponse.builder()
                .brokers(List.of(new MetadataResponse.Broker(1, "broker", 9_092, null)))
                .controllerId(1)
                .topics(
                        List.of(
                                new MetadataResponse.Topic(
                                        ErrorCode.NONE, "topic", TOPIC_ID, false, all, 0)))
                .build();
    }

    private ProduceResponse serve(ProduceRequest request) {
        return respond(request, null);
    }

    private ProduceResponse refuse(ProduceRequest request, ErrorCode error) {
        return respond(request, error);
    }

    private ProduceResponse respond(ProduceRequest request, ErrorCode error) {
        List<ProduceResponse.PartitionProduceResponse> answers = new ArrayList<>();
        request.topicData()
                .get(0)
                .partitionData()
                .forEach(
                        data -> {
                            long[] offset = {-1};
                            ErrorCode result =
                                    error != null
                                            ? error
                                            : append(
                                                    data.index(),
                                                    data.records().toBuffer(),
                                                    offset);
                            answers.add(
                                    new ProduceResponse.PartitionProduceResponse(
                                            data.index(),
                                            result,
                                            offset[0],
                                            -1,
                                            0,
                                            List.of(),
                                            null,
                                            new ProduceResponse.LeaderIdAndEpoch(-1, -1)));
                        });
        return ProduceResponse.builder()
                .responses(List.of(new ProduceResponse.TopicProduceResponse("", TOPIC_ID, answers)))
                .build();
    }

    private ErrorCode append(int partition, ByteBuffer batch, long[] offset) {
        long producerId = batch.getLong(43);
        short epoch = batch.getShort(51);
        int sequence = batch.getInt(53);
        int count = batch.getInt(57);
        List<String> log = logs.computeIfAbsent(partition, id -> new ArrayList<>());
        if (producerId >= 0) {
            ProducerKey key = new ProducerKey(partition, producerId);
            Known known = producers.get(key);
            if (known == null) {
                // As Kafka's brokers do: whoever is unknown may begin anywhere.
                known = new Known();
                known.epoch = epoch;
                known.next = sequence;
                producers.put(key, known);
            }
            if (epoch > known.epoch && sequence == 0) {
                known.epoch = epoch;
                known.next = 0;
                known.recent.clear();
            }
            if (epoch < known.epoch) {
                return ErrorCode.INVALID_PRODUCER_EPOCH;
            }
            Long before = known.recent.get(sequence);
            if (before != null) {
                offset[0] = before;
                return ErrorCode.NONE;
            }
            if (sequence != known.next) {
                return ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
            }
            known.next = sequence + count;
            known.recent.put(sequence, (long) log.size());
        }
        offset[0] = log.size();
        decode(batch, log);
        return ErrorCode.NONE;
    }

    private static void decode(ByteBuffer batch, List<String> log) {
        for (DecodedRecord record : RecordCursor.decode(RecordBatch.at(batch))) {
            log.add(StandardCharsets.UTF_8.decode(record.value()).toString());
        }
    }
}
