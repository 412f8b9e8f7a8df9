package io.leat.streams.state;

import io.leat.streams.processor.StateStore;

/**
 * A store in front of another one: its name, where it is kept and whether it is open are the
 * other's. Stateless.
 */
interface StoreOver extends StateStore {

    /** The other one. */
    StateStore behind();

    @Override
    default String name() {
        return behind().name();
    }

    @Override
    default void close() {
        behind().close();
    }

    @Override
    default boolean persistent() {
        return behind().persistent();
    }

    @Override
    default boolean managesOffsets() {
        return behind().managesOffsets();
    }

    @Override
    default boolean isOpen() {
        return behind().isOpen();
    }
}
