package io.leat.log.broker;

import io.leat.log.runtime.Endpoint;
import org.jspecify.annotations.Nullable;

/** Where decisions about the cluster are made at this moment. Safe on every loop. */
public interface ActiveController {

    /** Whether it is on this node. */
    boolean isHere();

    /** Where other nodes reach it; null if it is here, or nobody leads the quorum. */
    @Nullable Endpoint endpoint();

    /** On the only node of a cluster. */
    ActiveController HERE =
            new ActiveController() {
                @Override
                public boolean isHere() {
                    return true;
                }

                @Override
                public @Nullable Endpoint endpoint() {
                    return null;
                }
            };
}
