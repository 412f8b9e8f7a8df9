package io.leat.log.quorum.controller;

import io.leat.log.protocol.LogRecord;
import java.util.List;

/**
 * What the controller makes of a request: records to append, and the reply that leaves once they
 * are committed. Immutable.
 */
public record Decision<R>(List<LogRecord> records, R reply) {

    public Decision {
        records = List.copyOf(records);
    }

    /** A reply that changes nothing. */
    public static <R> Decision<R> nothing(R reply) {
        return new Decision<>(List.of(), reply);
    }
}
