package io.leat.log.quorum;

import io.leat.log.runtime.Endpoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node to talk to. Immutable.
 *
 * @param id its number; below -1 for an address from the settings whose node is not known
 * @param endpoint where its controller listens, null if nobody said so yet
 */
public record Peer(int id, @Nullable Endpoint endpoint) {

    /** By hand, as in {@link ReplicaKey}: every start compares some. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Peer peer
                && id == peer.id
                && Objects.equals(endpoint, peer.endpoint);
    }

    @Override
    public int hashCode() {
        return 31 * id + Objects.hashCode(endpoint);
    }
}
