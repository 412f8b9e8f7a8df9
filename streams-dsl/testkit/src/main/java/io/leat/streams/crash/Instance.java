package io.leat.streams.crash;

import io.leat.clients.ClientsOn;
import io.leat.common.KafkaException;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.Actor;
import io.leat.log.testkit.sim.SimulatedLog;
import io.leat.streams.LeatStreams;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One instance of the application under test, on a machine of its own, started again for ever. */
final class Instance extends Actor {

    private static final long LOOK_MS = 50;

    private final Plan plan;
    private final CommitPoints points;
    private final BooleanSupplier stop;
    private @Nullable LeatStreams running;
    private @Nullable Throwable failure;

    Instance(SimulatedLog log, String name, Plan plan, CommitPoints points, BooleanSupplier stop) {
        super(log, name, new History());
        this.plan = plan;
        this.points = points;
        this.stop = stop;
    }

    private Properties settings() {
        Properties settings = new Properties();
        settings.putAll(with());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, Plan.APPLICATION);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "25");
        settings.put("consumer.max.poll.records", "4");
        settings.put("consumer.session.timeout.ms", "1000");
        settings.put("consumer.heartbeat.interval.ms", "250");
        settings.put("producer.transaction.timeout.ms", "4000");
        settings.put("producer.delivery.timeout.ms", "10000");
        settings.put("producer.max.block.ms", "10000");
        settings.putAll(plan.config());
        return settings;
    }

    @Override
    protected void work(Ports ports) {
        try (LeatStreams streams =
                LeatStreams.on(
                        ports,
                        new WatchedDisk(this, host().disk("state"), points),
                        plan.topology().get(),
                        new StreamsConfig(settings()),
                        new WatchedClients(this, ClientsOn.ports(ports), points))) {
            streams.setUncaughtExceptionHandler(
                    thrown -> {
                        failure = thrown;
                        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                    });
            running = streams;
            streams.start();
            while (!stop.getAsBoolean()) {
                if (streams.state() == LeatStreams.State.ERROR) {
                    throw new KafkaException("the application ended with an error");
                }
                ports.threads().sleep(LOOK_MS);
            }
        } catch (KafkaException e) {
            failure = failure == null ? e : failure;
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running = null;
        }
    }

    /** Whether its threads have their tasks and their stores are restored. */
    boolean isRunning() {
        LeatStreams streams = running;
        return host().isUp()
                && !host().isPaused()
                && streams != null
                && streams.state() == LeatStreams.State.RUNNING;
    }

    /** The last error that ended it; null if none did. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** Adds what is committed of its stores to {@code contents}, by store and key. */
    void addStores(Map<String, Map<String, String>> contents) {
        LeatStreams streams = running;
        if (streams == null || !isRunning()) {
            return;
        }
        for (String store : plan.stores()) {
            LocalStores.read(
                    streams, store, contents.computeIfAbsent(store, first -> new TreeMap<>()));
        }
    }
}
