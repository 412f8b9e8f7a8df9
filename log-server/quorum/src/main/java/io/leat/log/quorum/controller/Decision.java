package io.leat.log.quorum.controller;

import io.leat.log.protocol.Message;
import java.util.List;

/**
 * What the controller makes of a request: records to append, and the reply that leaves once they are
 * committed. Immutable.
 */
public record Decision<R>(List<Message> records, R reply) {

    public Decision {
        records = List.copyOf(records);
    }

    /** A reply that changes nothing. */
    public static <R> Decision<R> nothing(R reply) {
        return new Decision<>(List.of(), reply);
    }
}
