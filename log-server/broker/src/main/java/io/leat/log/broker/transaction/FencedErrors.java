package io.leat.log.broker.transaction;

import io.leat.log.protocol.ErrorCode;

/** What older clients know error 90 as. Stateless. */
final class FencedErrors {

    private FencedErrors() {}

    /** Error 47 instead of 90 for versions before {@code first} (KIP-588). */
    static ErrorCode fit(ErrorCode error, int version, int first) {
        return error == ErrorCode.PRODUCER_FENCED && version < first
                ? ErrorCode.INVALID_PRODUCER_EPOCH
                : error;
    }
}
