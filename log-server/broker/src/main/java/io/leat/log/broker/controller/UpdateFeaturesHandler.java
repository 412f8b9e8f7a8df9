package io.leat.log.broker.controller;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.cluster.Features;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.UpdateFeaturesRequest;
import io.leat.log.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.leat.log.protocol.message.UpdateFeaturesResponse;
import io.leat.log.protocol.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import io.leat.log.quorum.VoterChangeResult;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.controller.UpdateFeatures;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;

/**
 * UpdateFeatures, versions 0 to 2: the levels at which the cluster works. The level of {@code
 * kraft.version} is the quorum's: it is checked before, and set after all others.
 */
public final class UpdateFeaturesHandler
        extends ControllerHandler<UpdateFeaturesRequest, UpdateFeaturesResponse> {

    private final UpdateFeatures decisions;

    public UpdateFeaturesHandler(Broker broker) {
        super(broker, ApiKey.UPDATE_FEATURES, UpdateFeaturesRequest::read);
        this.decisions = new UpdateFeatures(Features.ranges());
    }

    @Override
    public void handle(
            RequestContext context,
            UpdateFeaturesRequest request,
            Reply<UpdateFeaturesResponse> reply) {
        List<FeatureUpdateKey> others = new ArrayList<>(request.featureUpdates());
        others.removeIf(each -> each.feature().equals(Features.KRAFT.name()));
        List<FeatureUpdateKey> quorum = new ArrayList<>(request.featureUpdates());
        quorum.removeAll(others);
        if (quorum.size() != 1) {
            super.handle(context, request, reply);
            return;
        }
        short level = quorum.get(0).maxVersionLevel();
        upgrade(
                level,
                true,
                checked -> {
                    if (checked.error() != ErrorCode.NONE) {
                        reply.complete(refused(checked));
                    } else if (others.isEmpty()) {
                        finish(context, request, level, List.of(), reply);
                    } else {
                        decideOthers(context, request, others, level, reply);
                    }
                });
    }

    private void decideOthers(
            RequestContext context,
            UpdateFeaturesRequest request,
            List<FeatureUpdateKey> others,
            short level,
            Reply<UpdateFeaturesResponse> reply) {
        UpdateFeaturesRequest rest = request.toBuilder().featureUpdates(others).build();
        broker().controller()
                .submit(
                        image -> decide(image, context, rest),
                        response -> {
                            if (response.errorCode() == ErrorCode.NONE) {
                                finish(context, request, level, response.results(), reply);
                            } else {
                                reply.complete(response);
                            }
                        },
                        error -> reply.complete(failed(request, error)));
    }

    private void finish(
            RequestContext context,
            UpdateFeaturesRequest request,
            short level,
            List<UpdatableFeatureResult> others,
            Reply<UpdateFeaturesResponse> reply) {
        upgrade(
                level,
                request.validateOnly(),
                result -> {
                    if (result.error() != ErrorCode.NONE) {
                        reply.complete(refused(result));
                        return;
                    }
                    List<UpdatableFeatureResult> results = new ArrayList<>(others);
                    if (context.apiVersion() < 2) {
                        results.add(
                                UpdatableFeatureResult.builder()
                                        .feature(Features.KRAFT.name())
                                        .errorMessage(null)
                                        .build());
                    }
                    reply.complete(
                            UpdateFeaturesResponse.builder()
                                    .errorMessage(null)
                                    .results(results)
                                    .build());
                });
    }

    private void upgrade(
            short level, boolean dryRun, java.util.function.Consumer<VoterChangeResult> done) {
        broker().ports().loop().execute(() -> broker().quorum().upgrade(level, dryRun, done));
    }

    private static UpdateFeaturesResponse refused(VoterChangeResult result) {
        return UpdateFeaturesResponse.builder()
                .errorCode(result.error())
                .errorMessage(result.message())
                .build();
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
