package io.leat.streams.processor.api;

/** A supplier that a {@link ProcessorWrapper} has seen. */
public interface WrappedProcessorSupplier<KIn, VIn, KOut, VOut>
        extends ProcessorSupplier<KIn, VIn, KOut, VOut> {}
