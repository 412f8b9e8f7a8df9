package io.leat.examples.timers;

import io.leat.common.serialization.Serdes;
import io.leat.common.utils.Bytes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.KStream;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.processor.api.Timers;
import io.leat.streams.state.KeyValueStore;
import io.leat.streams.state.StoreBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Reminds of orders that are not paid within a day.
 *
 * <p>The topic {@code orders} has {@code ordered} and {@code paid} by the number of the order. An
 * order sets a timer, its payment takes it back; a timer that fires sends a reminder. Timers are as
 * durable as stores. The topic {@code open} counts what happened to each order; a row that nothing
 * happened to for a month goes away by itself.
 */
public final class UnpaidOrders {

    private static final Duration DAY = Duration.ofDays(1);

    private UnpaidOrders() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> orders =
                builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()));
        orders.process(new Reminders())
                .to("reminders", Produced.with(Serdes.String(), Serdes.String()));
        orders.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .count(
                        Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("open-store")
                                .withTtl(DAY.multipliedBy(30)))
                .toStream()
                .to("open", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static final class Reminders
            implements ProcessorSupplier<String, String, String, String> {

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Timers.store("unpaid"));
        }

        @Override
        public Processor<String, String, String, String> get() {
            return new Reminder();
        }
    }

    private static final class Reminder
            extends ContextualProcessor<String, String, String, String> {

        @SuppressWarnings("NullAway.Init") // by init
        private Timers<String> unpaid;

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            unpaid =
                    context.timers(
                            "unpaid", Serdes.String(), PunctuationType.STREAM_TIME, this::remind);
        }

        @Override
        public void process(Record<String, String> order) {
            if (order.value().equals("paid")) {
                unpaid.cancelAll(order.key());
            } else {
                unpaid.set(order.key(), order.timestamp() + DAY.toMillis());
            }
        }

        private void remind(String order, long time) {
            context().forward(new Record<>(order, "please pay", time));
        }
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("unpaid-orders", arguments));
    }
}
