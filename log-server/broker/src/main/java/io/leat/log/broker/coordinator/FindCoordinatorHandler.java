package io.leat.log.broker.coordinator;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.cluster.Addresses;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.message.FindCoordinatorResponse;
import io.leat.log.protocol.message.FindCoordinatorResponse.Coordinator;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FindCoordinator, versions 0 to 6: the broker that leads the partition a group or transactional id
 * belongs to, or the state of a share-partition. The first question makes the internal topic.
 */
public final class FindCoordinatorHandler
        implements Handler<FindCoordinatorRequest, FindCoordinatorResponse> {

    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte SHARE = 2;
    private static final int FIRST_BATCHED = 4;
    private static final int FIRST_SHARE = 6;

    private final Broker broker;

    public FindCoordinatorHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.FIND_COORDINATOR;
    }

    @Override
    public FindCoordinatorRequest read(Reader in) {
        return FindCoordinatorRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            FindCoordinatorRequest request,
            Reply<FindCoordinatorResponse> reply) {
        CoordinatorHost<?, ?> host = host(context, request);
        if (host == null) {
            reply.complete(response(context, request, null, ErrorCode.INVALID_REQUEST));
            return;
        }
        broker.ports()
                .loop()
                .execute(
                        () ->
                                broker.topics()
                                        .ensureInternal(
                                                host.topic(),
                                                error ->
                                                        reply.complete(
                                                                response(
                                                                        context,
                                                                        request,
                                                                        host,
                                                                        made(error)))));
    }

    private @Nullable CoordinatorHost<?, ?> host(
            RequestContext context, FindCoordinatorRequest request) {
        if (request.keyType() == SHARE && context.apiVersion() < FIRST_SHARE) {
            return null;
        }
        return switch (request.keyType()) {
            case GROUP -> broker.coordinators().groups();
            case TRANSACTION -> broker.coordinators().transactions();
            case SHARE ->
                    request.coordinatorKeys().stream().allMatch(SharePartitionKey::isCoordinatorKey)
                            ? broker.coordinators().shareStates()
                            : null;
            default -> null;
        };
    }

    private static ErrorCode made(ErrorCode error) {
        return error == ErrorCode.NONE ? error : ErrorCode.COORDINATOR_NOT_AVAILABLE;
    }

    private FindCoordinatorResponse response(
            RequestContext context,
            FindCoordinatorRequest request,
            @Nullable CoordinatorHost<?, ?> host,
            ErrorCode error) {
        if (context.apiVersion() >= FIRST_BATCHED) {
            List<Coordinator> coordinators =
                    request.coordinatorKeys().stream()
                            .map(key -> find(context, key, host, error))
                            .toList();
            return FindCoordinatorResponse.builder().coordinators(coordinators).build();
        }
        Coordinator found = find(context, request.key(), host, error);
        return FindCoordinatorResponse.builder()
                .errorCode(found.errorCode())
                .errorMessage(found.errorMessage())
                .nodeId(found.nodeId())
                .host(found.host())
                .port(found.port())
                .build();
    }

    private Coordinator find(
            RequestContext context,
            String key,
            @Nullable CoordinatorHost<?, ?> host,
            ErrorCode error) {
        if (host == null || error != ErrorCode.NONE) {
            return missing(key, error);
        }
        MetadataImage image = broker.image();
        TopicImage topic = image.topic(host.topic());
        PartitionImage partition = topic == null ? null : topic.partition(host.partitionOf(key));
        BrokerImage leader = partition == null ? null : image.broker(partition.leader());
        Endpoint address = leader == null ? null : Addresses.of(leader, context);
        if (leader == null || address == null) {
            return missing(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
        }
        return Coordinator.builder()
                .key(key)
                .nodeId(leader.id())
                .host(address.host())
                .port(address.port())
                .build();
    }

    private static Coordinator missing(String key, ErrorCode error) {
        return Coordinator.builder()
                .key(key)
                .nodeId(-1)
                .port(-1)
                .errorCode(error)
                .errorMessage(error.message() + ".")
                .build();
    }
}
