package io.leat.clients.admin;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The levels a cluster works at, and those the node that was asked can work at. Immutable. */
public class FeatureMetadata {

    private final Map<String, FinalizedVersionRange> finalizedFeatures;
    private final Optional<Long> finalizedFeaturesEpoch;
    private final Map<String, SupportedVersionRange> supportedFeatures;

    FeatureMetadata(
            Map<String, FinalizedVersionRange> finalizedFeatures,
            Optional<Long> finalizedFeaturesEpoch,
            Map<String, SupportedVersionRange> supportedFeatures) {
        this.finalizedFeatures = Map.copyOf(finalizedFeatures);
        this.finalizedFeaturesEpoch = finalizedFeaturesEpoch;
        this.supportedFeatures = Map.copyOf(supportedFeatures);
    }

    /** What the cluster works at, without features at level 0. */
    public Map<String, FinalizedVersionRange> finalizedFeatures() {
        return finalizedFeatures;
    }

    /** Rises with every change; empty when the node knows no levels. */
    public Optional<Long> finalizedFeaturesEpoch() {
        return finalizedFeaturesEpoch;
    }

    /** What the node that was asked can work at. */
    public Map<String, SupportedVersionRange> supportedFeatures() {
        return supportedFeatures;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof FeatureMetadata that
                        && finalizedFeatures.equals(that.finalizedFeatures)
                        && finalizedFeaturesEpoch.equals(that.finalizedFeaturesEpoch)
                        && supportedFeatures.equals(that.supportedFeatures);
    }

    @Override
    public int hashCode() {
        return Objects.hash(finalizedFeatures, finalizedFeaturesEpoch, supportedFeatures);
    }

    @Override
    public String toString() {
        return "FeatureMetadata{finalizedFeatures:"
                + finalizedFeatures
                + ", finalizedFeaturesEpoch:"
                + finalizedFeaturesEpoch
                + ", supportedFeatures:"
                + supportedFeatures
                + "}";
    }
}
