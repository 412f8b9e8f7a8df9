package io.leat.streams.sim;

import io.leat.clients.ClientsOn;
import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.producer.Producer;
import io.leat.common.KafkaException;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.runtime.Disk;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One instance of a streams application, on a machine of its own. */
final class StreamsInstance extends Actor {

    private final Supplier<Topology> topology;
    private final int threads;
    private final BooleanSupplier stop;
    private @Nullable LeatStreams running;
    private boolean restart;

    StreamsInstance(
            SimulatedLog log,
            String name,
            History history,
            Supplier<Topology> topology,
            int threads,
            BooleanSupplier stop) {
        super(log, name, history);
        this.topology = topology;
        this.threads = threads;
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
                        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        "200",
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                        threads));
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
            while (!stop.getAsBoolean() && !restart) {
                if (streams.state() == LeatStreams.State.ERROR) {
                    throw new KafkaException("the application has failed");
                }
                ports.threads().sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running = null;
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
