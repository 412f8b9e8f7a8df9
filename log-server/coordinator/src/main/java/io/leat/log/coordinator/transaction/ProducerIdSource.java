package io.leat.log.coordinator.transaction;

import java.util.OptionalLong;

/**
 * Gives out producer ids nobody else has, from a block the controller assigned to this broker.
 * Called on any loop.
 */
public interface ProducerIdSource {

    /** The next id; empty while a new block is on its way: the client asks again. */
    OptionalLong next();
}
