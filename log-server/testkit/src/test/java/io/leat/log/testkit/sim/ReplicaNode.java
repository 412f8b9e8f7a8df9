package io.leat.log.testkit.sim;

import io.leat.log.broker.Acceptor;
import io.leat.log.broker.ActiveController;
import io.leat.log.broker.Broker;
import io.leat.log.broker.Handlers;
import io.leat.log.broker.Images;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.data.LogPartitionStore;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.directory.LogDirectories.Folder;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionManager;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.replication.IsrChanges;
import io.leat.log.broker.replication.ReplicaFetchers;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.FileQuorumStore;
import io.leat.log.quorum.MemoryMetadataLog;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.RaftSettings;
import io.leat.log.quorum.RaftTransport;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A broker whose metadata comes from a script. Used by the script, between events. */
final class ReplicaNode {

    static final int PORT = 9092;

    final int id;
    final SimNode host;
    private final Simulation simulation;
    private final Map<String, String> settings;
    private Broker broker;
    private long epoch;

    ReplicaNode(int id, int loops, Simulation simulation, Map<String, String> settings) {
        this.id = id;
        this.simulation = simulation;
        this.host = simulation.node("n" + id, loops);
        this.settings = new HashMap<>(settings);
        this.settings.put("node.id", String.valueOf(id));
        this.settings.put("listeners", "PLAINTEXT://n" + id + ":" + PORT);
        this.settings.put("leat.insecure", "true");
    }

    static Endpoint endpoint(int id) {
        return new Endpoint("n" + id, PORT);
    }

    /** Begins the process that has been registered under {@code brokerEpoch}. */
    void start(long brokerEpoch, MetadataImage image, IsrChanges changes) {
        epoch = brokerEpoch;
        Ports ports = host.ports();
        ports.loop().execute(() -> boot(ports, image, changes));
    }

    private void boot(Ports ports, MetadataImage image, IsrChanges changes) {
        Images images = new Images();
        long mine = epoch;
        Controller controller = new Controller(ports.loop(), images::publish);
        Broker made =
                new Broker(
                        BrokerConfig.of(settings),
                        ports,
                        "cluster",
                        id,
                        new ShardMap(ports.loops()),
                        images,
                        controller,
                        ActiveController.HERE,
                        quorum(ports, controller));
        ReplicaFetchers fetchers =
                new ReplicaFetchers(made, (at, leader) -> endpoint(leader), changes, () -> mine);
        LogDirectories folders =
                new LogDirectories(
                        List.of(new Folder(new Uuid(id, 1), host.disk("data"), false)), List.of());
        LogPartitionStore store = new LogPartitionStore(made, folders, fetchers);
        for (Shard shard : made.shards().shards()) {
            PartitionManager manager =
                    new PartitionManager(shard, made.shards(), made.settings(), id, store);
            images.subscribe(shard.loop(), manager::onImage);
        }
        Acceptor acceptor = new Acceptor(Handlers.ofBroker(made), FrameLimits.DEFAULT);
        ports.network()
                .listen(
                        endpoint(id),
                        ports.loops(),
                        FrameLimits.DEFAULT,
                        connection -> acceptor.accept("PLAINTEXT", connection));
        broker = made;
        images.publish(image);
    }

    /** A controller has just answered a heartbeat of this process. */
    void renewLease() {
        Broker current = broker;
        if (current != null) {
            current.lease().renew(host.ports().clock().millis());
        }
    }

    /** A quorum that is never started. */
    private RaftNode quorum(Ports ports, Controller controller) {
        return new RaftNode(
                RaftSettings.of(id, Set.of(id)),
                ports.loop(),
                ports.entropy().fork("quorum"),
                new MemoryMetadataLog(ports.loop()),
                new FileQuorumStore(host.disk("data"), ""),
                RaftTransport.NOBODY,
                controller);
    }

    void publish(MetadataImage image) {
        Broker current = broker;
        long mine = epoch;
        if (current != null && host.isUp()) {
            host.ports()
                    .loop()
                    .execute(
                            () -> {
                                if (mine == epoch && image.offset() > current.image().offset()) {
                                    current.images().publish(image);
                                }
                            });
        }
    }

    /** The partition, if it is open; to be looked at between events. */
    LogPartition partition(TopicIdPartition partition) {
        LogPartition[] found = {null};
        Broker current = broker;
        if (current == null || !host.isUp()) {
            return null;
        }
        current.shards()
                .ref(partition)
                .post(
                        (Partition open) -> {
                            if (open instanceof LogPartition data) {
                                found[0] = data;
                            }
                        });
        simulation.runUntil(() -> found[0] != null, 1);
        return found[0];
    }
}
