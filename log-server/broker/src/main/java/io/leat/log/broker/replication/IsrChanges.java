package io.leat.log.broker.replication;

import io.leat.log.broker.data.IsrAnswer;
import io.leat.log.broker.data.IsrProposal;
import java.util.function.Consumer;

/** Takes ISR proposals to the active controller. Safe on every loop. */
public interface IsrChanges {

    /** Asks once; {@code answered} runs on any loop. */
    void propose(IsrProposal proposal, Consumer<IsrAnswer> answered);
}
