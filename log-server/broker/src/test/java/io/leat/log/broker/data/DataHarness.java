package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Client;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Principal;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.node.DataFolders;
import io.leat.log.broker.settings.IncrementalAlterConfigsHandler;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceRequest.PartitionProduceData;
import io.leat.log.protocol.message.ProduceRequest.TopicProduceData;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A whole node in the simulation, whose data handlers a test calls. */
final class DataHarness implements AutoCloseable {

    final Simulation simulation;
    final SimNode host;
    BrokerNode node;
    BrokerNode.PartitionStores stores = LogPartitionStore::new;
    int frames;

    /** Who asked last. */
    Client client;

    /** The folders it keeps its data in, the first one with the metadata log. */
    List<String> folders;

    DataHarness(long seed) {
        this(seed, List.of("data"));
    }

    DataHarness(long seed, List<String> folders) {
        this(seed, folders, 1);
    }

    DataHarness(long seed, List<String> folders, int loops) {
        this.folders = folders;
        simulation = new Simulation(seed);
        host = simulation.node("broker", loops);
        start();
    }

    private void start() {
        BrokerConfig config = BrokerConfig.of(Map.of("listeners", "PLAINTEXT://127.0.0.1:9092"));
        List<Disk> disks = folders.stream().<Disk>map(host::disk).toList();
        DataFolders all = new DataFolders(disks.get(0), disks, List.of());
        node = new BrokerNode(config, host.ports(), all, stores);
        var started = node.start().toCompletableFuture();
        assertTrue(simulation.runUntil(started::isDone, 10_000));
        started.join();
        simulation.runFor(50); // its partitions open beside that
    }

    /** Loses power, and comes back. */
    void crash() {
        host.crash();
        restart();
    }

    /** Comes back after a power loss. */
    void restart() {
        host.restart();
        start();
    }

    Broker broker() {
        return node.broker();
    }

    void topic(String name, int partitions, Map<String, String> settings) {
        List<ErrorCode> created = new ArrayList<>();
        host.ports()
                .loop()
                .execute(
                        () ->
                                broker().topics()
                                        .create(name, partitions, 1, settings, created::add));
        assertTrue(simulation.runUntil(() -> !created.isEmpty(), 10_000));
        assertEquals(List.of(ErrorCode.NONE), created);
        simulation.runFor(100);
    }

    /** Changes a setting of this broker while it runs; null deletes it. */
    ErrorCode change(String name, String value) {
        var change =
                new IncrementalAlterConfigsRequest.AlterableConfig(
                        name, (byte) (value == null ? 1 : 0), value);
        var resource =
                new IncrementalAlterConfigsRequest.AlterConfigsResource(
                        (byte) 4, String.valueOf(broker().nodeId()), List.of(change));
        IncrementalAlterConfigsResponse answer =
                call(
                        new IncrementalAlterConfigsHandler(broker()),
                        1,
                        new IncrementalAlterConfigsRequest(List.of(resource), false));
        simulation.runFor(100);
        return answer.responses().get(0).errorCode();
    }

    /** An answer on its way. */
    static final class Answer<R extends ApiMessage> implements Reply<R> {
        R response;
        Runnable released;
        boolean silent;
        String closed;
        Runnable gone = () -> {};

        boolean done() {
            return response != null || silent || closed != null;
        }

        @Override
        public void onClosed(Runnable whenGone) {
            gone = whenGone;
        }

        @Override
        public void complete(R answer, Runnable whenSent) {
            assertTrue(!done(), "answered twice");
            response = answer;
            released = whenSent;
        }

        @Override
        public void none() {
            silent = true;
        }

        @Override
        public void close(String reason) {
            closed = reason;
        }
    }

    <Q extends ApiMessage, R extends ApiMessage> Answer<R> ask(
            Handler<Q, R> handler, int version, Q request) {
        Answer<R> answer = new Answer<>();
        var loop = host.ports().loop();
        Endpoint local = new Endpoint("10.0.0.1", 9092);
        client = new Client(1, "PLAINTEXT", local, new Endpoint("10.0.0.9", 50_000), loop);
        RequestContext context =
                new RequestContext(
                        client, handler.key(), version, "test", Principal.ANONYMOUS, new Counted());
        loop.execute(() -> handler.handle(context, request, answer));
        return answer;
    }

