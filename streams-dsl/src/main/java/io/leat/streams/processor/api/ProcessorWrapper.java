package io.leat.streams.processor.api;

import io.leat.common.Configurable;
import io.leat.streams.state.StoreBuilder;
import java.util.Map;
import java.util.Set;

/**
 * Puts something around every processor of a topology, those of the DSL among them (KIP-1112): to
 * trace, to measure, to guard. {@code processor.wrapper.class} names it, in the settings that
 * {@code new StreamsBuilder(new TopologyConfig(config))} or {@code new Topology(new
 * TopologyConfig(config))} is given. Processors of global stores are not wrapped.
 *
 * <p>The names are those that a wrapper meets in Kafka. Of the operators of the DSL, {@code
 * processValues} alone is a processor that keeps the key; and stores that operators use do not come
 * through {@code stores()} of the wrapped supplier.
 */
public interface ProcessorWrapper extends Configurable {

    @Override
    default void configure(Map<String, ?> configs) {}

    /** What is to be used instead of {@code processorSupplier}; {@link #asWrapped} for itself. */
    <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
            String processorName, ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier);

    /** The same for processors that keep the key. */
    <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
            String processorName, FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier);

    /** {@code processorSupplier} with nothing around it. */
    static <KIn, VIn, KOut, VOut> WrappedProcessorSupplier<KIn, VIn, KOut, VOut> asWrapped(
            ProcessorSupplier<KIn, VIn, KOut, VOut> processorSupplier) {
        if (processorSupplier instanceof WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapped) {
            return wrapped;
        }
        return new WrappedProcessorSupplier<>() {
            @Override
            public Processor<KIn, VIn, KOut, VOut> get() {
                return processorSupplier.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return processorSupplier.stores();
            }
        };
    }

    /** {@code processorSupplier} with nothing around it. */
    static <KIn, VIn, VOut> WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> asWrappedFixedKey(
            FixedKeyProcessorSupplier<KIn, VIn, VOut> processorSupplier) {
        if (processorSupplier instanceof WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapped) {
            return wrapped;
        }
        return new WrappedFixedKeyProcessorSupplier<>() {
            @Override
            public FixedKeyProcessor<KIn, VIn, VOut> get() {
                return processorSupplier.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return processorSupplier.stores();
            }
        };
    }
}
