package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.protocol.ErrorCode;

/**
 * The answer to EndTxn. Immutable.
 *
 * @param producer who may write the next transaction; meaningless if there is an error
 */
public record EndResult(ErrorCode error, ProducerIdentity producer) {

    private static final ProducerIdentity NOBODY = new ProducerIdentity(-1, (short) -1);

    static EndResult refused(ErrorCode error) {
        return new EndResult(error, NOBODY);
    }

    static EndResult ended(ProducerIdentity next) {
        return new EndResult(ErrorCode.NONE, next);
    }
}
