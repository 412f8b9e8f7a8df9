package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.SimNetwork;
import io.leat.log.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a member of a consumer group (KIP-848) was given stays its own until it gives it up. */
final class HandOverTest {

    private static final int BUSY_MS = 10_000;

    private final List<String> events = new ArrayList<>();

    /** Seed 187 of the clusters, before the client named what it was just taking over. */
    @Test
    void shouldNotLoseWhatAMemberIsTakingOverWhenAHeartbeatFailsMeanwhile() {
        Map<String, String> settings = Map.of("group.consumer.session.timeout.ms", "20000");
        try (SimulatedLog log = new SimulatedLog(1, settings)) {
            Simulation simulation = log.simulation();
            SimNetwork network = simulation.network();
            log.createTopics(Map.of("t", 2));
            start(log, "one", BUSY_MS);
            assertTrue(simulation.runUntil(() -> events.size() == 1, 20_000), "nobody joined");
            network.partition("one", log.host().name());
            start(log, "two", 0);
            simulation.runFor(4_000); // a heartbeat has failed: the next one says everything
            network.heal();
            assertTrue(simulation.runUntil(() -> events.size() == 4, 30_000), events.toString());
            assertEquals(
                    List.of("one is given 2", "one is ready", "one gives up", "two is given 1"),
                    events);
        }
    }

    private void start(SimulatedLog log, String name, int busyMs) {
        Ports ports = log.simulation().node(name).ports();
        ports.threads().start("application", () -> read(log, ports, name, busyMs));
    }

    private void read(SimulatedLog log, Ports ports, String name, int busyMs) {
        Map<String, Object> settings = new HashMap<>(log.clientSettings());
        settings.put("group.id", "g");
        settings.put("group.protocol", "consumer");
        StringDeserializer strings = new StringDeserializer();
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(ports, settings, strings, strings)) {
            consumer.subscribe(List.of("t"), new Told(ports, name, busyMs));
            while (true) {
                consumer.poll(Duration.ofMillis(200));
            }
        }
    }

    /** Writes down what a member hears, and is busy for a while when it is given something. */
    private final class Told implements ConsumerRebalanceListener {

        private final Ports ports;
        private final String name;
        private final int busyMs;

        Told(Ports ports, String name, int busyMs) {
            this.ports = ports;
            this.name = name;
            this.busyMs = busyMs;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            events.add(name + " is given " + partitions.size());
            if (busyMs > 0) {
                Sender.pause(ports, busyMs);
                events.add(name + " is ready");
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            events.add(name + " gives up");
        }
    }
}
