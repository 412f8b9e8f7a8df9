package io.leat.log.testkit.sim;

import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.admin.NewTopic;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.data.LogPartitionStore;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One Leat node in virtual time, with what clients need to reach it. Owned by the test script. */
public final class SimulatedLog implements AutoCloseable {

    private static final String ADDRESS = "broker:9092";

    private final Simulation simulation;
    private final SimNode host;
    private final Map<String, String> settings = new HashMap<>();

    /**
     * @param settings of the broker, beside those that keep a simulation small
     */
    public SimulatedLog(long seed, Map<String, String> settings) {
        this.simulation = new Simulation(seed);
        this.host = simulation.node("broker");
        this.settings.put("listeners", "PLAINTEXT://" + ADDRESS);
        this.settings.put("leat.insecure", "true");
        this.settings.put("offsets.topic.num.partitions", "2");
        this.settings.put("transaction.state.log.num.partitions", "2");
        this.settings.put("group.initial.rebalance.delay.ms", "0");
        this.settings.put("group.min.session.timeout.ms", "1000");
        this.settings.put("log.segment.bytes", "16384");
        this.settings.putAll(settings);
        boot();
    }

    public Simulation simulation() {
        return simulation;
    }

    /** The machine of the broker. */
    public SimNode host() {
        return host;
    }

    /** Starts the broker on its machine, which is up: at first and after every crash. */
    public void boot() {
        BrokerNode node =
                new BrokerNode(
                        BrokerConfig.of(settings),
                        host.ports(),
                        host.disk("data"),
                        LogPartitionStore::new);
        node.start()
                .whenComplete(
                        (addresses, error) -> {
                            if (error != null) {
                                throw new IllegalStateException("the broker did not start", error);
                            }
                        });
    }

    /** Settings with which any client finds the broker and gives up on nothing too late. */
    public static Map<String, Object> clientSettings() {
        return Map.of(
                "bootstrap.servers",
                ADDRESS,
                "request.timeout.ms",
                2_000,
                "default.api.timeout.ms",
                6_000,
                "retry.backoff.ms",
                50,
                "reconnect.backoff.ms",
                50,
                "reconnect.backoff.max.ms",
                500,
                "metadata.max.age.ms",
                5_000);
    }

    /** Creates the topics, each with its number of partitions. */
    public void createTopics(Map<String, Integer> topics) {
        Collection<NewTopic> wanted =
                topics.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                        .toList();
        LeatAdminClient admin =
                LeatAdminClient.on(simulation.node("operator").ports(), clientSettings());
        var created = admin.createTopics(wanted).all().toCompletionStage().toCompletableFuture();
        Check.that(simulation.runUntil(created::isDone, 60_000), "the topics were not created");
        created.join();
    }

    /** The nodes of the system that exist so far. */
    public List<SimNode> nodes() {
        return simulation.nodes();
    }

    @Override
    public void close() {
        simulation.close();
    }
}
