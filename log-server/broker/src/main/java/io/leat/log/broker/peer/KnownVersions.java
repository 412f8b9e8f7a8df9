package io.leat.log.broker.peer;

import io.leat.log.runtime.Endpoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions that other nodes served when they were last asked, for connections to them that are
 * yet to come. Owned by one loop; as many entries as there were addresses of nodes.
 */
public final class KnownVersions {

    private final Map<Endpoint, PeerVersions> known = new HashMap<>();

    @Nullable PeerVersions of(Endpoint endpoint) {
        return known.get(endpoint);
    }

    void learn(Endpoint endpoint, PeerVersions served) {
        known.put(endpoint, served);
    }

    void forget(Endpoint endpoint) {
        known.remove(endpoint);
    }
}
