package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.common.KafkaFuture;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.UpdateFeaturesRequest;
import io.leat.log.protocol.message.UpdateFeaturesResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Calls about the levels at which a cluster works. Stateless. */
final class FeatureCalls {

    private final Attempts attempts;

    FeatureCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    KafkaFuture<FeatureMetadata> describe(DescribeFeaturesOptions options) {
        Call<ApiVersionsResponse> call =
                Call.of(
                                ApiKey.API_VERSIONS,
                                version ->
                                        ApiVersionsRequest.builder()
                                                .clientSoftwareName("leat")
                                                .clientSoftwareVersion("0.1.0")
                                                .build(),
                                ApiVersionsResponse::read)
                        .versions(3, ApiKey.API_VERSIONS.maxStableVersion());
        return attempts.run(
                options,
                "Describing features",
                () -> {
                    CompletableFuture<ApiVersionsResponse> answer =
                            options.nodeId().isPresent()
                                    ? attempts.node(options.nodeId().getAsInt(), call)
                                    : attempts.any(call);
                    return answer.thenApply(this::features);
                });
    }

    private FeatureMetadata features(ApiVersionsResponse response) {
        attempts.check(response.errorCode(), null);
        Map<String, FinalizedVersionRange> finalized =
                response.finalizedFeatures().stream()
                        .collect(
                                Collectors.toMap(
                                        ApiVersionsResponse.FinalizedFeatureKey::name,
                                        each ->
                                                new FinalizedVersionRange(
                                                        each.minVersionLevel(),
                                                        each.maxVersionLevel())));
        Map<String, SupportedVersionRange> supported =
                response.supportedFeatures().stream()
                        .collect(
                                Collectors.toMap(
                                        ApiVersionsResponse.SupportedFeatureKey::name,
                                        each ->
                                                new SupportedVersionRange(
                                                        each.minVersion(), each.maxVersion())));
        long epoch = response.finalizedFeaturesEpoch();
        return new FeatureMetadata(
                finalized, epoch < 0 ? Optional.empty() : Optional.of(epoch), supported);
    }

    /** All updates, or none of them. */
    CompletableFuture<UpdateFeaturesResponse> update(
            Map<String, FeatureUpdate> updates, UpdateFeaturesOptions options) {
        Call<UpdateFeaturesResponse> call =
                Call.of(
                        ApiKey.UPDATE_FEATURES,
                        version -> request(version, updates, options),
                        UpdateFeaturesResponse::read);
        int lowest = options.validateOnly() ? 1 : 0;
        return attempts.stage(
                options,
                "Updating features",
                () ->
                        attempts.any(call.versions(lowest, call.highest()))
                                .thenApply(
                                        response -> {
                                            if (response.results().isEmpty()) {
                                                attempts.check(
                                                        response.errorCode(),
                                                        response.errorMessage());
                                            }
                                            return response;
                                        }));
    }

    private UpdateFeaturesRequest request(
            int version, Map<String, FeatureUpdate> updates, UpdateFeaturesOptions options) {
        List<UpdateFeaturesRequest.FeatureUpdateKey> keys = new ArrayList<>();
        updates.forEach(
                (name, update) -> {
                    UpdateFeaturesRequest.FeatureUpdateKey.Builder key =
                            UpdateFeaturesRequest.FeatureUpdateKey.builder()
                                    .feature(name)
                                    .maxVersionLevel(update.maxVersionLevel());
                    keys.add(
                            version == 0
                                    ? key.allowDowngrade(
                                                    update.upgradeType()
                                                            != FeatureUpdate.UpgradeType.UPGRADE)
                                            .build()
                                    : key.upgradeType(update.upgradeType().code()).build());
                });
        UpdateFeaturesRequest.Builder request =
                UpdateFeaturesRequest.builder()
                        .timeoutMs(attempts.requestTimeoutMs(options))
                        .featureUpdates(keys);
        return version == 0
                ? request.build()
                : request.validateOnly(options.validateOnly()).build();
    }

    /** The part of {@link #update} that is about one feature. */
    KafkaFuture<Void> one(CompletableFuture<UpdateFeaturesResponse> all, String feature) {
        return attempts.future(
                all.thenApply(
                        response -> {
                            for (UpdateFeaturesResponse.UpdatableFeatureResult each :
                                    response.results()) {
                                if (each.feature().equals(feature)
                                        && each.errorCode() != ErrorCode.NONE) {
                                    attempts.check(each.errorCode(), each.errorMessage());
                                }
                            }
                            attempts.check(response.errorCode(), response.errorMessage());
                            return null;
                        }));
    }
}
