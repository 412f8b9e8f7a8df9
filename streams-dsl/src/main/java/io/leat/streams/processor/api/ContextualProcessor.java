package io.leat.streams.processor.api;

/** A processor that keeps its context. */
public abstract class ContextualProcessor<KIn, VIn, KOut, VOut>
        implements Processor<KIn, VIn, KOut, VOut> {

    private ProcessorContext<KOut, VOut> context;

    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        this.context = context;
    }

    protected final ProcessorContext<KOut, VOut> context() {
        return context;
    }
}
