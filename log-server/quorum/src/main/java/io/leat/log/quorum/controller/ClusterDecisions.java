package io.leat.log.quorum.controller;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decides what a new cluster begins with. Stateless. */
public final class ClusterDecisions {

    /** How many producer ids a broker is given at a time. */
    public static final int PRODUCER_ID_BLOCK = 1000;

    private ClusterDecisions() {}

    /** As below, without anything else. */
    public static Decision<Boolean> bootstrap(MetadataImage image, Map<String, Short> levels) {
        return bootstrap(image, levels, List.of());
    }

    /** Gives a new cluster its feature levels and {@code others}; nothing to one that has them. */
    public static Decision<Boolean> bootstrap(
            MetadataImage image, Map<String, Short> levels, List<LogRecord> others) {
        List<LogRecord> records = new ArrayList<>();
        if (image.features().isEmpty()) {
            levels.forEach((name, level) -> records.add(new FeatureLevelRecord(name, level)));
            records.addAll(others);
        }
        return new Decision<>(records, !records.isEmpty());
    }
}
