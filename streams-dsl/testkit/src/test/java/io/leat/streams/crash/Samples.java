package io.leat.streams.crash;

import io.leat.common.serialization.Serdes;
import io.leat.streams.KeyValue;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.FixedKeyProcessorSupplier;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.Stores;
import io.leat.streams.test.TestRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Topologies that are right, and such as have the bugs that the kit is there for. Stateless. */
final class Samples {

    private Samples() {}

    /** Orders of three customers. */
    static List<TestRecord<String, Long>> orders(int count) {
        List<TestRecord<String, Long>> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(new TestRecord<>("customer-" + i % 3, 1L + i));
        }
        return orders;
    }

    /** The sum of each customer's orders, in a store with the default kind. */
    static Topology totals() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.Long()))
                .groupByKey()
                .reduce(Long::sum, Materialized.as("totals-store"))
                .toStream()
                .to("totals", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    /** How many orders there are of each size, by way of a repartition topic. */
    static Topology sizes() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.Long()))
                .map((customer, size) -> KeyValue.pair(size % 2 == 0 ? "even" : "odd", size))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .count()
                .toStream()
                .to("sizes", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    /** Orders with something added to their text. */
    static Topology noted(UnaryOperator<String> note) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.Long()))
                .mapValues(size -> note.apply("order of " + size))
                .to("noted", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    /** Orders through a processor of the user's, which has a store at hand. */
    static Topology processed(
            FixedKeyProcessorSupplier<String, Long, Long> processor, boolean logged) {
        var store =
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("numbers"), Serdes.String(), Serdes.Long());
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(logged ? store : store.withLoggingDisabled());
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.Long()))
                .processValues(processor, "numbers")
                .to("numbered", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    /** Numbers the orders of each customer, with the last number in a store. */
    static final class Numbering extends ContextualFixedKeyProcessor<String, Long, Long> {
        @Override
        public void process(FixedKeyRecord<String, Long> record) {
            KeyValueStore<String, Long> numbers = context().getStateStore("numbers");
            Long last = numbers.get(record.key());
            long next = last == null ? 1 : last + 1;
            numbers.put(record.key(), next);
            context().forward(record.withValue(next));
        }
    }

    /** Numbers all orders, with the last number in a field: a crash forgets it. */
    static final class NumberingInAField extends ContextualFixedKeyProcessor<String, Long, Long> {
        private long last;

        @Override
        public void process(FixedKeyRecord<String, Long> record) {
            context().forward(record.withValue(++last));
        }
    }

    /** Sends a mail for each order, which no transaction takes back. */
    static final class Mailing extends ContextualFixedKeyProcessor<String, Long, Long> {
        private final List<String> mails;

        Mailing(List<String> mails) {
            this.mails = mails;
        }

        @Override
        public void process(FixedKeyRecord<String, Long> record) {
            mails.add(record.key() + " ordered " + record.value());
            context().forward(record);
        }
    }
}
