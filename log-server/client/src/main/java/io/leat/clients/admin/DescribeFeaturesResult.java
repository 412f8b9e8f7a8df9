package io.leat.clients.admin;

import io.leat.common.KafkaFuture;

/** Result of {@link Admin#describeFeatures}. */
public class DescribeFeaturesResult {

    private final KafkaFuture<FeatureMetadata> future;

    DescribeFeaturesResult(KafkaFuture<FeatureMetadata> future) {
        this.future = future;
    }

    /** The features of the cluster and of the node that was asked. */
    public KafkaFuture<FeatureMetadata> featureMetadata() {
        return future;
    }
}
