package io.leat.streams.state;

import io.leat.streams.processor.StateStore;
import java.util.List;
import java.util.function.Supplier;

/** A kind of store to query, and the view of it that queries get. */
public interface QueryableStoreType<T> {

    /** Whether {@code stateStore} is of this kind. */
    boolean accepts(StateStore stateStore);

    /** One view of all parts of a store; {@code parts} is asked again at each use. */
    T create(Supplier<List<StateStore>> parts);
}
