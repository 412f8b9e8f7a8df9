package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.coordinator.Coordinators;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Ports;

/**
 * What handlers share: settings, ports, shards, the metadata image, the controller, internal topics
 * and producer ids. Immutable; each part says which loop owns it.
 */
public final class Broker {

    private final BrokerConfig config;
    private final Ports ports;
    private final String clusterId;
    private final int nodeId;
    private final ShardMap shards;
    private final Images images;
    private final Controller controller;
    private final Topics topics;
    private final ProducerIds producerIds;
    private final Coordinators coordinators;

    public Broker(
            BrokerConfig config,
            Ports ports,
            String clusterId,
            int nodeId,
            ShardMap shards,
            Images images,
            Controller controller) {
        this.config = config;
        this.ports = ports;
        this.clusterId = clusterId;
        this.nodeId = nodeId;
        this.shards = shards;
        this.images = images;
        this.controller = controller;
        this.topics = new Topics(this);
        this.producerIds = new ProducerIds(ports.loop(), controller, nodeId);
        this.coordinators = new Coordinators(config, ports, nodeId, shards, images, producerIds);
    }

    public BrokerConfig config() {
        return config;
    }

    public Ports ports() {
        return ports;
    }

    public String clusterId() {
        return clusterId;
    }

    public int nodeId() {
        return nodeId;
    }

    public ShardMap shards() {
        return shards;
    }

    public Images images() {
        return images;
    }

    /** The newest metadata image: take it once per request. */
    public MetadataImage image() {
        return images.current();
    }

    /** The controller, which is on this node. */
    public Controller controller() {
        return controller;
    }

    /** Finds partitions, and makes topics the server needs. */
    public Topics topics() {
        return topics;
    }

    public ProducerIds producerIds() {
        return producerIds;
    }

    /** The group and transaction coordinators on the partitions this broker leads. */
    public Coordinators coordinators() {
        return coordinators;
    }
}
