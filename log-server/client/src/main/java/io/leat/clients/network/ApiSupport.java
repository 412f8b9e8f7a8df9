package io.leat.clients.network;

import io.leat.common.errors.UnsupportedVersionException;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.message.ApiVersionsResponse;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Which versions of each request a broker takes, and the features of its cluster. Immutable. */
public final class ApiSupport {

    /** Before any broker answered. */
    static final ApiSupport UNKNOWN = new ApiSupport(ApiVersionsResponse.builder().build());

    private record Range(short lowest, short highest) {}

    private final Map<ApiKey, Range> ranges = new EnumMap<>(ApiKey.class);
    private final Map<String, Short> features = new HashMap<>();
    private final long featuresEpoch;

    ApiSupport(ApiVersionsResponse response) {
        for (ApiVersionsResponse.ApiVersion api : response.apiKeys()) {
            ApiKey key = ApiKey.forId(api.apiKey());
            if (key != null) {
                ranges.put(key, new Range(api.minVersion(), api.maxVersion()));
            }
        }
        response.finalizedFeatures()
                .forEach(feature -> features.put(feature.name(), feature.maxVersionLevel()));
        this.featuresEpoch = response.finalizedFeaturesEpoch();
    }

    /** Whether the broker takes the request in some version of {@code lowest..highest}. */
    public boolean supports(ApiKey key, int lowest, int highest) {
        Range range = ranges.get(key);
        return range != null && range.lowest <= highest && lowest <= range.highest;
    }

    /** The level of a finalized feature, 0 when the cluster does not have it. */
    public short feature(String name) {
        return features.getOrDefault(name, (short) 0);
    }

    long featuresEpoch() {
        return featuresEpoch;
    }

    /**
     * The highest version of a call that the broker takes.
     *
     * @throws UnsupportedVersionException if there is none
     */
    short choose(Call<?> call) {
        Range range = ranges.get(call.key());
        if (range == null) {
            throw new UnsupportedVersionException(
                    "The broker does not support " + call.key() + " requests");
        }
        int version = Math.min(range.highest, call.highest());
        if (version < Math.max(range.lowest, call.lowest())) {
            throw new UnsupportedVersionException(
                    "The broker takes "
                            + call.key()
                            + " in versions "
                            + range.lowest
                            + " to "
                            + range.highest
                            + ", this needs "
                            + call.lowest()
                            + " to "
                            + call.highest());
        }
        return (short) version;
    }
}
