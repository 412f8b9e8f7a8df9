package io.leat.log.broker.peer;

import io.leat.log.broker.VersionRange;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.message.ApiVersionsResponse;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions that the node at the other end of a connection serves, as it said there. Immutable.
 *
 * <p>So that nodes can be upgraded one after the other, a request goes out in the newest version
 * that both know, unless that version cannot say what this node means.
 */
final class PeerVersions {

    /** A version, or why there is none. */
    static final int NONE = -1;

    private final Map<ApiKey, VersionRange> served = new EnumMap<>(ApiKey.class);

    PeerVersions(ApiVersionsResponse response) {
        for (ApiVersionsResponse.ApiVersion each : response.apiKeys()) {
            ApiKey key = ApiKey.forId(each.apiKey());
            if (key != null) {
                served.put(key, VersionRange.of(each.minVersion(), each.maxVersion()));
            }
        }
    }

    /** The version to send, or {@link #NONE}; the newest that this node knows is given. */
    int choose(ApiKey key, int newest) {
        VersionRange theirs = served.get(key);
        if (theirs == null) {
            return NONE;
        }
        int version = Math.min(newest, theirs.max());
        return version >= Math.max(oldest(key, newest), theirs.min()) ? version : NONE;
    }

    /** Whether nothing has changed there since it said {@code before}. */
    boolean isSame(PeerVersions before) {
        return served.equals(before.served);
    }

    /** What the other node serves of {@code key}, for people. */
    @Nullable VersionRange of(ApiKey key) {
        return served.get(key);
    }

    /**
     * The oldest version that says all that nodes of this release mean. Who makes use of a new
     * field between nodes, and can do without it, leaves this as it is.
     */
    private static int oldest(ApiKey key, int newest) {
        return switch (key) {
            case FETCH -> 17; // 18 adds a high watermark, which followers here do not send
            case WRITE_TXN_MARKERS -> 1; // 2 adds a stricter check of epochs (KIP-1228)
            default -> newest;
        };
    }
}
