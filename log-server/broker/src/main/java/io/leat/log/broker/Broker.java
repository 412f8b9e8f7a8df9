package io.leat.log.broker;

import io.leat.log.broker.access.Authorizer;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.QuotaKeys;
import io.leat.log.broker.controller.BrokerSessions;
import io.leat.log.broker.controller.ConnectingProbe;
import io.leat.log.broker.controller.LeaderBalance;
import io.leat.log.broker.coordinator.Coordinators;
import io.leat.log.broker.data.ReplicationThrottles;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.metrics.NodeMetrics;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.broker.quota.ClientQuotas;
import io.leat.log.broker.settings.BrokerLoggers;
import io.leat.log.broker.settings.LogLevels;
import io.leat.log.broker.share.Shares;
import io.leat.log.broker.telemetry.ClientTelemetry;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.controller.BrokerLife;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Ports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What handlers share: settings, ports, shards, the metadata image, the controller, internal topics
 * and producer ids. Immutable; each part says which loop owns it.
 */
public final class Broker {

    private final RunningConfig settings;
    private final Ports ports;
    private final String clusterId;
    private final int nodeId;
    private final ShardMap shards;
    private final Images images;
    private final Controller controller;
    private final ActiveController activeController;
    private final RaftNode quorum;
    private final ControllerCalls controllerCalls;
    private final Forwarder forwarder;
    private final Topics topics;
    private final ProducerIds producerIds;
    private final Coordinators coordinators;
    private final Shares shares;
    private final BrokerLife brokerLife;
    private final BrokerSessions sessions;
    private final ReplicationThrottles throttles;
    private final NodeMetrics metrics;
    private final ClientQuotas quotas;
    private final ClientTelemetry telemetry;
    private final RequestMemory requestMemory;
    private volatile LogDirectories directories = new LogDirectories(List.of(), List.of());
    private volatile BrokerLoggers loggers;
    private final Lease lease;
    private final @Nullable Authorizer authorizer;
    private @Nullable Handlers controllerHandlers;

    public Broker(
            BrokerConfig config,
            Ports ports,
            String clusterId,
            int nodeId,
            ShardMap shards,
            Images images,
            Controller controller,
            ActiveController activeController,
            RaftNode quorum) {
        this(
                config,
                ports,
                clusterId,
                nodeId,
                shards,
                images,
                controller,
                activeController,
                quorum,
                ports.network());
    }

    /**
     * @param ports with the network on which brokers reach each other
     * @param toControllers the network on which they reach controllers
     */
    public Broker(
            BrokerConfig config,
            Ports ports,
            String clusterId,
            int nodeId,
            ShardMap shards,
            Images images,
            Controller controller,
            ActiveController activeController,
            RaftNode quorum,
            Network toControllers) {
        this.settings = new RunningConfig(config, nodeId, images);
        this.authorizer = Authorizer.of(config);
        this.ports = ports;
        this.metrics = new NodeMetrics(ports.loops());
        this.requestMemory = new RequestMemory(config.get(BrokerKeys.REQUEST_MEMORY));
        this.quotas = new ClientQuotas(QuotaKeys.windowSeconds(config));
        this.telemetry = new ClientTelemetry(config, ports);
        this.loggers = new BrokerLoggers(LogLevels.NONE, nodeId);
        this.clusterId = clusterId;
        this.nodeId = nodeId;
        this.shards = shards;
        this.images = images;
        this.controller = controller;
        this.activeController = activeController;
        this.quorum = quorum;
        this.controllerCalls =
                new ControllerCalls(
                        toControllers,
                        ports.loop(),
                        activeController,
                        "broker-" + nodeId + "-to-controller",
                        new LocalCalls(ports.loop(), this::controllerHandlers));
        this.forwarder = new Forwarder(ports.loop(), activeController, controllerCalls);
        this.topics = new Topics(this);
        this.brokerLife = new BrokerLife(topics.rules());
        this.sessions =
                new BrokerSessions(
                        ports.loop(),
                        controller,
                        images::current,
                        brokerLife,
                        new ConnectingProbe(ports.network(), ports.loop()),
                        nodeId,
                        SessionTimes.of(config),
                        quorum.leadership());
        controller.follow(sessions);
        this.lease = new Lease(SessionTimes.of(config), quorum.leadership()::ledAtMs);
        controller.follow(
                new LeaderBalance(ports.loop(), controller, images, topics.rules(), config));
        this.throttles = new ReplicationThrottles(nodeId);
        images.subscribe(ports.loop(), throttles::onImage);
        images.subscribe(ports.loop(), quotas::onImage);
        images.subscribe(ports.loop(), telemetry::onImage);
        this.producerIds = new ProducerIds(ports.loop(), controllerCalls, images, nodeId);
        this.coordinators =
                new Coordinators(
                        settings,
                        ports,
                        nodeId,
                        shards,
                        images,
                        producerIds,
                        (topic, done) ->
                                ports.loop().execute(() -> topics.ensureInternal(topic, done)));
        this.shares = new Shares(settings, shards, images, coordinators::shareStates);
    }

