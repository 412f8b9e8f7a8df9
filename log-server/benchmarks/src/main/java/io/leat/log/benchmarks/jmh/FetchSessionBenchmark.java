package io.leat.log.benchmarks.jmh;

import io.leat.log.broker.Client;
import io.leat.log.broker.Principal;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.data.FetchHandler;
import io.leat.log.broker.data.LogPartitionStore;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A node in the simulation answers a fetch session of many partitions, one of which is named anew:
 * what it costs must not depend on how many there are.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class FetchSessionBenchmark {

    private static final int VERSION = 17;

    @Param({"10", "2000"})
    int partitions;

    private Simulation simulation;
    private SimNode host;
    private FetchHandler handler;
    private Client client;
    private Uuid topic;
    private int session;
    private int epoch;

    /** Where the answer goes. */
    private static final class Answer implements Reply<FetchResponse> {

        private @Nullable FetchResponse response;

        @Override
        public void complete(FetchResponse answer, Runnable released) {
            response = answer;
            released.run();
        }

        @Override
        public void none() {
            throw new IllegalStateException("no answer");
        }

        @Override
        public void close(String reason) {
            throw new IllegalStateException(reason);
        }
    }

    /** The bytes of a request, which nobody reads. */
    private record NoFrame(ByteBuffer bytes) implements Frame {
        @Override
        public void retain() {}

        @Override
        public void release() {}
    }

    @Setup
    public void setUp() {
        simulation = new Simulation(1);
        host = simulation.node("broker", 1);
        BrokerConfig config = BrokerConfig.of(Map.of("listeners", "PLAINTEXT://127.0.0.1:9092"));
        BrokerNode node =
                new BrokerNode(config, host.ports(), host.disk("data"), LogPartitionStore::new);
        var started = node.start().toCompletableFuture();
        simulation.runUntil(started::isDone, 10_000);
        boolean[] made = {false};
        host.ports()
                .loop()
                .execute(
                        () ->
                                node.broker()
                                        .topics()
                                        .create(
                                                "t",
                                                partitions,
                                                1,
                                                Map.of(),
                                                error -> made[0] = true));
        simulation.runUntil(() -> made[0], 60_000);
        simulation.runFor(10_000);
        TopicImage image = Objects.requireNonNull(node.broker().image().topic("t"));
        topic = image.id();
        handler = new FetchHandler(node.broker());
        client =
                new Client(
                        1,
                        "PLAINTEXT",
                        new Endpoint("10.0.0.1", 9092),
                        new Endpoint("10.0.0.2", 50_000),
                        host.ports().loop());
        List<FetchRequest.Partition> all =
                IntStream.range(0, partitions).mapToObj(FetchSessionBenchmark::wanted).toList();
        FetchResponse opened = ask(request(all).sessionEpoch(0).build());
        session = opened.sessionId();
        epoch = 1;
    }

    private static FetchRequest.Partition wanted(int partition) {
        return FetchRequest.Partition.builder()
                .partition(partition)
                .partitionMaxBytes(1 << 20)
                .build();
    }

    private FetchRequest.Builder request(List<FetchRequest.Partition> wanted) {
        return FetchRequest.builder()
                .maxWaitMs(0)
                .minBytes(1)
                .maxBytes(1 << 20)
                .topics(
                        List.of(
                                FetchRequest.Topic.builder()
                                        .topicId(topic)
                                        .partitions(wanted)
                                        .build()));
    }

    private FetchResponse ask(FetchRequest request) {
        Answer answer = new Answer();
        RequestContext context =
                new RequestContext(
                        client,
                        ApiKey.FETCH,
                        VERSION,
                        "jmh",
                        Principal.ANONYMOUS,
                        new NoFrame(ByteBuffer.allocate(0)));
        host.ports().loop().execute(() -> handler.handle(context, request, answer));
        simulation.runUntil(() -> answer.response != null, 1_000);
        return Objects.requireNonNull(answer.response);
    }

    /** A request that names one partition of the session. */
    @Benchmark
    public FetchResponse fetch() {
        FetchRequest next =
                request(List.of(wanted(epoch % partitions)))
                        .sessionId(session)
                        .sessionEpoch(epoch)
                        .build();
        epoch++;
        FetchResponse response = ask(next);
        if (response.sessionId() != session || !response.responses().isEmpty()) {
            throw new IllegalStateException(response.toString());
        }
        return response;
    }

    @TearDown
    public void tearDown() {
        simulation.close();
    }
}
