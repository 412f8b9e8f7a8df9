package io.leat.log.broker.node;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handlers;
import io.leat.log.broker.Images;
import io.leat.log.broker.cluster.Features;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.partition.PartitionManager;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.broker.quorum.WireRaftTransport;
import io.leat.log.broker.security.ImageScramUsers;
import io.leat.log.broker.security.ScramUsers;
import io.leat.log.broker.settings.LogLevels;
import io.leat.log.protocol.LogRecord;
import io.leat.log.quorum.DiskMetadataLog;
import io.leat.log.quorum.FileQuorumStore;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.RaftSettings;
import io.leat.log.quorum.ReplicaKey;
import io.leat.log.quorum.VoterSet;
import io.leat.log.quorum.controller.ClusterDecisions;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.BugException;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: broker, controller, or both. Owned by the first loop; {@link #start} and {@link #stop}
 * are called once each, from anywhere.
 *
 * <p>Start: take the data directory, replay the metadata log, take part in the quorum, register the
 * broker, open the partitions beside that, be let in, listen. Stop: the same backwards.
 */
public final class BrokerNode {

    private static final Logger log = LoggerFactory.getLogger(BrokerNode.class);
    private static final String METADATA = "__cluster_metadata-0";

    private final BrokerConfig config;
    private final Ports ports;
    private final DataFolders folders;

    /** Where the metadata log is. */
    private final Disk disk;

    private final PartitionStores stores;
    private final EventLoop loop;
    private final ListenerRules listenerRules;
    private final NodeLinks links;
    private final NodeListeners listeners;
    private final CompletableFuture<List<ListenerAddress>> started = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final List<PartitionManager> managers = new ArrayList<>();

    private @Nullable DataDirectories directories;
    private @Nullable RaftNode raft;
    private @Nullable DiskMetadataLog quorumLog;
    private @Nullable WireRaftTransport quorumPeers;
    private @Nullable BrokerMembership membership;
    private @Nullable ControllerMembership controllerMembership;
    private volatile @Nullable PartitionStore store;
    private @Nullable Broker broker;
    private List<ListenerAddress> addresses = List.of();
    private boolean stopping;
    private boolean closing;
    private volatile boolean failed;
    private LogLevels logLevels = LogLevels.NONE;

    /** Lets clients read and change what is logged. Before the start. */
    public void logsThrough(LogLevels levels) {
        logLevels = levels;
    }

    /** Makes the store of partitions once the broker is there. */
    public interface PartitionStores {

        PartitionStore create(Broker broker, LogDirectories directories);
    }

    /**
     * With one folder for everything.
     *
     * @throws StartException if the listeners are not acceptable
     */
    public BrokerNode(BrokerConfig config, Ports ports, Disk disk, PartitionStores stores) {
        this(config, ports, DataFolders.of(disk), stores);
    }

    /** As above, with several folders. */
    public BrokerNode(
            BrokerConfig config, Ports ports, DataFolders folders, PartitionStores stores) {
        this.config = config;
        this.ports = ports;
        this.folders = folders;
        this.disk = folders.metadata();
        this.stores = stores;
        this.loop = ports.loop();
        this.listenerRules = ListenerRules.of(config);
        this.links = NodeLinks.of(config, listenerRules, ports);
        this.listeners = new NodeListeners(config, ports, listenerRules, this::users);
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
        DataDirectories data = DataDirectories.open(folders, config, ports.entropy().fork("ids"));
        directories = data;
        NodeRoles roles = NodeRoles.of(config, data.nodeId(), data.identity().initialVoters());
        config.notes().forEach(log::warn);
        disk.createDirectories(METADATA);
        disk.forceDirectory("");
        Images images = new Images();
        Controller controller = new Controller(loop, images::publish);
        Joining joining = new Joining(roles, data, () -> !started(), this::fail);
        QuorumMember member =
                new QuorumMember(
                        controller,
                        () -> attempt(this::controllerKnown),
                        (epoch, voters) -> {
                            if (raft != null && raft.hasStaticVoters()) {
                                joining.elected(epoch, voters, raft.epoch());
                            }
                        },
                        this::metadataFailed);
        RaftNode replica = quorum(roles, data, member);
        controller.attach(replica);
        raft = replica;
        quorumPeers().onForeign(joining::refusedBy);
        Broker node =
                new Broker(
                        config,
                        ports.with(links.toBrokers()),
                        data.clusterId(),
                        data.nodeId(),
                        new ShardMap(ports.loops()),
                        images,
                        controller,
                        member,
                        replica,
                        links.toControllers());
        node.keepsDataIn(data.logs());
        broker = node;
        node.logsThrough(logLevels);
        cordon(data.logs());
        images.subscribe(loop, image -> listeners.configure(node.settings().at(image)));
        if (roles.controller()) {
            controllerMembership =
                    new ControllerMembership(
                            node,
                            new ReplicaKey(data.nodeId(), data.metadata().id()),
                            controllerListeners(),
                            DataDirectories.randomId(ports.entropy().fork("controller")));
        }
        if (roles.broker()) {
            BrokerMembership self = membership(node, data);
            membership = self;
            data.logs().onFailure(failed -> loop.execute(self::controllerChanged));
            images.subscribe(loop, image -> cordon(node, data.logs(), self, image));
            images.subscribe(loop, image -> attempt(() -> self.onImage(image)));
        }
        joining.checkAddress(
                links.toControllers(),
                loop,
                listenerRules.controllers(),
                () -> attempt(() -> takePart(node, roles, data, replica)));
    }

    /** Chooses which folders take no new replicas, as the settings file says. */
    private void cordon(LogDirectories logs) {
        List<String> names = config.get(BrokerKeys.CORDONED_LOG_DIRS);
        String violation = logs.cordon().violation(names);
        if (violation != null) {
            throw new ConfigException(violation);
        }
        logs.cordon().set(names);
    }

    /** The same as it was changed since: checked then, but log.dirs may be others now. */
    private static void cordon(
            Broker node, LogDirectories logs, BrokerMembership self, MetadataImage image) {
        List<String> names = node.settings().at(image).get(BrokerKeys.CORDONED_LOG_DIRS);
        if (logs.cordon().set(names)) {
            String violation = logs.cordon().violation(names);
            if (violation != null) {
                log.error("Only what is known has an effect: {}", violation);
            }
            log.info("Folders that take no new replicas: {}", names);
            self.controllerChanged(); // it has to know before it places new ones
        }
    }

    private void takePart(Broker node, NodeRoles roles, DataDirectories data, RaftNode replica) {
        if (failed || stopping) {
            return;
        }
        data.begin();
        List<ListenerAddress> controllers = listenerRules.controllers();
        listen(
                controllers,
                roles.controller() ? node.controllerHandlers() : null,
                bound -> {
                    replica.start();
                    if (controllerMembership != null) {
                        controllerMembership.begin();
                    }
                    if (!roles.broker()) {
                        started(node, bound);
                    }
                });
    }

    private RaftNode quorum(NodeRoles roles, DataDirectories data, QuorumMember member) {
        DiskMetadataLog metadataLog =
                DiskMetadataLog.open(
                        disk,
                        METADATA,
                        ports.offload(),
                        loop,
                        data.metadata().clean(),
                        this::metadataFailed);
        quorumLog = metadataLog;
        ReplicaKey self = new ReplicaKey(data.nodeId(), data.metadata().id());
        List<VoterSet.Listener> listeners = controllerListeners();
        VoterSet voters =
                roles.voters().size() > 0 || !roles.bootstrap().isEmpty()
                        ? roles.voters()
                        : VoterSet.of(List.of(new VoterSet.Voter(self, listeners)));
        long snapshotIntervalMs = config.get(ClusterKeys.SNAPSHOT_INTERVAL_MS);
        RaftSettings settings =
                new RaftSettings(
                        self,
                        listeners,
                        voters,
                        roles.bootstrap(),
                        config.get(ClusterKeys.ELECTION_TIMEOUT_MS),
                        config.get(ClusterKeys.FETCH_TIMEOUT_MS),
                        config.get(ClusterKeys.SNAPSHOT_BYTES),
                        snapshotIntervalMs == 0 ? Long.MAX_VALUE : snapshotIntervalMs);
        WireRaftTransport transport =
                new WireRaftTransport(ports.with(links.toControllers()), data.clusterId(), self);
        RaftNode replica =
                new RaftNode(
                        settings,
                        loop,
                        ports.entropy().fork("quorum"),
                        metadataLog,
                        new FileQuorumStore(disk, METADATA),
                        transport,
                        member);
        transport.attach(replica);
        quorumPeers = transport;
        return replica;
    }

    private List<VoterSet.Listener> controllerListeners() {
        return listenerRules.controllers().stream()
                .map(each -> new VoterSet.Listener(each.name(), each.endpoint()))
                .toList();
    }

    private BrokerMembership membership(Broker node, DataDirectories data) {
        return new BrokerMembership(
                node,
                DataDirectories.randomId(ports.entropy().fork("incarnation")),
                data.logs(),
                listenerRules.advertised(),
                data.lastEpoch(),
                epoch -> hostPartitions(node, data),
                () -> started(node, addresses),
                this::fail);
    }

    /**
     * There is an active controller, here or elsewhere, with what it decided before in the image.
     */
    private void controllerKnown() {
        Broker node = broker;
        if (node == null) {
            return;
        }
        node.controllerCalls().controllerMoved();
        if (controllerMembership != null) {
            controllerMembership.controllerKnown();
        }
        if (node.activeController().isHere()) {
            node.controller()
                    .submit(
                            image ->
                                    ClusterDecisions.bootstrap(
                                            image, initialLevels(), initialUsers()),
                            done -> {},
                            error -> {});
        }
        BrokerMembership joining = membership;
        if (joining != null) {
            joining.controllerChanged();
        }
    }

    private List<LogRecord> initialUsers() {
        return directories == null
                ? List.of()
                : directories.identity().initialUsers().stream()
                        .<LogRecord>map(InitialUser::read)
                        .toList();
    }

    private Map<String, Short> initialLevels() {
        Map<String, Short> levels = new HashMap<>(Features.INITIAL);
        if (directories != null) {
            levels.putAll(directories.identity().initialLevels());
        }
        levels.values().removeIf(level -> level == 0);
        return levels;
    }

    /**
     * The image has this broker: partitions follow it from here on. What it does not put here is
     * deleted, so that an image from before must not get here.
     */
    private void hostPartitions(Broker node, DataDirectories data) {
        BrokerMembership joining = membership;
        if (store == null) {
            PartitionStore partitions = stores.create(node, data.logs());
            store = partitions;
            MetadataImage image = node.image();
            partitions.deleteOthers(PartitionManager.assigned(image, node.nodeId()));
            for (Shard shard : node.shards().shards()) {
                PartitionManager manager =
                        new PartitionManager(
                                shard, node.shards(), node.settings(), node.nodeId(), partitions);
                managers.add(manager);
                node.images().subscribe(shard.loop(), manager::onImage);
                shard.loop().execute(() -> manager.onImage(image));
            }
        }
        if (joining != null && addresses.isEmpty()) {
            // It listens before it is let in: from then on nobody may find it absent.
            listen(
                    listenerRules.listeners(),
                    Handlers.ofBroker(node),
                    bound -> {
                        addresses = List.copyOf(bound);
                        joining.host();
                    });
        } else if (joining != null) {
            joining.host();
        }
    }

    private WireRaftTransport quorumPeers() {
        WireRaftTransport peers = quorumPeers;
        if (peers == null) {
            throw new BugException("the quorum has no transport yet");
        }
        return peers;
    }

    private void started(Broker node, List<ListenerAddress> bound) {
        if (started.complete(List.copyOf(bound))) {
            new ToldAddresses(ports.network(), loop).check(listenerRules.advertised());
            log.info("Node {} of cluster {} serves {}", node.nodeId(), node.clusterId(), bound);
        }
    }

    /** Whether all its disks failed: its partitions are lost to clients. Safe from anywhere. */
    public boolean diskFailed() {
        return store != null && broker().directories().allFailed();
    }

    /** Listens on all of {@code addresses}, then runs {@code done} with what it is bound to. */
    private void listen(
            List<ListenerAddress> addresses,
            @Nullable Handlers handlers,
            Consumer<List<ListenerAddress>> done) {
        if (handlers == null || addresses.isEmpty()) {
            done.accept(List.of());
        } else {
            listeners.open(
                    addresses, handlers, bound -> attempt(() -> done.accept(bound)), this::fail);
        }
    }

    private ScramUsers users() {
        return ImageScramUsers.of(broker().image());
    }

    /** Without its metadata log a node can do nothing for certain: it ends. */
    private void metadataFailed(RuntimeException cause) {
        log.error("The metadata log in {} cannot be written: this node stops", disk.root(), cause);
        fail(cause);
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

    /** Whether it has come so far that {@link #broker} may be asked. On the first loop. */
    public boolean booted() {
        return broker != null;
    }

    /** Whether it serves, or did before it began to stop. Safe from anywhere. */
    public boolean started() {
        return started.isDone() && !started.isCompletedExceptionally();
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
        loop.execute(this::leave);
        return stopped;
    }

    /** Leaders move to other brokers before clients are turned away. */
    private void leave() {
        BrokerMembership leaving = membership;
        if (leaving == null || failed) {
            closeListeners();
        } else if (!stopping) {
            leaving.leave(this::closeListeners);
        }
        stopping = true;
    }

    private void closeListeners() {
        if (closing) {
            return;
        }
        closing = true;
        if (controllerMembership != null) {
            controllerMembership.stop();
        }
        listeners.close();
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
            raft.resign();
            raft.stop();
            raft = null;
        }
        if (quorumPeers != null) {
            quorumPeers.close();
        }
        if (broker != null) {
            broker.controllerCalls().close();
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
        DataDirectories data = directories;
        if (data != null) {
            directories = null;
            try {
                if (started.isDone() && !failed && store != null) {
                    data.markClean(membership == null ? -1 : membership.epoch());
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
