package io.leat.log.quorum;

import io.leat.log.runtime.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A node to talk to. Immutable.
 *
 * @param id its number; below -1 for an address from the settings whose node is not known
 * @param endpoint where its controller listens, null if nobody said so yet
 */
public record Peer(int id, @Nullable Endpoint endpoint) {}
