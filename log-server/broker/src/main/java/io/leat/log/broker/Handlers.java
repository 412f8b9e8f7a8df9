package io.leat.log.broker;

import io.leat.log.broker.access.Authorizer;
import io.leat.log.broker.access.DescribeAclsHandler;
import io.leat.log.broker.access.Guards;
import io.leat.log.broker.cluster.ApiVersionsHandler;
import io.leat.log.broker.cluster.DescribeClusterHandler;
import io.leat.log.broker.cluster.DescribeControllersHandler;
import io.leat.log.broker.cluster.DescribeTopicPartitionsHandler;
import io.leat.log.broker.cluster.Features;
import io.leat.log.broker.cluster.MetadataHandler;
import io.leat.log.broker.controller.AllocateProducerIdsHandler;
import io.leat.log.broker.controller.AlterPartitionHandler;
import io.leat.log.broker.controller.AlterPartitionReassignmentsHandler;
import io.leat.log.broker.controller.AlterUserScramCredentialsHandler;
import io.leat.log.broker.controller.AssignReplicasToDirsHandler;
import io.leat.log.broker.controller.BrokerHeartbeatHandler;
import io.leat.log.broker.controller.BrokerRegistrationHandler;
import io.leat.log.broker.controller.ControllerRegistrationHandler;
import io.leat.log.broker.controller.CreateAclsHandler;
import io.leat.log.broker.controller.DeleteAclsHandler;
import io.leat.log.broker.controller.ElectLeadersHandler;
import io.leat.log.broker.controller.ListPartitionReassignmentsHandler;
import io.leat.log.broker.controller.UnregisterBrokerHandler;
import io.leat.log.broker.controller.UpdateFeaturesHandler;
import io.leat.log.broker.coordinator.FindCoordinatorHandler;
import io.leat.log.broker.data.AlterReplicaLogDirsHandler;
import io.leat.log.broker.data.DeleteRecordsHandler;
import io.leat.log.broker.data.DescribeLogDirsHandler;
import io.leat.log.broker.data.DescribeProducersHandler;
import io.leat.log.broker.data.OffsetForLeaderEpochHandler;
import io.leat.log.broker.group.ConsumerGroupDescribeHandler;
import io.leat.log.broker.group.ConsumerGroupHeartbeatHandler;
import io.leat.log.broker.group.DeleteGroupsHandler;
import io.leat.log.broker.group.DescribeGroupsHandler;
import io.leat.log.broker.group.HeartbeatHandler;
import io.leat.log.broker.group.JoinGroupHandler;
import io.leat.log.broker.group.LeaveGroupHandler;
import io.leat.log.broker.group.ListGroupsHandler;
import io.leat.log.broker.group.OffsetCommitHandler;
import io.leat.log.broker.group.OffsetDeleteHandler;
import io.leat.log.broker.group.OffsetFetchHandler;
import io.leat.log.broker.group.StreamsGroupDescribeHandler;
import io.leat.log.broker.group.StreamsGroupHeartbeatHandler;
import io.leat.log.broker.group.SyncGroupHandler;
import io.leat.log.broker.group.TxnOffsetCommitHandler;
import io.leat.log.broker.legacy.OldDescribeConfigs;
import io.leat.log.broker.legacy.OldFetch;
import io.leat.log.broker.legacy.OldListOffsets;
import io.leat.log.broker.legacy.OldProduce;
import io.leat.log.broker.metrics.NodeMetrics;
import io.leat.log.broker.quorum.AddRaftVoterHandler;
import io.leat.log.broker.quorum.BeginQuorumEpochHandler;
import io.leat.log.broker.quorum.DescribeQuorumHandler;
import io.leat.log.broker.quorum.EndQuorumEpochHandler;
import io.leat.log.broker.quorum.FetchSnapshotHandler;
import io.leat.log.broker.quorum.MetadataFetchHandler;
import io.leat.log.broker.quorum.RemoveRaftVoterHandler;
import io.leat.log.broker.quorum.UpdateRaftVoterHandler;
import io.leat.log.broker.quorum.VoteHandler;
import io.leat.log.broker.quota.AlterClientQuotasHandler;
import io.leat.log.broker.quota.ClientQuotas;
import io.leat.log.broker.quota.DescribeClientQuotasHandler;
import io.leat.log.broker.security.DescribeUserScramCredentialsHandler;
import io.leat.log.broker.security.SaslAuthenticateHandler;
import io.leat.log.broker.security.SaslHandshakeHandler;
import io.leat.log.broker.settings.AlterConfigsHandler;
import io.leat.log.broker.settings.DescribeConfigsHandler;
import io.leat.log.broker.settings.IncrementalAlterConfigsHandler;
import io.leat.log.broker.settings.ListConfigResourcesHandler;
import io.leat.log.broker.share.ShareAcknowledgeHandler;
import io.leat.log.broker.share.ShareFetchHandler;
import io.leat.log.broker.share.group.AlterShareGroupOffsetsHandler;
import io.leat.log.broker.share.group.DeleteShareGroupOffsetsHandler;
import io.leat.log.broker.share.group.DescribeShareGroupOffsetsHandler;
import io.leat.log.broker.share.group.ShareGroupDescribeHandler;
import io.leat.log.broker.share.group.ShareGroupHeartbeatHandler;
import io.leat.log.broker.share.state.DeleteShareGroupStateHandler;
import io.leat.log.broker.share.state.InitializeShareGroupStateHandler;
import io.leat.log.broker.share.state.ReadShareGroupStateHandler;
import io.leat.log.broker.share.state.ReadShareGroupStateSummaryHandler;
import io.leat.log.broker.share.state.WriteShareGroupStateHandler;
import io.leat.log.broker.telemetry.GetTelemetrySubscriptionsHandler;
import io.leat.log.broker.telemetry.PushTelemetryHandler;
import io.leat.log.broker.topic.CreatePartitionsHandler;
import io.leat.log.broker.topic.CreateTopicsHandler;
import io.leat.log.broker.topic.DeleteTopicsHandler;
import io.leat.log.broker.transaction.AddOffsetsToTxnHandler;
import io.leat.log.broker.transaction.AddPartitionsToTxnHandler;
import io.leat.log.broker.transaction.DescribeTransactionsHandler;
import io.leat.log.broker.transaction.EndTxnHandler;
import io.leat.log.broker.transaction.InitProducerIdHandler;
import io.leat.log.broker.transaction.ListTransactionsHandler;
import io.leat.log.broker.transaction.WriteTxnMarkersHandler;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.MetadataImage;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The support table: which API keys are answered, in which versions, by whom. Immutable;
 * ApiVersions is computed from it, so that only what works is advertised.
 */
