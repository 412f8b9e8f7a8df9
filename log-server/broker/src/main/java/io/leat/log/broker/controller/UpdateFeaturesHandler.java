package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.cluster.Features;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.UpdateFeaturesRequest;
import io.leat.log.protocol.message.UpdateFeaturesResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.UpdateFeatures;
import io.leat.log.quorum.image.MetadataImage;

/** UpdateFeatures, versions 0 to 2: the levels at which the cluster works. */
public final class UpdateFeaturesHandler
        extends ControllerHandler<UpdateFeaturesRequest, UpdateFeaturesResponse> {

    private final UpdateFeatures decisions;

    public UpdateFeaturesHandler(Broker broker) {
        super(broker, ApiKey.UPDATE_FEATURES, UpdateFeaturesRequest::read);
        this.decisions = new UpdateFeatures(Features.ranges());
    }

    @Override
    Decision<UpdateFeaturesResponse> decide(
            MetadataImage image, RequestContext context, UpdateFeaturesRequest request) {
        return decisions.decide(image, request, context.apiVersion());
    }

    @Override
    UpdateFeaturesResponse failed(UpdateFeaturesRequest request, ErrorCode error) {
        return UpdateFeaturesResponse.builder()
                .errorCode(error)
                .errorMessage(error.message())
                .build();
    }
}
