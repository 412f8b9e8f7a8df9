package io.leat.log.broker.node;

import io.leat.log.broker.Acceptor;
import io.leat.log.broker.ActiveController;
import io.leat.log.broker.Broker;
import io.leat.log.broker.Handlers;
import io.leat.log.broker.Images;
import io.leat.log.broker.cluster.Features;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.partition.PartitionManager;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.DiskMetadataLog;
import io.leat.log.quorum.FileQuorumStore;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.RaftSettings;
import io.leat.log.quorum.RaftTransport;
import io.leat.log.quorum.controller.ClusterDecisions;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: broker, controller and voter of a quorum of one. Owned by the first loop; {@link
 * #start} and {@link #stop} are called once each, from anywhere.
 *
 * <p>Start: take the data directory, replay the metadata log, lead the quorum, register the broker,
 * open the partitions beside that, listen. Stop: the same backwards.
 */
public final class BrokerNode {

    private static final Logger log = LoggerFactory.getLogger(BrokerNode.class);
    private static final String METADATA = "__cluster_metadata-0";

    private final BrokerConfig config;
    private final Ports ports;
    private final Disk disk;
    private final PartitionStores stores;
    private final EventLoop loop;
    private final ListenerRules listenerRules;
    private final CompletableFuture<List<ListenerAddress>> started = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final List<Network.Listener> listening = new ArrayList<>();
    private final List<PartitionManager> managers = new ArrayList<>();

    private @Nullable DataDirectory directory;
    private @Nullable RaftNode raft;
    private @Nullable DiskMetadataLog quorumLog;
    private @Nullable Acceptor acceptor;
    private @Nullable PartitionStore store;
    private @Nullable Broker broker;
    private boolean registering;
    private boolean stopping;
    private volatile boolean failed;

    /** Makes the store of partitions once the broker is there. */
    public interface PartitionStores {

        /**
         * @param clean whether the last process closed everything in order
         */
        PartitionStore create(Broker broker, Disk disk, boolean clean);
    }

    /**
     * @param disk the data directory
     * @throws StartException if the listeners are not acceptable
     */
    public BrokerNode(BrokerConfig config, Ports ports, Disk disk, PartitionStores stores) {
        this.config = config;
        this.ports = ports;
        this.disk = disk;
        this.stores = stores;
        this.loop = ports.loop();
        this.listenerRules = ListenerRules.of(config);
    }

    /**
     * Starts. Completes with the addresses it listens on once requests are served, or with a {@link
     * StartException}; then everything it took is given back.
     */
    public CompletionStage<List<ListenerAddress>> start() {
        loop.execute(() -> attempt(this::boot));
        return started;
    }

    /** A step of the start: whatever it throws ends the start instead of leaving it hanging. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fail(e);
        } catch (LinkageError e) {
            fail(new StartException("The installation is incomplete: " + e, e));
        }
    }

    private void boot() {
        DataDirectory opened = DataDirectory.open(disk, config, ports.entropy().fork("ids"));
        directory = opened;
        config.notes().forEach(log::warn);
        disk.createDirectories(METADATA);
        disk.forceDirectory("");
        DiskMetadataLog metadataLog =
                DiskMetadataLog.open(
                        disk,
                        METADATA,
                        ports.offload(),
                        loop,
                        opened.clean(),
                        this::metadataFailed);
        quorumLog = metadataLog;
        Images images = new Images();
        Controller controller =
                new Controller(loop, images::publish, () -> attempt(this::register));
        RaftNode voter =
                new RaftNode(
                        RaftSettings.of(opened.nodeId(), Set.of(opened.nodeId())),
                        loop,
                        ports.entropy().fork("quorum"),
                        metadataLog,
                        new FileQuorumStore(disk, METADATA),
                        RaftTransport.NOBODY,
                        controller);
        controller.attach(voter);
        raft = voter;
        broker =
                new Broker(
                        config,
                        ports,
                        opened.clusterId(),
                        opened.nodeId(),
                        new ShardMap(ports.loops()),
                        images,
                        controller,
                        ActiveController.HERE);
        opened.begin();
        voter.start();
    }

    /** The quorum is led by this node: everything committed before is in the image. */
    private void register() {
        Broker node = broker;
        DataDirectory data = directory;
        if (node == null || data == null || registering) {
            return;
        }
        registering = true;
        hostPartitions(node, data);
        Uuid incarnation = DataDirectory.randomId(ports.entropy().fork("incarnation"));
        Controller controller = node.controller();
        controller.submit(
                image -> ClusterDecisions.bootstrap(image, Features.INITIAL),
                done -> {},
                this::refused);
        controller.submit(
                image ->
                        ClusterDecisions.register(
                                image,
                                node.nodeId(),
                                incarnation,
                                listenerRules.advertised(),
                                config.find(BrokerKeys.RACK),
                                data.clean()),
                epoch -> attempt(() -> listen(node)),
                this::refused);
    }

    private void refused(ErrorCode error) {
        fail(new StartException("The controller refused this broker: " + error.message()));
    }

    /** From here on partitions follow the image; the first one comes with the registration. */
    private void hostPartitions(Broker node, DataDirectory data) {
        PartitionStore partitions = stores.create(node, disk, data.clean());
        store = partitions;
        partitions.deleteOthers(PartitionManager.assigned(node.image(), node.nodeId()));
        for (Shard shard : node.shards().shards()) {
            PartitionManager manager =
                    new PartitionManager(shard, node.shards(), config, node.nodeId(), partitions);
            managers.add(manager);
            node.images().subscribe(shard.loop(), manager::onImage);
        }
    }

    private void listen(Broker node) {
        FrameLimits limits =
                new FrameLimits(
                        config.get(BrokerKeys.REQUEST_BYTES_MAX),
                        Math.max(0, config.get(BrokerKeys.CONNECTION_IDLE_MS)),
                        FrameLimits.DEFAULT.writeHighBytes());
        Acceptor connections = new Acceptor(Handlers.ofBroker(node), limits);
        acceptor = connections;
        List<ListenerAddress> bound = new ArrayList<>();
        listenNext(connections, limits, bound);
    }

    private void listenNext(Acceptor connections, FrameLimits limits, List<ListenerAddress> bound) {
        if (bound.size() == listenerRules.listeners().size()) {
            log.info("Node {} of cluster {} serves {}", nodeId(), clusterId(), bound);
            started.complete(List.copyOf(bound));
            return;
        }
        ListenerAddress address = listenerRules.listeners().get(bound.size());
        ports.network()
                .listen(
                        address.endpoint(),
                        ports.loops(),
                        limits,
                        connection -> connections.accept(address.name(), connection))
                .whenComplete(
                        (listener, failure) ->
                                loop.execute(
                                        () -> {
                                            if (listener == null) {
                                                fail(cannotListen(address, failure));
                                                return;
                                            }
                                            listening.add(listener);
                                            bound.add(
                                                    new ListenerAddress(
                                                            address.name(), listener.endpoint()));
                                            listenNext(connections, limits, bound);
                                        }));
    }

    /** Without its metadata log a node can do nothing for certain: it ends. */
    private void metadataFailed(RuntimeException cause) {
        log.error("The metadata log in {} cannot be written: this node stops", disk.root(), cause);
        fail(cause);
    }

    private static StartException cannotListen(
            ListenerAddress address, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof java.util.concurrent.CompletionException
                        ? failure.getCause()
                        : failure;
        return new StartException(
                "Cannot listen on "
                        + address.endpoint()
                        + ": "
                        + (cause == null ? "no reason given" : cause.getMessage())
                        + ". Stop what uses the port, or choose another with --port or listeners"
                        + " (port 0 is any free one)",
                failure);
    }

    private int nodeId() {
        return broker == null ? -1 : broker.nodeId();
    }

    private String clusterId() {
        return broker == null ? "" : broker.clusterId();
    }

    private void fail(RuntimeException cause) {
        RuntimeException failure =
                cause instanceof DiskException
                        ? new StartException(
                                "The data in "
                                        + disk.root()
                                        + " cannot be used: "
                                        + cause.getMessage(),
                                cause)
                        : cause;
        failed = true;
        stop().whenComplete((done, ignored) -> started.completeExceptionally(failure));
    }

    /** The broker, for what is tested or embedded beside it. After the start. */
    public Broker broker() {
        Broker node = broker;
        if (node == null) {
            throw new IllegalStateException("the node has not started");
        }
        return node;
    }

    /** Completes when the node has stopped, for whatever reason. */
    public CompletionStage<Void> stopped() {
        return stopped;
    }

    /** Whether it stops because something failed. */
    public boolean failed() {
        return failed;
    }

    /** Stops in order, and completes when everything is durable and given back. */
    public CompletionStage<Void> stop() {
        loop.execute(this::closeListeners);
        return stopped;
    }

    private void closeListeners() {
        if (stopping) {
            return;
        }
        stopping = true;
        listening.forEach(Network.Listener::close);
        listening.clear();
        if (acceptor != null) {
            acceptor.closeAll();
        }
        closePartitions(List.copyOf(managers));
        managers.clear();
    }

    private void closePartitions(List<PartitionManager> open) {
        if (open.isEmpty()) {
            loop.execute(this::closeQuorum);
            return;
        }
        int[] left = {open.size()};
        Broker node = broker();
        for (int i = 0; i < open.size(); i++) {
            PartitionManager manager = open.get(i);
            EventLoop owner = node.shards().shards().get(i).loop();
            owner.execute(
                    () ->
                            manager.close(
                                    () ->
                                            loop.execute(
                                                    () -> {
                                                        if (--left[0] == 0) {
                                                            closeQuorum();
                                                        }
                                                    })));
        }
    }

    private void closeQuorum() {
        if (raft != null) {
            raft.stop();
            raft = null;
        }
        DiskMetadataLog quorum = quorumLog;
        if (quorum != null) {
            quorumLog = null;
            quorum.close(this::releaseDirectory);
        } else {
            releaseDirectory();
        }
    }

    private void releaseDirectory() {
        DataDirectory data = directory;
        if (data != null) {
            directory = null;
            try {
                if (started.isDone() && !failed && store != null && store.isIntact()) {
                    data.markClean();
                }
                data.close();
            } catch (RuntimeException e) {
                stopped.completeExceptionally(e);
                return;
            }
        }
        stopped.complete(null);
    }
}
