package io.leat.log.quorum;

import java.util.List;

/**
 * What the leader knows of its quorum. Immutable.
 *
 * @param voters each voter, the leader itself among them
 * @param observers who follows without a vote
 */
public record QuorumStatus(
        int leader,
        int epoch,
        long highWatermark,
        VoterSet voterSet,
        List<Replica> voters,
        List<Replica> observers) {

    /**
     * How far one replica is.
     *
     * @param logEndOffset what it has on disk, as far as it told
     * @param lastFetchEpochMs when it last asked, -1 if never
     * @param lastCaughtUpEpochMs when it last had everything, -1 if never
     */
    public record Replica(
            ReplicaKey key, long logEndOffset, long lastFetchEpochMs, long lastCaughtUpEpochMs) {}
}