public final class Handlers {

    /** What a broker answers, in the order of the keys; ApiVersions comes on top. */
    public static final List<Function<Broker, Handler<?, ?>>> BROKER =
            List.of(
                    broker -> new SaslHandshakeHandler(),
                    broker -> new SaslAuthenticateHandler(),
                    OldProduce::new,
                    OldFetch::new,
                    OldListOffsets::new,
                    MetadataHandler::new,
                    OffsetCommitHandler::new,
                    OffsetFetchHandler::new,
                    FindCoordinatorHandler::new,
                    JoinGroupHandler::new,
                    HeartbeatHandler::new,
                    LeaveGroupHandler::new,
                    SyncGroupHandler::new,
                    DescribeGroupsHandler::new,
                    ListGroupsHandler::new,
                    CreateTopicsHandler::new,
                    DeleteTopicsHandler::new,
                    DeleteRecordsHandler::new,
                    InitProducerIdHandler::new,
                    OffsetForLeaderEpochHandler::new,
                    AddPartitionsToTxnHandler::new,
                    AddOffsetsToTxnHandler::new,
                    EndTxnHandler::new,
                    WriteTxnMarkersHandler::new,
                    TxnOffsetCommitHandler::new,
                    OldDescribeConfigs::new,
                    AlterReplicaLogDirsHandler::new,
                    DescribeLogDirsHandler::new,
                    CreatePartitionsHandler::new,
                    DeleteGroupsHandler::new,
                    IncrementalAlterConfigsHandler::new,
                    AlterConfigsHandler::new,
                    GetTelemetrySubscriptionsHandler::new,
                    PushTelemetryHandler::new,
                    ListConfigResourcesHandler::new,
                    OffsetDeleteHandler::new,
                    ConsumerGroupHeartbeatHandler::new,
                    ConsumerGroupDescribeHandler::new,
                    DescribeClusterHandler::new,
                    DescribeProducersHandler::new,
                    DescribeTransactionsHandler::new,
                    ListTransactionsHandler::new,
                    DescribeTopicPartitionsHandler::new,
                    AlterPartitionReassignmentsHandler::new,
                    ListPartitionReassignmentsHandler::new,
                    ElectLeadersHandler::new,
                    UpdateFeaturesHandler::new,
                    UnregisterBrokerHandler::new,
                    DescribeAclsHandler::new,
                    CreateAclsHandler::new,
                    DeleteAclsHandler::new,
                    DescribeUserScramCredentialsHandler::new,
                    AlterUserScramCredentialsHandler::new,
                    DescribeClientQuotasHandler::new,
                    AlterClientQuotasHandler::new,
                    DescribeQuorumHandler::new,
                    AddRaftVoterHandler::new,
                    RemoveRaftVoterHandler::new,
                    ShareGroupHeartbeatHandler::new,
                    ShareGroupDescribeHandler::new,
                    ShareFetchHandler::new,
                    ShareAcknowledgeHandler::new,
                    InitializeShareGroupStateHandler::new,
                    ReadShareGroupStateHandler::new,
                    WriteShareGroupStateHandler::new,
                    DeleteShareGroupStateHandler::new,
                    ReadShareGroupStateSummaryHandler::new,
                    StreamsGroupHeartbeatHandler::new,
                    StreamsGroupDescribeHandler::new,
                    DescribeShareGroupOffsetsHandler::new,
                    AlterShareGroupOffsetsHandler::new,
                    DeleteShareGroupOffsetsHandler::new);

