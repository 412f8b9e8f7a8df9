package io.leat.examples.deduplication;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Produced;
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.FixedKeyProcessor;
import io.leat.streams.processor.api.FixedKeyProcessorContext;
import io.leat.streams.processor.api.FixedKeyProcessorSupplier;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.state.StoreBuilder;
import io.leat.streams.state.Stores;
import io.leat.streams.state.WindowStore;
import io.leat.streams.state.WindowStoreIterator;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Lets each order through once.
 *
 * <p>The topic {@code orders} may have an order several times, because a shop sends again what was
 * not answered; {@code first-orders} gets the first. An order is known for a day before and after:
 * the window store forgets what is older.
 */
public final class FirstOrders {

    private static final Duration DAY = Duration.ofDays(1);

    private FirstOrders() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("orders", Consumed.with(Serdes.String(), Serdes.String()))
                .processValues(new Filter())
                .to("first-orders", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    /** Gives each task its processor, and the store that belongs to it. */
    private static final class Filter implements FixedKeyProcessorSupplier<String, String, String> {

        @Override
        public FixedKeyProcessor<String, String, String> get() {
            return new Seen();
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    Stores.windowStoreBuilder(
                            Stores.persistentWindowStore("seen", DAY.multipliedBy(2), DAY, false),
                            Serdes.String(),
                            Serdes.String()));
        }
    }

    private static final class Seen extends ContextualFixedKeyProcessor<String, String, String> {

        @SuppressWarnings("NullAway.Init") // by init
        private WindowStore<String, String> seen;

        @Override
        public void init(FixedKeyProcessorContext<String, String> context) {
            super.init(context);
            seen = context.getStateStore("seen");
        }

        @Override
        public void process(FixedKeyRecord<String, String> order) {
            long from = Math.max(0, order.timestamp() - DAY.toMillis());
            long to = order.timestamp() + DAY.toMillis();
            try (WindowStoreIterator<String> earlier = seen.fetch(order.key(), from, to)) {
                if (earlier.hasNext()) {
                    return;
                }
            }
            seen.put(order.key(), "", order.timestamp());
            context().forward(order);
        }
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("first-orders", arguments));
    }
}
