package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.UpdateFeaturesRequest;
import io.leat.log.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.leat.log.protocol.message.UpdateFeaturesResponse;
import io.leat.log.protocol.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.ControllerImage;
import io.leat.log.quorum.image.LevelRange;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides UpdateFeatures: all updates of a request, or none. Stateless.
 *
 * <p>A level is finalized only when every registered node can work at it, so that an upgrade waits
 * for the last old node. A level of the metadata log is never taken back: records that are there
 * already could not be read at it.
 */
public final class UpdateFeatures {

    private static final byte UPGRADE = 1;
    private static final byte SAFE_DOWNGRADE = 2;
    private static final byte UNSAFE_DOWNGRADE = 3;
    private static final String METADATA = "metadata.version";

    private final Map<String, LevelRange> own;

    /**
     * @param own what this controller itself can work at
     */
    public UpdateFeatures(Map<String, LevelRange> own) {
        this.own = Map.copyOf(own);
    }

    /**
     * @param version of the request: versions 0 and 1 get a result for each feature, if all are
     *     updated
     */
    public Decision<UpdateFeaturesResponse> decide(
            MetadataImage image, UpdateFeaturesRequest request, int version) {
        List<LogRecord> records = new ArrayList<>();
        List<UpdatableFeatureResult> results = new ArrayList<>();
        Refusal first = null;
        Set<String> seen = new HashSet<>();
        for (FeatureUpdateKey update : request.featureUpdates()) {
            UpdatableFeatureResult.Builder result =
                    UpdatableFeatureResult.builder().feature(update.feature()).errorMessage(null);
            try {
                if (!seen.add(update.feature())) {
                    throw refusal(update, "the request names it twice");
                }
                check(image, update, kind(update, version));
                if (level(image, update.feature()) != update.maxVersionLevel()) {
                    records.add(new FeatureLevelRecord(update.feature(), update.maxVersionLevel()));
                }
            } catch (Refusal refusal) {
                first = first == null ? refusal : first;
                result.errorCode(refusal.error()).errorMessage(refusal.text());
            }
            results.add(result.build());
        }
        if (first != null) {
            return Decision.nothing(
                    UpdateFeaturesResponse.builder()
                            .errorCode(first.error())
                            .errorMessage(first.text())
                            .build());
        }
        return new Decision<>(
                request.validateOnly() ? List.of() : records,
                UpdateFeaturesResponse.builder()
                        .errorMessage(null)
                        .results(version < 2 ? results : List.of())
                        .build());
    }

    private static byte kind(FeatureUpdateKey update, int version) {
        if (version == 0) {
            return update.allowDowngrade() ? SAFE_DOWNGRADE : UPGRADE;
        }
        return update.upgradeType();
    }

    private static short level(MetadataImage image, String feature) {
        return image.features().getOrDefault(feature, (short) 0);
    }

    private void check(MetadataImage image, FeatureUpdateKey update, byte kind) {
        short wanted = update.maxVersionLevel();
        short present = level(image, update.feature());
        if (kind != UPGRADE && kind != SAFE_DOWNGRADE && kind != UNSAFE_DOWNGRADE) {
            throw refusal(update, "there is no kind of upgrade " + kind);
        }
        if (wanted < 0) {
            throw refusal(update, "a level is never negative");
        }
        if (!own.containsKey(update.feature())) {
            throw refusal(update, "This controller does not know it");
        }
        checkNode(update, "This controller", own);
        for (BrokerImage broker : image.brokers()) {
            checkNode(update, "Broker " + broker.id(), broker.features());
        }
        for (ControllerImage controller : image.controllers()) {
            checkNode(update, "Controller " + controller.id(), controller.features());
        }
        if (wanted < present && kind == UPGRADE) {
            throw refusal(
                    update,
                    "it is at level "
                            + present
                            + ", and to go back must be asked for as a downgrade");
        }
        if (wanted > present && kind != UPGRADE) {
            throw refusal(update, "it is at level " + present + ": that is no downgrade");
        }
        if (wanted < present && update.feature().equals(METADATA)) {
            throw refusal(
                    update,
                    "the metadata log has records of level "
                            + present
                            + " that would be lost. To go back, restore a copy from before the"
                            + " upgrade");
        }
    }

    /** A node that registered without any features, in an older log, is not asked. */
    private static void checkNode(
            FeatureUpdateKey update, String node, Map<String, LevelRange> supported) {
        if (supported.isEmpty()) {
            return;
        }
        LevelRange range = supported.get(update.feature());
        boolean off = update.maxVersionLevel() == 0;
        if (range == null && !off) {
            throw refusal(update, node + " does not know it");
        }
        if (range != null && !range.contains(update.maxVersionLevel()) && !off) {
            throw refusal(
                    update, node + " can work at levels " + range.min() + " to " + range.max());
        }
    }

    private static Refusal refusal(FeatureUpdateKey update, String why) {
        return new Refusal(
                ErrorCode.INVALID_UPDATE_VERSION,
                "Feature "
                        + update.feature()
                        + " cannot be set to level "
                        + update.maxVersionLevel()
                        + ": "
                        + why);
    }
}
