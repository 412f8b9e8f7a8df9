package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.ProducerIdentity;

/**
 * A producer's call about its open transaction. Immutable.
 *
 * @param transactionalId the id it uses
 * @param producer who it says it is
 * @param version the version of the transaction protocol the call belongs to: 1 or 2
 * @param connection the number of the connection it came by, greater for later ones; {@link
 *     #ANY_CONNECTION} if that says nothing
 */
public record ClientCall(
        String transactionalId, ProducerIdentity producer, int version, long connection) {

    public static final long ANY_CONNECTION = -1;

    boolean bumpsEpochs() {
        return version >= 2;
    }
}
