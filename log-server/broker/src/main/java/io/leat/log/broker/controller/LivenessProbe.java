package io.leat.log.broker.controller;

import io.leat.log.quorum.image.BrokerImage;

/** Asks whether the process of a broker is still there. Called on the controller's loop. */
public interface LivenessProbe {

    /**
     * Runs {@code dead}, on the controller's loop, only if it is certain that the process is gone.
     * A broker that accepts connections, or does not answer at all, is left to its session.
     */
    void probe(BrokerImage broker, Runnable dead);
}
