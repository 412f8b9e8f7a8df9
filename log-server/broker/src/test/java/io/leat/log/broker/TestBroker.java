package io.leat.log.broker;

import io.leat.log.broker.cluster.Features;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.partition.PartitionManager;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerRegistrationRequest;
import io.leat.log.quorum.MemoryMetadataLog;
import io.leat.log.quorum.QuorumState;
import io.leat.log.quorum.QuorumStore;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.RaftSettings;
import io.leat.log.quorum.RaftTransport;
import io.leat.log.quorum.controller.ClusterDecisions;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.controller.RegisterBroker;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Offload;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A broker with an active controller, whose metadata log is in memory and whose loop is a test's.
 */
public final class TestBroker {

    public final TestLoop loop = new TestLoop();
    public final Broker broker;

    /** Where its partitions come from: without data, and opened when the test says so. */
    public final HeldStore store = new HeldStore();

    public TestBroker(Map<String, String> settings) {
        Images images = new Images();
        Controller controller = new Controller(loop, images::publish);
        Entropy entropy = new SeededEntropy(new Random(7));
        RaftNode raft =
                new RaftNode(
                        RaftSettings.of(1, Set.of(1)),
                        loop,
                        entropy,
                        new MemoryMetadataLog(loop),
                        new ForgetfulStore(),
                        RaftTransport.NOBODY,
                        controller);
        controller.attach(raft);
        Ports ports =
                new Ports(
                        loop,
                        entropy,
                        new NoNetwork(),
                        List.of(loop),
                        new Inline(),
                        new NoThreads());
        BrokerConfig config = BrokerConfig.of(settings);
        broker =
                new Broker(
                        config,
                        ports,
                        "test-cluster",
                        1,
                        new ShardMap(List.of(loop)),
                        images,
                        controller,
                        ActiveController.HERE,
                        raft);
        host(images);
        raft.start();
        loop.run();
        controller.submit(
                image -> ClusterDecisions.bootstrap(image, Features.INITIAL), x -> {}, x -> {});
        BrokerRegistrationRequest registration =
                BrokerRegistrationRequest.builder()
                        .brokerId(1)
                        .clusterId("test-cluster")
                        .incarnationId(new Uuid(1, 2))
                        .listeners(
                                List.of(
                                        new BrokerRegistrationRequest.Listener(
                                                "PLAINTEXT", "", 0, (short) 0)))
                        .features(
                                Features.SUPPORTED.stream()
                                        .map(
                                                f ->
                                                        new BrokerRegistrationRequest.Feature(
                                                                f.name(), f.min(), f.max()))
                                        .toList())
                        .build();
        RegisterBroker decision = new RegisterBroker(broker.topics().rules(), "test-cluster");
        controller.submit(
                image -> decision.decide(image, registration, id -> false), x -> {}, x -> {});
        loop.run();
    }

    private void host(Images images) {
        PartitionManager manager =
                new PartitionManager(
                        broker.shards().shards().get(0),
                        broker.shards(),
                        broker.settings(),
                        broker.nodeId(),
                        store);
        images.subscribe(loop, manager::onImage);
    }

    /** The answer of {@code handler}, once nothing is left to do. */
    public <Q extends ApiMessage, R extends ApiMessage> R call(
            Handler<Q, R> handler, int version, Q request) {
        Client client =
                new Client(
                        1,
                        "PLAINTEXT",
                        new Endpoint("10.0.0.1", 9092),
                        new Endpoint("10.0.0.9", 50_000),
                        loop);
        RequestContext context =
                new RequestContext(
                        client,
                        handler.key(),
                        version,
                        "test",
                        Principal.ANONYMOUS,
                        new TestConnection.TestFrame(java.nio.ByteBuffer.allocate(0)));
        Captured<R> reply = new Captured<>();
        handler.handle(context, request, reply);
        loop.run();
        R response = reply.response;
        if (response == null) {
            throw new AssertionError("no answer to " + ApiKey.forId(handler.key().id()));
        }
        response.write(handler.key().versions().writer(version)); // it can be encoded
        return response;
    }

    /** Keeps a response for the test. */
    private static final class Captured<R extends ApiMessage> implements Reply<R> {
        R response;

        @Override
        public void complete(R response, Runnable released) {
            if (this.response != null) {
                throw new AssertionError("answered twice");
            }
            this.response = response;
            released.run();
        }

        @Override
        public void none() {
            throw new AssertionError("no response");
        }

        @Override
        public void close(String reason) {
            throw new AssertionError(reason);
        }
    }

    private record SeededEntropy(Random random) implements Entropy {
        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return random.nextInt(bound);
        }

        @Override
        public void nextBytes(byte[] target) {
            random.nextBytes(target);
        }

        @Override
        public Entropy fork(String name) {
            return new SeededEntropy(new Random(name.hashCode()));
        }
    }

    private static final class ForgetfulStore implements QuorumStore {
        @Override
        public QuorumState read() {
            return QuorumState.INITIAL;
        }

        @Override
        public void write(QuorumState state) {}
    }

    private static final class NoNetwork implements Network {
        @Override
        public CompletionStage<Listener> listen(
                Endpoint endpoint,
                List<EventLoop> loops,
                FrameLimits limits,
                Function<Connection, ConnectionHandler> acceptor) {
            throw new AssertionError("no network here");
        }

        @Override
        public CompletionStage<Connection> connect(
                Endpoint endpoint,
                EventLoop loop,
                FrameLimits limits,
                Function<Connection, ConnectionHandler> handler) {
            throw new AssertionError("no network here");
        }
    }

    /** Does what would block at once: disks are in memory here. */
    private static final class Inline implements Offload {
        @Override
        public Lane lane(String name) {
            return new Lane() {
                @Override
                public <T extends @Nullable Object> void run(
                        Callable<T> work,
                        EventLoop loop,
                        BiConsumer<@Nullable T, @Nullable Throwable> done) {
                    T result = null;
                    Throwable failure = null;
                    try {
                        result = work.call();
                    } catch (Exception e) {
                        failure = e;
                    }
                    T made = result;
                    Throwable thrown = failure;
                    loop.execute(() -> done.accept(made, thrown));
                }
            };
        }
    }

    private static final class NoThreads implements Threads {
        @Override
        public Task start(String name, Runnable body) {
            throw new AssertionError("no threads here");
        }

        @Override
        public Signal signal() {
            throw new AssertionError("no threads here");
        }

        @Override
        public void sleep(long ms) {
            throw new AssertionError("no threads here");
        }
    }
}
