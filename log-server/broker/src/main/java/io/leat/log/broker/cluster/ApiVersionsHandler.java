package io.leat.log.broker.cluster;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Handlers;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.VersionRange;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.ApiVersionsResponse.ApiVersion;
import io.leat.log.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.leat.log.protocol.message.ApiVersionsResponse.SupportedFeatureKey;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * ApiVersions, versions 0 to 4: what this broker answers, and the features of the cluster.
 *
 * <p>An unknown version gets the layout of version 0, error 35 and the range of ApiVersions itself,
 * with which clients ask again (KIP-511). Features that can be at level 0 are not shown below
 * version 4, whose clients cannot read them (KAFKA-17011).
 */
public final class ApiVersionsHandler implements Handler<ApiVersionsRequest, ApiVersionsResponse> {

    private static final Pattern SOFTWARE =
            Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private final Broker broker;
    private final Handlers handlers;

    public ApiVersionsHandler(Broker broker, Handlers handlers) {
        this.broker = broker;
        this.handlers = handlers;
    }

    @Override
    public ApiKey key() {
        return ApiKey.API_VERSIONS;
    }

    @Override
    public ApiVersionsRequest read(Reader in) {
        return ApiVersionsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, ApiVersionsRequest request, Reply<ApiVersionsResponse> reply) {
        if (context.apiVersion() >= 3) {
            String name = request.clientSoftwareName();
            String version = request.clientSoftwareVersion();
            if (!SOFTWARE.matcher(name).matches() || !SOFTWARE.matcher(version).matches()) {
                reply.complete(invalid());
                return;
            }
            context.client().software(name, version);
        }
        reply.complete(response(context.apiVersion()));
    }

    private ApiVersionsResponse response(int version) {
        List<ApiVersion> keys = new ArrayList<>();
        for (Handler<?, ?> handler : handlers.all()) {
            keys.add(range(handler));
        }
        MetadataImage image = broker.image();
        List<FinalizedFeatureKey> finalized = new ArrayList<>();
        image.features()
                .forEach(
                        (name, level) ->
                                finalized.add(new FinalizedFeatureKey(name, level, level)));
        short voters = broker.quorum().finalizedVersion();
        if (voters > 0) {
            finalized.add(new FinalizedFeatureKey(Features.KRAFT.name(), voters, voters));
        }
        List<SupportedFeatureKey> supported = new ArrayList<>();
        for (Features.Supported feature : Features.SUPPORTED) {
            if (version >= 4 || feature.min() > 0) {
                supported.add(
                        new SupportedFeatureKey(feature.name(), feature.min(), feature.max()));
            }
        }
        return ApiVersionsResponse.builder()
                .apiKeys(keys)
                .supportedFeatures(supported)
                .finalizedFeatures(finalized)
                .finalizedFeaturesEpoch(image.offset())
                .build();
    }

    private static ApiVersionsResponse invalid() {
        return ApiVersionsResponse.builder().errorCode(ErrorCode.INVALID_REQUEST).build();
    }

    private static ApiVersion range(Handler<?, ?> handler) {
        VersionRange versions = handler.versions();
        return new ApiVersion(handler.key().id(), versions.min(), versions.max());
    }
}
