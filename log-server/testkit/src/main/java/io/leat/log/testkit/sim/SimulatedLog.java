package io.leat.log.testkit.sim;

import static java.util.stream.Collectors.joining;

import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.admin.NewTopic;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.node.DataFolders;
import io.leat.log.broker.replication.ReplicaFetchers;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.sim.SimDisk;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The nodes of a cluster in virtual time, with what clients need to reach them. Owned by the test
 * script.
 */
public final class SimulatedLog implements AutoCloseable {

    /** Where brokers listen for clients and for each other. */
    public static final int PORT = 9092;

    /** Where controllers listen. */
    public static final int CONTROLLER_PORT = 9093;

    private static final String CLUSTER_ID = "c2ltdWxhdGVkLWxvZy0wMA";

    private final Simulation simulation;
    private final Layout layout;
    private final List<SimNode> hosts = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, BrokerNode> running = new HashMap<>();
    private BiConsumer<SimNode, Throwable> onFailure = SimulatedLog::unexpected;

    /**
     * What a cluster consists of.
     *
     * @param brokers how many nodes keep data
     * @param controllers how many nodes only vote; with 0 every broker votes
     * @param dynamic whether the first voter begins alone, and others may be added and removed
     * @param loops of every node
     * @param folders in which each broker keeps data, each on a disk of its own
     */
    public record Layout(int brokers, int controllers, boolean dynamic, int loops, int folders) {

        /** Brokers with one folder. */
        public Layout(int brokers, int controllers, boolean dynamic, int loops) {
            this(brokers, controllers, dynamic, loops, 1);
        }

        /** The same with so many folders. */
        public Layout withFolders(int wanted) {
            return new Layout(brokers, controllers, dynamic, loops, wanted);
        }

        /** Nodes that all keep data and vote. */
        public static Layout combined(int nodes) {
            return new Layout(nodes, 0, false, 1);
        }

        int nodes() {
            return brokers + controllers;
        }

        boolean votes(int id) {
            return controllers == 0 || id > brokers;
        }
    }

    /** A single node. */
    public SimulatedLog(long seed, Map<String, String> settings) {
        this(seed, 1, settings);
    }

    /**
     * @param nodes how many; each is broker and controller
     * @param settings of every node, beside those that keep a simulation small
     */
    public SimulatedLog(long seed, int nodes, Map<String, String> settings) {
        this(seed, Layout.combined(nodes), settings);
    }

    /**
     * @param settings of every node, beside those that keep a simulation small
     */
    public SimulatedLog(long seed, Layout layout, Map<String, String> settings) {
        this.simulation = new Simulation(seed);
        this.layout = layout;
        for (int id = 1; id <= layout.nodes(); id++) {
            String name = id > layout.brokers() ? "controller-" + id : "broker-" + id;
            hosts.add(simulation.node(layout.nodes() == 1 ? "broker" : name, layout.loops()));
        }
        this.settings.put("leat.insecure", "true");
        this.settings.put("offsets.topic.num.partitions", "2");
        this.settings.put("transaction.state.log.num.partitions", "2");
        this.settings.put("group.initial.rebalance.delay.ms", "0");
        this.settings.put("group.min.session.timeout.ms", "1000");
        this.settings.put("group.consumer.session.timeout.ms", "3000");
        this.settings.put("group.consumer.min.session.timeout.ms", "1000");
        this.settings.put("group.consumer.heartbeat.interval.ms", "1000");
        this.settings.put("group.consumer.min.heartbeat.interval.ms", "500");
        this.settings.put("group.streams.session.timeout.ms", "3000");
        this.settings.put("group.streams.min.session.timeout.ms", "1000");
        this.settings.put("group.streams.heartbeat.interval.ms", "1000");
        this.settings.put("group.streams.min.heartbeat.interval.ms", "500");
        this.settings.put("group.streams.num.standby.replicas", "1");
        this.settings.put("group.streams.initial.rebalance.delay.ms", "500");
        this.settings.put("group.streams.assignment.interval.ms", "300");
        this.settings.put("share.coordinator.state.topic.num.partitions", "2");
        this.settings.put("group.share.session.timeout.ms", "3000");
        this.settings.put("group.share.min.session.timeout.ms", "1000");
        this.settings.put("group.share.heartbeat.interval.ms", "1000");
        this.settings.put("group.share.min.heartbeat.interval.ms", "500");
        this.settings.put("group.share.record.lock.duration.ms", "2000");
        this.settings.put("group.share.min.record.lock.duration.ms", "1000");
        this.settings.put("group.share.delivery.count.limit", "10");
        this.settings.put("log.segment.bytes", "16384");
        this.settings.putAll(settings);
        hosts.forEach(this::boot);
    }

