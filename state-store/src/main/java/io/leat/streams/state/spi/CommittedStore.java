package io.leat.streams.state.spi;

/**
 * A store that shows other threads what is committed of it.
 *
 * @param <S> the interface to read it by
 */
public interface CommittedStore<S> {

    /** Safe for several threads. Reads fail once the store is closed. */
    S committed();
}
