package io.leat.streams.sim;

import io.leat.clients.ClientsOn;
import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.producer.Producer;
import io.leat.common.KafkaException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.Actor;
import io.leat.log.testkit.sim.SimulatedLog;
import io.leat.streams.KafkaClientSupplier;
import io.leat.streams.LeatStreams;
import io.leat.streams.StoreQueryParameters;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.state.KeyValueIterator;
import io.leat.streams.state.QueryableStoreTypes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One instance of a streams application, on a machine of its own. */
final class StreamsInstance extends Actor {

    private final Supplier<Topology> topology;
    private final Shape shape;
    private final BooleanSupplier stop;
    private @Nullable LeatStreams running;
    private boolean restart;

    /**
     * How an instance is set up.
     *
     * @param threads how many it has in the beginning
     * @param standbys how many copies of stores there are
     * @param restless whether threads come and go now
     * @param commitIntervalMs how often it commits; empty for the default
     */
    record Shape(
            int threads, int standbys, BooleanSupplier restless, OptionalLong commitIntervalMs) {

        Shape(int threads, int standbys, BooleanSupplier restless) {
            this(threads, standbys, restless, OptionalLong.of(200));
        }
    }

    StreamsInstance(
            SimulatedLog log,
            String name,
            History history,
            Supplier<Topology> topology,
            Shape shape,
            BooleanSupplier stop) {
        super(log, name, history);
        this.topology = topology;
        this.shape = shape;
        this.stop = stop;
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(
                with(
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        "app",
                        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                        StreamsConfig.EXACTLY_ONCE_V2,
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                        shape.threads(),
                        StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
                        shape.standbys(),
                        StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG,
                        20,
                        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                        60_000));
        shape.commitIntervalMs()
                .ifPresent(ms -> settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, ms));
        settings.put("consumer.session.timeout.ms", "3000");
        settings.put("consumer.heartbeat.interval.ms", "500");
        settings.put("producer.transaction.timeout.ms", "8000");
        settings.put("producer.delivery.timeout.ms", "10000");
        settings.put("producer.max.block.ms", "10000");
        return settings;
    }

    /** Stops the application in order and starts it again. */
    void restartInOrder() {
        restart = true;
    }

    /** What the stores that are here hold as committed; nothing while that cannot be said. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        LeatStreams streams = running;
        if (streams == null || !host().isUp()) {
            return counts;
        }
        try (KeyValueIterator<String, Long> all =
                streams.store(
                                StoreQueryParameters.fromNameAndType(
                                        WordCount.STORE,
                                        QueryableStoreTypes.<String, Long>keyValueStore()))
                        .all()) {
            all.forEachRemaining(entry -> counts.put(entry.key, entry.value));
        } catch (InvalidStateStoreException e) {
            return Map.of();
        }
        return counts;
    }

    /** How often the threads that are here have committed. */
    double commits() {
        LeatStreams streams = running;
        return streams == null
                ? 0
                : streams.metrics().entrySet().stream()
                        .filter(metric -> metric.getKey().name().equals("commit-total"))
                        .filter(metric -> metric.getKey().group().equals("stream-thread-metrics"))
                        .mapToDouble(
                                metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                        .sum();
    }

    @Override
    protected void work(Ports ports) {
        while (!stop.getAsBoolean()) {
            restart = false;
            run(ports);
        }
    }

    private void run(Ports ports) {
        Disk disk = host().disk("state");
        LeatStreams streams =
                LeatStreams.on(
                        ports,
                        disk,
                        topology.get(),
                        new StreamsConfig(settings()),
                        new Clients(ClientsOn.ports(ports)));
        try (streams) {
            running = streams;
            streams.start();
            Entropy dice = ports.entropy().fork("threads");
            while (!stop.getAsBoolean() && !restart) {
                if (streams.state() == LeatStreams.State.ERROR) {
                    throw new KafkaException("the application has failed");
                }
                ports.threads().sleep(100);
                if (shape.restless().getAsBoolean() && dice.nextInt(20) == 0) {
                    changeThreads(streams, dice);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running = null;
        }
    }

    private static void changeThreads(LeatStreams streams, Entropy dice) {
        int count = streams.metadataForLocalThreads().size();
        if (count > 1 && dice.nextInt(2) == 0) {
            try {
                streams.removeStreamThread(Duration.ofMillis(1 + dice.nextInt(2_000)));
            } catch (TimeoutException e) {
                return; // it ends later
            }
        } else if (count < 3) {
            streams.addStreamThread();
        }
    }

    /** Clients on the ports of this machine. */
    private record Clients(ClientsOn clients) implements KafkaClientSupplier {

        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return clients.admin(config);
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return clients.producer(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return clients.consumer(
                    new HashMap<>(config),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }
    }
}
