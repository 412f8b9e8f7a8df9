package io.leat.log.testkit.sim;

import static java.util.stream.Collectors.joining;

import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.admin.NewTopic;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.replication.ReplicaFetchers;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a cluster in virtual time, with what clients need to reach them. Owned by the test
 * script.
 */
public final class SimulatedLog implements AutoCloseable {

    private static final int PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;

    private final Simulation simulation;
    private final List<SimNode> hosts = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, BrokerNode> running = new HashMap<>();

    /** A single node. */
    public SimulatedLog(long seed, Map<String, String> settings) {
        this(seed, 1, settings);
    }

    /**
     * @param nodes how many; each is broker and controller
     * @param settings of every node, beside those that keep a simulation small
     */
    public SimulatedLog(long seed, int nodes, Map<String, String> settings) {
        this.simulation = new Simulation(seed);
        for (int id = 1; id <= nodes; id++) {
            hosts.add(simulation.node(nodes == 1 ? "broker" : "broker-" + id));
        }
        this.settings.put("leat.insecure", "true");
        this.settings.put("offsets.topic.num.partitions", "2");
        this.settings.put("transaction.state.log.num.partitions", "2");
        this.settings.put("group.initial.rebalance.delay.ms", "0");
        this.settings.put("group.min.session.timeout.ms", "1000");
        this.settings.put("log.segment.bytes", "16384");
        if (nodes > 1) {
            this.settings.put("controller.quorum.voters", voters());
        }
        this.settings.putAll(settings);
        hosts.forEach(this::boot);
    }

    private String voters() {
        List<String> voters = new ArrayList<>();
        for (SimNode host : hosts) {
            voters.add(id(host) + "@" + host.name() + ":" + CONTROLLER_PORT);
        }
        return String.join(",", voters);
    }

    /** The number of the node on {@code host}. */
    private int id(SimNode host) {
        return hosts.indexOf(host) + 1;
    }

    public Simulation simulation() {
        return simulation;
    }

    /** The machines of the nodes. */
    public List<SimNode> hosts() {
        return List.copyOf(hosts);
    }

    /** The machine of the only node. */
    public SimNode host() {
        return hosts.get(0);
    }

    /** The node that was last started on {@code host}. */
    public BrokerNode node(SimNode host) {
        BrokerNode node = running.get(host.name());
        if (node == null) {
            throw new IllegalArgumentException("no node was started on " + host);
        }
        return node;
    }

    /** Starts the only node. As {@link #boot(SimNode)}. */
    public void boot() {
        boot(host());
    }

    /** Starts a node on its machine, which is up: at first and after every crash. */
    public void boot(SimNode host) {
        Map<String, String> own = new HashMap<>(settings);
        String listeners = "PLAINTEXT://" + host.name() + ":" + PORT;
        if (hosts.size() > 1) {
            own.put("node.id", String.valueOf(id(host)));
            listeners += ",CONTROLLER://" + host.name() + ":" + CONTROLLER_PORT;
        }
        own.put("listeners", listeners);
        BrokerNode node =
                new BrokerNode(
                        BrokerConfig.of(own),
                        host.ports(),
                        host.disk("data"),
                        ReplicaFetchers::store);
        running.put(host.name(), node);
        node.start()
                .whenComplete(
                        (addresses, error) -> {
                            if (error != null) {
                                throw new IllegalStateException("the broker did not start", error);
                            }
                        });
    }

    /** Settings with which any client finds the nodes and gives up on nothing too late. */
    public Map<String, Object> clientSettings() {
        return Map.of(
                "bootstrap.servers",
                hosts.stream().map(host -> host.name() + ":" + PORT).collect(joining(",")),
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

    /** Whether all nodes serve, and each of them knows that all others do. */
    public boolean allServe() {
        return hosts.stream().map(this::node).allMatch(this::seesAll);
    }

    private boolean seesAll(BrokerNode node) {
        return node.started()
                && node.broker().image().brokers().stream().filter(each -> !each.fenced()).count()
                        == hosts.size();
    }

    private short replicas() {
        return (short) Math.min(3, hosts.size());
    }

    /** Creates the topics, with up to three replicas, each with its number of partitions. */
    public void createTopics(Map<String, Integer> topics) {
        Check.that(simulation.runUntil(this::allServe, 60_000), "not all nodes serve");
        Collection<NewTopic> wanted =
                topics.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), replicas()))
                        .toList();
        LeatAdminClient admin =
                LeatAdminClient.on(simulation.node("operator").ports(), clientSettings());
        var created = admin.createTopics(wanted).all().toCompletionStage().toCompletableFuture();
        Check.that(simulation.runUntil(created::isDone, 60_000), "the topics were not created");
        created.join();
    }

    /** All machines of the system that exist so far, clients' ones as well. */
    public List<SimNode> nodes() {
        return simulation.nodes();
    }

    @Override
    public void close() {
        simulation.close();
    }
}
