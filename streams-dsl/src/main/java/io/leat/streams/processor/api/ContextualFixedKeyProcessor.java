package io.leat.streams.processor.api;

/** A processor that keeps its context. */
public abstract class ContextualFixedKeyProcessor<KIn, VIn, VOut>
        implements FixedKeyProcessor<KIn, VIn, VOut> {

    private FixedKeyProcessorContext<KIn, VOut> context;

    @Override
    public void init(FixedKeyProcessorContext<KIn, VOut> context) {
        this.context = context;
    }

    protected final FixedKeyProcessorContext<KIn, VOut> context() {
        return context;
    }
}
