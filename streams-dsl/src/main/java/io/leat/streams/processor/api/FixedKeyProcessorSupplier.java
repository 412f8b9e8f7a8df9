package io.leat.streams.processor.api;

import io.leat.streams.processor.ConnectedStoreProvider;
import java.util.function.Supplier;

/** Makes a new processor for each task. It must never return the same instance twice. */
@FunctionalInterface
public interface FixedKeyProcessorSupplier<KIn, VIn, VOut>
        extends ConnectedStoreProvider, Supplier<FixedKeyProcessor<KIn, VIn, VOut>> {

    @Override
    FixedKeyProcessor<KIn, VIn, VOut> get();
}
