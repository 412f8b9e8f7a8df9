package io.leat.log.broker.settings;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ListConfigResourcesRequest;
import io.leat.log.protocol.message.ListConfigResourcesResponse;
import io.leat.log.protocol.message.ListConfigResourcesResponse.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;

/**
 * ListConfigResources, versions 0 to 1 (KIP-1142): what settings can belong to. Topics and brokers
 * as there are, others as far as they have settings; version 0 asks for client metrics.
 */
public final class ListConfigResourcesHandler
        implements Handler<ListConfigResourcesRequest, ListConfigResourcesResponse> {

    private static final byte TOPIC = 2;
    private static final byte BROKER = 4;
    private static final byte BROKER_LOGGER = 8;
    private static final byte CLIENT_METRICS = 16;
    private static final byte GROUP = 32;
    private static final List<Byte> ALL =
            List.of(TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP);

    private final Broker broker;

    public ListConfigResourcesHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.LIST_CONFIG_RESOURCES;
    }

    @Override
    public ListConfigResourcesRequest read(Reader in) {
        return ListConfigResourcesRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            ListConfigResourcesRequest request,
            Reply<ListConfigResourcesResponse> reply) {
        List<Byte> asked = request.resourceTypes();
        List<Byte> types =
                context.apiVersion() == 0 ? List.of(CLIENT_METRICS) : asked.isEmpty() ? ALL : asked;
        ListConfigResourcesResponse.Builder response = ListConfigResourcesResponse.builder();
        if (!ALL.containsAll(types)) {
            reply.complete(response.errorCode(ErrorCode.UNSUPPORTED_VERSION).build());
            return;
        }
        List<ConfigResource> found = new ArrayList<>();
        MetadataImage image = broker.image();
        for (byte type : types) {
            for (String name : names(image, type)) {
                found.add(new ConfigResource(name, type));
            }
        }
        reply.complete(response.configResources(found).build());
    }

    private static List<String> names(MetadataImage image, byte type) {
        return switch (type) {
            case TOPIC -> image.topics().stream().map(topic -> topic.name()).sorted().toList();
            case BROKER, BROKER_LOGGER ->
                    image.brokers().stream().map(each -> String.valueOf(each.id())).toList();
            default -> image.configured(type);
        };
    }
}
