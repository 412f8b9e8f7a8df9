package io.leat.streams.kstream;

import io.leat.streams.KeyValue;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.topology.KeepsTypes;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The stateless operators of streams, as processors. */
final class StreamSteps {

    private StreamSteps() {}

    /** What an operator does with a record. */
    private interface Step<KI, VI, KO, VO> {
        void apply(ProcessorContext<KO, VO> context, Record<KI, VI> record);
    }

    /** Makes the processors of a step, and tells what it leaves as it is. */
    private record Each<KI, VI, KO, VO>(
            Step<KI, VI, KO, VO> step, boolean keepsKey, boolean keepsValue)
            implements ProcessorSupplier<KI, VI, KO, VO>, KeepsTypes {

        @Override
        public Processor<KI, VI, KO, VO> get() {
            return new ContextualProcessor<>() {
                @Override
                public void process(Record<KI, VI> record) {
                    step.apply(context(), record);
                }
            };
        }
    }

    private static <KI, VI, KO, VO> ProcessorSupplier<KI, VI, KO, VO> each(
            Step<KI, VI, KO, VO> step) {
        return new Each<>(step, false, false);
    }

    private static <KI, VI, VO> ProcessorSupplier<KI, VI, KI, VO> keepingKey(
            Step<KI, VI, KI, VO> step) {
        return new Each<>(step, true, false);
    }

    private static <KI, VI, KO> ProcessorSupplier<KI, VI, KO, VI> keepingValue(
            Step<KI, VI, KO, VI> step) {
        return new Each<>(step, false, true);
    }

    private static <KI, VI> ProcessorSupplier<KI, VI, KI, VI> asItIs(Step<KI, VI, KI, VI> step) {
        return new Each<>(step, true, true);
    }

    /** The new rows of a table as records. */
    static <K, V> ProcessorSupplier<K, Change<V>, K, V> rows() {
        return new Each<>(
                (context, record) -> context.forward(record.withValue(record.value().newValue())),
                true,
                true);
    }

    static <K, V> ProcessorSupplier<K, V, K, V> pass() {
        return asItIs(ProcessorContext::forward);
    }

    static <K, V> ProcessorSupplier<K, V, K, V> filter(
            Predicate<? super K, ? super V> predicate, boolean not) {
        Objects.requireNonNull(predicate, "predicate can't be null");
        return asItIs(
                (context, record) -> {
                    if (predicate.test(record.key(), record.value()) != not) {
                        context.forward(record);
                    }
                });
    }

    static <K, V, KR> ProcessorSupplier<K, V, KR, V> selectKey(
            KeyValueMapper<? super K, ? super V, ? extends KR> mapper) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return keepingValue(
                (context, record) ->
                        context.forward(
                                record.withKey(mapper.apply(record.key(), record.value()))));
    }

    static <K, V, VR> ValueMapperWithKey<K, V, VR> withKey(
            ValueMapper<? super V, ? extends VR> mapper) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return (key, value) -> mapper.apply(value);
    }

    static <K, L, R, O> ValueJoinerWithKey<K, L, R, O> withKey(
            ValueJoiner<? super L, ? super R, ? extends O> joiner) {
        Objects.requireNonNull(joiner, "joiner cannot be null");
        return (key, left, right) -> joiner.apply(left, right);
    }

    static <K, V, VR> ProcessorSupplier<K, V, K, VR> mapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends VR> mapper) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return keepingKey(
                (context, record) ->
                        context.forward(
                                record.withValue(mapper.apply(record.key(), record.value()))));
    }

    static <K, V, VR> ProcessorSupplier<K, V, K, VR> flatMapValues(
            ValueMapperWithKey<? super K, ? super V, ? extends Iterable<? extends VR>> mapper) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return keepingKey(
                (context, record) -> {
                    for (VR value : mapper.apply(record.key(), record.value())) {
                        context.forward(record.withValue(value));
                    }
                });
    }

    static <K, V, KR, VR> ProcessorSupplier<K, V, KR, VR> map(
            KeyValueMapper<? super K, ? super V, ? extends KeyValue<? extends KR, ? extends VR>>
                    mapper) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return each(
                (context, record) -> {
                    KeyValue<? extends KR, ? extends VR> made =
                            Objects.requireNonNull(
                                    mapper.apply(record.key(), record.value()),
                                    "the mapper of map returned null; it must return a pair");
                    context.forward(record.withKey((KR) made.key).withValue((VR) made.value));
                });
    }

    static <K, V, KR, VR> ProcessorSupplier<K, V, KR, VR> flatMap(
            KeyValueMapper<
                            ? super K,
                            ? super V,
                            ? extends Iterable<? extends KeyValue<? extends KR, ? extends VR>>>
                    mapper) {
        Objects.requireNonNull(mapper, "mapper can't be null");
        return each(
                (context, record) -> {
                    for (KeyValue<? extends KR, ? extends VR> made :
                            mapper.apply(record.key(), record.value())) {
                        context.forward(record.withKey((KR) made.key).withValue((VR) made.value));
                    }
                });
    }

    static <K, V> ProcessorSupplier<K, V, K, V> peek(ForeachAction<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action can't be null");
        return asItIs(
                (context, record) -> {
                    action.apply(record.key(), record.value());
                    context.forward(record);
                });
    }

    static <K, V> ProcessorSupplier<K, V, Void, Void> foreach(
            ForeachAction<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action can't be null");
        return each((context, record) -> action.apply(record.key(), record.value()));
    }

    static <K, V> ProcessorSupplier<K, V, Void, Void> print(
            Printed<K, V> printed, String streamName) {
        String label = printed.label != null ? printed.label : streamName;
        return () -> new Printing<>(printed, label);
    }

    /** Prints each record on a line of its own; a file is flushed when its task ends. */
    private static final class Printing<K, V> implements Processor<K, V, Void, Void> {

        private final Printed<K, V> printed;
        private final String label;
        private final PrintWriter out;

        Printing(Printed<K, V> printed, String label) {
            this.printed = printed;
            this.label = label;
            this.out = new PrintWriter(printed.outputStream, true, StandardCharsets.UTF_8);
        }

        @Override
        public void process(Record<K, V> record) {
            out.println("[" + label + "]: " + printed.mapper.apply(record.key(), record.value()));
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