    /** The settings that hold now: take them once per request. */
    public BrokerConfig config() {
        return settings.now();
    }

    /** The settings, as they change. */
    public RunningConfig settings() {
        return settings;
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

    /** The controller on this node, which may not be the active one. */
    public Controller controller() {
        return controller;
    }

    /** Decides what becomes of registered brokers. */
    public BrokerLife brokerLife() {
        return brokerLife;
    }

    /** Who of the brokers is alive, if this node is the active controller. */
    public BrokerSessions sessions() {
        return sessions;
    }

    /** What holds back replicas that catch up. */
    public ReplicationThrottles throttles() {
        return throttles;
    }

    /** What requests take that are not answered yet. */
    public RequestMemory requestMemory() {
        return requestMemory;
    }

    /** How much clients may take. */
    public ClientQuotas quotas() {
        return quotas;
    }

    /** What clients push of their metrics. */
    public ClientTelemetry telemetry() {
        return telemetry;
    }

    /** What its loops count. */
    public NodeMetrics metrics() {
        return metrics;
    }

    /** Where its data is. */
    public LogDirectories directories() {
        return directories;
    }

    /** Once, at the start. */
    public void keepsDataIn(LogDirectories folders) {
        directories = folders;
    }

    /** Its loggers, whose levels can be changed. */
    public BrokerLoggers loggers() {
        return loggers;
    }

    /** Once, at the start. */
    public void logsThrough(LogLevels levels) {
        loggers = new BrokerLoggers(levels, nodeId);
    }

    /** Decides who may do what; null where everybody may do everything. */
    public @Nullable Authorizer authorizer() {
        return authorizer;
    }

    /** How long this broker may be sure that it is not fenced. */
    public Lease lease() {
        return lease;
    }

    /** This node's replica of the metadata log. Owned by the first loop. */
    public RaftNode quorum() {
        return quorum;
    }

    /** Where the active controller is. */
    public ActiveController activeController() {
        return activeController;
    }

    /** Asks the active controller, wherever it is. */
    public ControllerCalls controllerCalls() {
        return controllerCalls;
    }

    /** Brings to the active controller what only it decides. */
    public Forwarder forwarder() {
        return forwarder;
    }

    /** The handlers of a controller, on this node. On the first loop. */
    public Handlers controllerHandlers() {
        ports.loop().checkInLoop();
        if (controllerHandlers == null) {
            controllerHandlers = Handlers.ofController(this);
        }
        return controllerHandlers;
    }

    /** Finds partitions, and makes topics the server needs. */
    public Topics topics() {
        return topics;
    }

    public ProducerIds producerIds() {
        return producerIds;
    }

    /** What share groups have of the partitions this broker leads. */
    public Shares shares() {
        return shares;
    }

    /** The group and transaction coordinators on the partitions this broker leads. */
    public Coordinators coordinators() {
        return coordinators;
    }
}
