package io.leat.streams.processor.api;

import io.leat.streams.processor.ConnectedStoreProvider;
import java.util.function.Supplier;

/** Makes a new processor for each task. It must never return the same instance twice. */
@FunctionalInterface
public interface ProcessorSupplier<KIn, VIn, KOut, VOut>
        extends ConnectedStoreProvider, Supplier<Processor<KIn, VIn, KOut, VOut>> {

    @Override
    Processor<KIn, VIn, KOut, VOut> get();
}
