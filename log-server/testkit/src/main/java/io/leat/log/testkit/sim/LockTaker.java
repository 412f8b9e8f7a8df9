package io.leat.log.testkit.sim;

import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A second member of the group of a {@link LockKeeper}, which asks for records as long as that one
 * is at work, and is given none. Its state is read by the test script.
 */
public final class LockTaker extends Actor {

    private final String topic;
    private final LockKeeper keeper;
    private final List<Anomaly> anomalies = new ArrayList<>();

    public LockTaker(
            SimulatedLog log, String name, History history, String topic, LockKeeper keeper) {
        super(log, name, history);
        this.topic = topic;
        this.keeper = keeper;
    }

    /** What went wrong. */
    public List<Anomaly> anomalies() {
        return List.copyOf(anomalies);
    }

    @Override
    protected void work(Ports ports) {
        StringDeserializer strings = new StringDeserializer();
        try (LeatShareConsumer<String, String> consumer =
                LeatShareConsumer.on(ports, with("group.id", LockKeeper.GROUP), strings, strings)) {
            consumer.subscribe(Set.of(topic));
            while (!keeper.finished()) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(
                                record ->
                                        anomalies.add(
                                                new Anomaly(
                                                        "lock-not-kept",
                                                        "given while it was kept: " + record)));
            }
        }
    }
}
