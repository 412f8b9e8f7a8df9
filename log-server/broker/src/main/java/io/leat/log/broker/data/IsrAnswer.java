package io.leat.log.broker.data;

import io.leat.log.protocol.ErrorCode;
import java.util.List;

/** What the controller says to an {@link IsrProposal}. */
public sealed interface IsrAnswer {

    /** The partition is as it says, by this proposal or an earlier one. */
    record Changed(int leaderEpoch, int partitionEpoch, List<Integer> isr) implements IsrAnswer {}

    /** It did not change anything. */
    record Refused(ErrorCode error) implements IsrAnswer {}

    /** Nobody answered: it may have changed something, or may do so yet. */
    record Unknown() implements IsrAnswer {}
}
