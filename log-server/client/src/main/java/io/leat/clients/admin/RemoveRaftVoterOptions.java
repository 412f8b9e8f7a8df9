package io.leat.clients.admin;

import java.util.Optional;

/** Options of {@link Admin#removeRaftVoter}. */
public class RemoveRaftVoterOptions extends AbstractOptions<RemoveRaftVoterOptions> {

    private Optional<String> clusterId = Optional.empty();

    /** The cluster that is meant: another one refuses (default: whichever is asked). */
    public RemoveRaftVoterOptions setClusterId(Optional<String> clusterId) {
        this.clusterId = clusterId;
        return this;
    }

    public Optional<String> clusterId() {
        return clusterId;
    }
}