    /** What a controller answers on its listeners; ApiVersions and Envelope come on top. */
    public static final List<Function<Broker, Handler<?, ?>>> CONTROLLER =
            List.of(
                    broker -> new SaslHandshakeHandler(),
                    broker -> new SaslAuthenticateHandler(),
                    CreateTopicsHandler::new,
                    DeleteTopicsHandler::new,
                    CreatePartitionsHandler::new,
                    DescribeConfigsHandler::new,
                    IncrementalAlterConfigsHandler::new,
                    AlterConfigsHandler::new,
                    AlterPartitionReassignmentsHandler::new,
                    ListPartitionReassignmentsHandler::new,
                    ElectLeadersHandler::new,
                    UpdateFeaturesHandler::new,
                    UnregisterBrokerHandler::new,
                    CreateAclsHandler::new,
                    DeleteAclsHandler::new,
                    AlterUserScramCredentialsHandler::new,
                    AlterClientQuotasHandler::new,
                    BrokerRegistrationHandler::new,
                    BrokerHeartbeatHandler::new,
                    AlterPartitionHandler::new,
                    AllocateProducerIdsHandler::new,
                    ControllerRegistrationHandler::new,
                    AssignReplicasToDirsHandler::new,
                    DescribeControllersHandler::new,
                    MetadataFetchHandler::new,
                    VoteHandler::new,
                    BeginQuorumEpochHandler::new,
                    EndQuorumEpochHandler::new,
                    DescribeQuorumHandler::new,
                    FetchSnapshotHandler::new,
                    AddRaftVoterHandler::new,
                    RemoveRaftVoterHandler::new,
                    UpdateRaftVoterHandler::new);