    <Q extends ApiMessage, R extends ApiMessage> R call(
            Handler<Q, R> handler, int version, Q request) {
        Answer<R> answer = ask(handler, version, request);
        assertTrue(simulation.runUntil(answer::done, 60_000), "no answer");
        assertNotNull(answer.response);
        answer.response.write(handler.key().versions().writer(version)); // it can be encoded
        return answer.response;
    }

    Frame frame() {
        return new Counted();
    }

    private final class Counted implements Frame {
        @Override
        public ByteBuffer bytes() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public void retain() {
            frames++;
        }

        @Override
        public void release() {
            frames--;
        }
    }

    // ---- what tests send ----

    static ByteBuffer batch(int records) {
        return numbered(-1, 0, 0, records, false);
    }

    static ByteBuffer numbered(long producer, int epoch, int sequence, int records, boolean txn) {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        if (producer >= 0) {
            builder.producer(producer, (short) epoch, sequence, txn);
        }
        for (int i = 0; i < records; i++) {
            builder.append(1000 + i, null, ByteBuffer.wrap(new byte[50]));
        }
        return builder.build();
    }

    static ProduceRequest produce(String topic, int partition, int acks, ByteBuffer batch) {
        return produce(acks, List.of(topicData(topic, partition, batch)));
    }

    static ProduceRequest produce(int acks, List<TopicProduceData> topics) {
        return ProduceRequest.builder()
                .acks((short) acks)
                .timeoutMs(30_000)
                .topicData(topics)
                .build();
    }

    static TopicProduceData topicData(String topic, int partition, ByteBuffer batch) {
        return TopicProduceData.builder()
                .name(topic)
                .partitionData(
                        List.of(
                                PartitionProduceData.builder()
                                        .index(partition)
                                        .records(Records.of(List.of(batch)))
                                        .build()))
                .build();
    }

    PartitionProduceResponse send(String topic, int partition, ByteBuffer batch) {
        return send(9, produce(topic, partition, -1, batch));
    }

    PartitionProduceResponse send(int version, ProduceRequest request) {
        ProduceResponse response = call(new ProduceHandler(broker()), version, request);
        return response.responses().get(0).partitionResponses().get(0);
    }

    static FetchRequest.Builder fetch(FetchRequest.Topic... topics) {
        return FetchRequest.builder()
                .maxWaitMs(500)
                .minBytes(1)
                .maxBytes(1 << 20)
                .topics(List.of(topics));
    }

    static FetchRequest.Topic from(String topic, int partition, long offset) {
        return FetchRequest.Topic.builder()
                .topic(topic)
                .partitions(List.of(wanted(partition, offset).build()))
                .build();
    }

    static FetchRequest.Partition.Builder wanted(int partition, long offset) {
        return FetchRequest.Partition.builder()
                .partition(partition)
                .fetchOffset(offset)
                .partitionMaxBytes(1 << 20);
    }

    static Set<Integer> partitions(FetchResponse response) {
        var seen = new java.util.TreeSet<Integer>();
        response.responses()
                .forEach(t -> t.partitions().forEach(p -> seen.add(p.partitionIndex())));
        return seen;
    }

    ListOffsetsResponse.PartitionResponse offset(int version, String topic, long timestamp) {
        ListOffsetsRequest request =
                ListOffsetsRequest.builder()
                        .topics(
                                List.of(
                                        ListOffsetsRequest.Topic.builder()
                                                .name(topic)
                                                .partitions(
                                                        List.of(
                                                                ListOffsetsRequest.Partition
                                                                        .builder()
                                                                        .timestamp(timestamp)
                                                                        .build()))
                                                .build()))
                        .build();
        var response = call(new ListOffsetsHandler(broker()), version, request);
        return response.topics().get(0).partitions().get(0);
    }

    @Override
    public void close() {
        simulation.close();
    }
}
