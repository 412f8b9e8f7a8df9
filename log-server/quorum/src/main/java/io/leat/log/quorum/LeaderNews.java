package io.leat.log.quorum;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener, and the log, of each change of the leader once. On the quorum's loop. */
final class LeaderNews {

    private static final Logger log = LoggerFactory.getLogger(LeaderNews.class);

    private final RaftListener listener;
    private @Nullable Peer toldLeader;
    private int toldEpoch = -1;

    LeaderNews(RaftListener listener) {
        this.listener = listener;
    }

    /**
     * @param alone whether there is one voter, who has nothing to say in the log
     */
    void tell(@Nullable Peer leader, int epoch, boolean alone) {
        if (epoch == toldEpoch && Objects.equals(leader, toldLeader)) {
            return;
        }
        if (!alone && leader != null) {
            log.info("Node {} leads the metadata quorum in epoch {}", leader.id(), epoch);
        } else if (!alone && toldLeader != null) {
            log.info("The metadata quorum has no known leader in epoch {}", epoch);
        }
        toldEpoch = epoch;
        toldLeader = leader;
        listener.onLeader(leader, epoch);
    }
}