    private static void unexpected(SimNode host, Throwable cause) {
        throw new IllegalStateException("the node on " + host + " failed", cause);
    }

    /**
     * Tells {@code listener} of nodes that do not start or that stop because something failed; as
     * long as there is none, that is an error of the script.
     */
    public void onFailure(BiConsumer<SimNode, Throwable> listener) {
        onFailure = listener;
    }

    private String voters() {
        List<String> voters = new ArrayList<>();
        for (SimNode host : hosts) {
            if (votes(host)) {
                voters.add(id(host) + "@" + host.name() + ":" + CONTROLLER_PORT);
            }
        }
        return String.join(",", voters);
    }

    private String controllerAddresses() {
        return hosts.stream()
                .filter(this::votes)
                .map(host -> host.name() + ":" + CONTROLLER_PORT)
                .collect(joining(","));
    }

    /** The number of the node on {@code host}. */
    public int id(SimNode host) {
        return hosts.indexOf(host) + 1;
    }

    public Layout layout() {
        return layout;
    }

    /** Whether the node on {@code host} may vote. */
    public boolean votes(SimNode host) {
        return layout.votes(id(host));
    }

    public Simulation simulation() {
        return simulation;
    }

    /** The machines of the nodes. */
    public List<SimNode> hosts() {
        return List.copyOf(hosts);
    }

    /** The machines of the nodes that keep data. */
    public List<SimNode> brokers() {
        return List.copyOf(hosts.subList(0, layout.brokers()));
    }

    /** The machine of the only node. */
    public SimNode host() {
        return hosts.get(0);
    }

    /** The disks of a node, the one with the metadata log first. */
    public List<SimDisk> disks(SimNode host) {
        List<SimDisk> disks = new ArrayList<>();
        disks.add(host.disk("data"));
        for (int i = 2; i <= layout.folders() && id(host) <= layout.brokers(); i++) {
            disks.add(host.disk("data-" + i));
        }
        return disks;
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
        BrokerNode node =
                new BrokerNode(
                        BrokerConfig.of(settings(host)),
                        host.ports(),
                        new DataFolders(
                                host.disk("data"), List.<Disk>copyOf(disks(host)), List.of()),
                        ReplicaFetchers::store);
        running.put(host.name(), node);
        node.start()
                .whenComplete(
                        (addresses, error) -> {
                            if (error != null) {
                                onFailure.accept(host, error);
                            }
                        });
        node.stopped()
                .whenComplete(
                        (done, error) -> {
                            if (node.started() && node.failed()) {
                                onFailure.accept(host, new IllegalStateException("it gave up"));
                            }
                        });
    }

    private Map<String, String> settings(SimNode host) {
        Map<String, String> own = new HashMap<>(settings);
        String broker = "PLAINTEXT://" + host.name() + ":" + PORT;
        String controller = "CONTROLLER://" + host.name() + ":" + CONTROLLER_PORT;
        if (layout.nodes() == 1) {
            own.put("listeners", broker);
            return own;
        }
        own.put("node.id", String.valueOf(id(host)));
        boolean votes = votes(host);
        boolean keepsData = id(host) <= layout.brokers();
        own.put(
                "process.roles",
                !votes ? "broker" : keepsData ? "broker,controller" : "controller");
        own.put("listeners", !votes ? broker : keepsData ? broker + "," + controller : controller);
        own.put("cluster.id", CLUSTER_ID);
        if (!layout.dynamic()) {
            own.put("controller.quorum.voters", voters());
            return own;
        }
        boolean founds = firstVoter() == host && !running.containsKey(host.name());
        if (!founds) {
            own.put("controller.quorum.bootstrap.servers", controllerAddresses());
        }
        return own;
    }

    /** The one that begins alone, where voters may change. */
    private SimNode firstVoter() {
        return hosts.stream().filter(this::votes).findFirst().orElseThrow();
    }

    /** Settings with which any client finds the nodes and gives up on nothing too late. */
    public Map<String, Object> clientSettings() {
        return Map.of(
                "bootstrap.servers",
                brokers().stream().map(host -> host.name() + ":" + PORT).collect(joining(",")),
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
        return brokers().stream().map(this::node).allMatch(this::seesAll);
    }

    private boolean seesAll(BrokerNode node) {
        return node.started()
                && node.broker().image().brokers().stream().filter(each -> !each.fenced()).count()
                        == layout.brokers();
    }

    private short replicas() {
        return (short) Math.min(3, layout.brokers());
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
