package io.leat.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ApiMessages;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.MetadataResponse;
import io.leat.log.protocol.message.OffsetForLeaderEpochRequest;
import io.leat.log.protocol.message.OffsetForLeaderEpochResponse;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.DecodedRecord;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Brokers of partition 0 of one topic in simulation, whose leader, epoch and log a test moves while
 * clients work. Metadata tells what {@link #announce} said last, so that clients can be late.
 */
final class ScriptedCluster {

    static final String TOPIC = "topic";

    private static final Uuid TOPIC_ID = new Uuid(7, 7);

    /** A record of the log. */
    record Entry(int epoch, String value) {}

    /** A request that came in. */
    record Seen(int node, ApiKey key, long atMs, ApiMessage request) {}

    /** What a script returns for a request that is never answered. */
    static final ApiMessage SILENCE = HeartbeatResponse.builder().build();

    /** Answers a request instead of the cluster; null leaves it to the cluster. */
    interface Script {
        ApiMessage answer(Seen request);
    }

    /** What an application does. */
    interface Body {
        void run(ClientsOn clients, ScriptedCluster cluster) throws Exception;
    }

    private final Simulation simulation;
    private final Map<Integer, SimNode> nodes = new TreeMap<>();
    private final Map<ApiKey, Script> scripts = new EnumMap<>(ApiKey.class);
    private final List<Seen> seen = new ArrayList<>();

    /** The log of the leader; followers have a beginning of it. */
    final List<Entry> log = new ArrayList<>();

    private List<Integer> named;
    private int leader = 1;
    private int epoch = 5;
    private int announcedLeader = 1;
    private int announcedEpoch = 5;

    /** Whether brokers name the leader when they are asked for what they do not lead (KIP-951). */
    boolean hints;

    /** The replica that consumers with a rack are sent to, or -1 (KIP-392). */
    int preferredReplica = -1;

    /** How much of the log followers have. */
    int followerEnd = Integer.MAX_VALUE;

    ScriptedCluster(Simulation simulation, int brokers) {
        this.simulation = simulation;
        for (int id = 1; id <= brokers; id++) {
            SimNode node = simulation.node(host(id));
            nodes.put(id, node);
            listen(id, node.ports());
        }
        named = List.copyOf(nodes.keySet());
    }

    /** Runs {@code body} as an application on a machine of its own, with three brokers. */
    static void run(Body body) {
        try (Simulation simulation = new Simulation(1)) {
            ScriptedCluster cluster = new ScriptedCluster(simulation, 3);
            Ports ports = simulation.node("client").ports();
            List<Throwable> failures = new ArrayList<>();
            Threads.Task task =
                    ports.threads()
                            .start(
                                    "application",
                                    () -> {
                                        try {
                                            body.run(ClientsOn.ports(ports), cluster);
                                        } catch (Exception | AssertionError e) {
                                            failures.add(e);
                                        }
                                    });
            assertTrue(simulation.runUntil(() -> !task.isAlive(), 3_600_000), "it did not end");
            for (Throwable failure : failures) {
                throw new AssertionError(failure);
            }
        }
    }

    private void listen(int id, Ports ports) {
        ports.network()
                .listen(
                        new Endpoint("0.0.0.0", 9_092),
                        ports.loops(),
                        FrameLimits.DEFAULT,
                        connection -> new Session(id, connection, ports));
    }

    static String host(int id) {
        return "b" + id;
    }

    void kill(int id) {
        nodes.get(id).kill();
    }

    /** Another broker leads from now on; metadata does not say so yet. */
    void elect(int newLeader) {
        leader = newLeader;
        epoch++;
    }

    /** Metadata knows the leader of now. */
    void announce() {
        announcedLeader = leader;
        announcedEpoch = epoch;
    }

    /** Metadata names only this broker from now on. */
    void onlyNamed(int id) {
        named = List.of(id);
    }

    long nowMs() {
        return simulation.nowMs();
    }

    void append(String... values) {
        for (String value : values) {
            log.add(new Entry(epoch, value));
        }
    }

    void script(ApiKey key, Script script) {
        scripts.put(key, script);
    }

    List<Seen> seen(ApiKey key) {
        return seen.stream().filter(one -> one.key() == key).toList();
    }

    private final class Session implements ConnectionHandler {

        private final int id;
        private final Connection connection;
        private final Ports ports;

        Session(int id, Connection connection, Ports ports) {
            this.id = id;
            this.connection = connection;
            this.ports = ports;
        }

        @Override
        public void onFrame(Frame frame) {
            ByteBuffer bytes = frame.bytes().duplicate();
            RequestHeader header = RequestHeader.read(bytes);
            ApiMessage request = ApiMessages.readRequest(header.apiKey(), header.body(bytes));
            Seen one = new Seen(id, header.apiKey(), simulation.nowMs(), request);
            seen.add(one);
            Script script = scripts.get(header.apiKey());
            ApiMessage scripted = script == null ? null : script.answer(one);
            ApiMessage answer = scripted == null ? serve(one) : scripted;
            if (answer == SILENCE) {
                frame.release();
                return;
            }
            long delay = isEmptyFetch(answer) ? ((FetchRequest) request).maxWaitMs() : 0;
            ports.loop()
                    .schedule(
                            delay,
                            () ->
                                    connection.send(
                                            new ResponseHeader(header.correlationId())
                                                    .frame(answer, header.apiVersion())));
            frame.release();
        }

        @Override
        public void onClosed(Throwable cause) {}
    }

    private static boolean isEmptyFetch(ApiMessage answer) {
        return answer instanceof FetchResponse response
                && response.responses().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(
                                data ->
                                        data.errorCode() == ErrorCode.NONE
                                                && data.preferredReadReplica() < 0
                                                && data.records().sizeInBytes() == 0);
    }

    private ApiMessage serve(Seen one) {
        return switch (one.key()) {
            case API_VERSIONS -> versions();
            case METADATA -> metadata();
            case PRODUCE -> produce(one.node(), (ProduceRequest) one.request());
            case FETCH -> fetch(one.node(), (FetchRequest) one.request());
            case LIST_OFFSETS -> list((ListOffsetsRequest) one.request());
            case OFFSET_FOR_LEADER_EPOCH ->
                    epochEnd(one.node(), (OffsetForLeaderEpochRequest) one.request());
            default -> throw new IllegalStateException("no answer for " + one.key());
        };
    }

    private ApiVersionsResponse versions() {
        List<ApiVersionsResponse.ApiVersion> all = new ArrayList<>();
        for (ApiKey key :
                List.of(
                        ApiKey.API_VERSIONS,
                        ApiKey.METADATA,
                        ApiKey.PRODUCE,
                        ApiKey.FETCH,
                        ApiKey.LIST_OFFSETS,
                        ApiKey.OFFSET_FOR_LEADER_EPOCH)) {
            all.add(version(key));
        }
        scripts.keySet().forEach(key -> all.add(version(key)));
        return ApiVersionsResponse.builder().apiKeys(all).build();
    }

    private static ApiVersionsResponse.ApiVersion version(ApiKey key) {
        return new ApiVersionsResponse.ApiVersion(
                key.id(), key.minVersion(), key.maxStableVersion());
    }

    private MetadataResponse metadata() {
        List<Integer> ids = List.copyOf(nodes.keySet());
        return MetadataResponse.builder()
                .brokers(
                        named.stream()
                                .map(id -> new MetadataResponse.Broker(id, host(id), 9_092, null))
                                .toList())
                .controllerId(1)
                .topics(
                        List.of(
                                new MetadataResponse.Topic(
                                        ErrorCode.NONE,
                                        TOPIC,
                                        TOPIC_ID,
                                        false,
                                        List.of(
                                                new MetadataResponse.Partition(
                                                        ErrorCode.NONE,
                                                        0,
                                                        announcedLeader,
                                                        announcedEpoch,
                                                        ids,
                                                        ids,
                                                        List.of())),
                                        0)))
                .build();
    }

    /** The error for a broker that is asked with the epoch the client knows; -1 for none. */
    private ErrorCode refusal(int node, int clientEpoch, boolean followerServes) {
        if (clientEpoch >= 0 && clientEpoch < epoch) {
            return ErrorCode.FENCED_LEADER_EPOCH;
        }
        if (clientEpoch > epoch) {
            return ErrorCode.UNKNOWN_LEADER_EPOCH;
        }
        return node == leader || followerServes ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }

    private ProduceResponse produce(int node, ProduceRequest request) {
        ByteBuffer batch = request.topicData().get(0).partitionData().get(0).records().toBuffer();
        boolean leads = node == leader;
        long base = log.size();
        if (leads) {
            for (DecodedRecord record : RecordCursor.decode(RecordBatch.at(batch))) {
                append(StandardCharsets.UTF_8.decode(record.value()).toString());
            }
        }
        boolean hinting = hints && !leads;
        return ProduceResponse.builder()
                .responses(
                        List.of(
                                new ProduceResponse.TopicProduceResponse(
                                        request.topicData().get(0).name(),
                                        request.topicData().get(0).topicId(),
                                        List.of(
                                                new ProduceResponse.PartitionProduceResponse(
                                                        0,
                                                        leads
                                                                ? ErrorCode.NONE
                                                                : ErrorCode.NOT_LEADER_OR_FOLLOWER,
                                                        leads ? base : -1,
                                                        -1,
                                                        0,
                                                        List.of(),
                                                        null,
                                                        hinting
                                                                ? new ProduceResponse
                                                                        .LeaderIdAndEpoch(
                                                                        leader, epoch)
                                                                : new ProduceResponse
                                                                        .LeaderIdAndEpoch(
                                                                        -1, -1))))))
                .nodeEndpoints(
                        hinting
                                ? List.of(
                                        new ProduceResponse.NodeEndpoint(
                                                leader, host(leader), 9_092, null))
                                : List.of())
                .build();
    }

    private FetchResponse fetch(int node, FetchRequest request) {
        FetchResponse.Builder response = FetchResponse.builder();
        if (request.topics().isEmpty()) {
            return response.build();
        }
        FetchRequest.Partition asked = request.topics().get(0).partitions().get(0);
        boolean follower = node != leader && node == preferredReplica;
        ErrorCode error = refusal(node, asked.currentLeaderEpoch(), follower);
        int end = follower ? Math.min(followerEnd, log.size()) : log.size();
        if (error == ErrorCode.NONE && asked.fetchOffset() > end) {
            error = ErrorCode.OFFSET_OUT_OF_RANGE;
        }
        FetchResponse.PartitionData.Builder data =
                FetchResponse.PartitionData.builder()
                        .partitionIndex(0)
                        .errorCode(error)
                        .highWatermark(end)
                        .lastStableOffset(end)
                        .logStartOffset(0)
                        .records(Records.EMPTY);
        if (error != ErrorCode.NONE) {
            if (hints && node != leader) {
                data.currentLeader(new FetchResponse.LeaderIdAndEpoch(leader, epoch));
                response.nodeEndpoints(
                        List.of(new FetchResponse.NodeEndpoint(leader, host(leader), 9_092, null)));
            }
        } else if (!follower && preferredReplica >= 0 && !request.rackId().isEmpty()) {
            data.preferredReadReplica(preferredReplica);
        } else {
            data.records(batches((int) asked.fetchOffset(), end));
        }
        return response.responses(
                        List.of(
                                new FetchResponse.FetchableTopicResponse(
                                        "", TOPIC_ID, List.of(data.build()))))
                .build();
    }

    private Records batches(int from, int to) {
        return Records.of(
                IntStream.range(from, to)
                        .mapToObj(
                                offset -> {
                                    Entry entry = log.get(offset);
                                    BatchBuilder batch =
                                            new BatchBuilder(200, Compression.NONE)
                                                    .baseOffset(offset)
                                                    .leaderEpoch(entry.epoch());
                                    byte[] value = entry.value().getBytes(StandardCharsets.UTF_8);
                                    batch.append(1_000, null, ByteBuffer.wrap(value));
                                    return batch.build();
                                })
                        .toList());
    }

    private ListOffsetsResponse list(ListOffsetsRequest request) {
        long asked = request.topics().get(0).partitions().get(0).timestamp();
        long offset = asked == -1 ? log.size() : 0;
        return ListOffsetsResponse.builder()
                .topics(
                        List.of(
                                new ListOffsetsResponse.TopicResponse(
                                        TOPIC,
                                        List.of(
                                                ListOffsetsResponse.PartitionResponse.builder()
                                                        .offset(offset)
                                                        .leaderEpoch(epoch)
                                                        .build()))))
                .build();
    }

    private OffsetForLeaderEpochResponse epochEnd(int node, OffsetForLeaderEpochRequest request) {
        var asked = request.topics().get(0).partitions().get(0);
        ErrorCode error = refusal(node, asked.currentLeaderEpoch(), false);
        int foundEpoch = -1;
        long end = -1;
        if (error == ErrorCode.NONE) {
            for (int i = 0; i < log.size(); i++) {
                if (log.get(i).epoch() <= asked.leaderEpoch()) {
                    foundEpoch = log.get(i).epoch();
                    end = i + 1;
                }
            }
        }
        return OffsetForLeaderEpochResponse.builder()
                .topics(
                        List.of(
                                new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult(
                                        TOPIC,
                                        List.of(
                                                new OffsetForLeaderEpochResponse.EpochEndOffset(
                                                        error, 0, foundEpoch, end)))))
                .build();
    }
}
