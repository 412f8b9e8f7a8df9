package io.leat.streams.kstream;

import io.leat.streams.processor.StateStore;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.state.spi.HeadersStore;

/** The stores of a task, as operators of the DSL use them. Stateless. */
final class DslStores {

    private DslStores() {}

    /** A store without the headers that it may keep: to operators these are empty (KIP-1285). */
    @SuppressWarnings("unchecked")
    static <S extends StateStore> S of(ProcessorContext<?, ?> context, String name) {
        return (S) HeadersStore.withoutHeaders(context.getStateStore(name));
    }
}
