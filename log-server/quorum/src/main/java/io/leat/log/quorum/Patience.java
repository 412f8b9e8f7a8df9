package io.leat.log.quorum;

import io.leat.log.runtime.Entropy;

/**
 * How long elections may take: random, so that two do not go on in step, and longer after each
 * round that came to nothing, because this machine may be slow. Owned by the quorum's loop.
 */
final class Patience {

    private static final int DOUBLINGS = 2;

    private final int electionTimeoutMs;
    private final Entropy entropy;
    private int failedRounds;

    Patience(int electionTimeoutMs, Entropy entropy) {
        this.electionTimeoutMs = electionTimeoutMs;
        this.entropy = entropy;
    }

    /** Between one and two election timeouts. */
    int electionMs() {
        return electionTimeoutMs + entropy.nextInt(electionTimeoutMs);
    }

    /** For the round that begins. */
    int roundMs() {
        return electionMs() << Math.min(failedRounds, DOUBLINGS);
    }

    void failed() {
        failedRounds++;
    }

    /** Somebody won. */
    void renew() {
        failedRounds = 0;
    }
}