    private final Map<ApiKey, Handler<?, ?>> byKey = new EnumMap<>(ApiKey.class);
    private final @Nullable Forwarder forwarder;
    private final @Nullable Guards guards;
    private final @Nullable Images images;
    private final NodeMetrics metrics;
    private final @Nullable ClientQuotas quotas;
    private final RequestMemory memory;

    /** The handlers of {@link #BROKER}, for clients and other brokers. */
    public static Handlers ofBroker(Broker broker) {
        Authorizer authorizer = broker.authorizer();
        return new Handlers(
                broker,
                BROKER,
                broker.forwarder(),
                authorizer == null ? Guards.ofOpenBroker() : Guards.ofBroker(authorizer));
    }

    /** The handlers of {@link #CONTROLLER}, for brokers and other controllers. */
    public static Handlers ofController(Broker broker) {
        Authorizer authorizer = broker.authorizer();
        Handlers handlers =
                new Handlers(
                        broker,
                        CONTROLLER,
                        null,
                        authorizer == null ? null : Guards.ofController(authorizer));
        handlers.add(new EnvelopeHandler(handlers, broker.activeController()));
        return handlers;
    }

    private Handlers(
            Broker broker,
            List<Function<Broker, Handler<?, ?>>> factories,
            @Nullable Forwarder forwarder,
            @Nullable Guards guards) {
        this.forwarder = forwarder;
        this.guards = guards;
        this.images = broker.images();
        this.metrics = broker.metrics();
        this.quotas = forwarder == null ? null : broker.quotas();
        this.memory = broker.requestMemory();
        factories.forEach(factory -> add(factory.apply(broker)));
        add(new ApiVersionsHandler(broker, this));
    }

    /** With nothing in it yet. */
    Handlers(RequestMemory memory) {
        this.memory = memory;
        this.forwarder = null;
        this.guards = null;
        this.images = null;
        this.metrics = new NodeMetrics(List.of());
        this.quotas = null;
    }

    /** Before the first request. */
    void add(Handler<?, ?> handler) {
        if (byKey.put(handler.key(), handler) != null) {
            throw new IllegalArgumentException("two handlers for " + handler.key());
        }
    }

    /** Who answers {@code key}, or null if nobody does. */
    public @Nullable Handler<?, ?> get(ApiKey key) {
        return byKey.get(key);
    }

    /** What their requests may take. */
    RequestMemory memory() {
        return memory;
    }

    /** What limits those who ask; null where only nodes ask. */
    @Nullable ClientQuotas quotas() {
        return quotas;
    }

    /** Where their requests are counted. */
    NodeMetrics metrics() {
        return metrics;
    }

    /** How requests reach the controller that this node cannot decide; null if all can. */
    @Nullable Forwarder forwarder() {
        return forwarder;
    }

    /** Has {@code handler} answer what the client may ask for; the rest is refused. */
    @SuppressWarnings("unchecked") // a handler reads exactly what it handles
    <Q extends ApiMessage> void handle(
            Handler<Q, ?> handler, RequestContext context, Q request, Reply<ApiMessage> reply) {
        Handler<ApiMessage, ApiMessage> next = (Handler<ApiMessage, ApiMessage>) handler;
        if (guards == null || images == null) {
            next.handle(context, request, reply);
            return;
        }
        MetadataImage image = images.current();
        ApiMessage refusal =
                Features.serves(handler.key(), image)
                        ? null
                        : Refusals.of(request, context.apiVersion(), ErrorCode.UNSUPPORTED_VERSION);
        if (refusal != null) {
            reply.complete(refusal);
        } else {
            guards.check(
                    context,
                    image,
                    request,
                    reply,
                    (passed, answer) -> next.handle(context, passed, answer));
        }
    }

    /** All handlers, in the order of their keys. */
    public Collection<Handler<?, ?>> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    /** The versions of {@code handler} that can really be read and answered. */
    static VersionRange served(Handler<?, ?> handler) {
        return handler.versions().and(VersionRange.of(handler.key()));
    }
}
