package io.leat.examples.deadletters;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.StreamsConfig;
import io.leat.streams.Topology;
import io.leat.streams.errors.LogAndContinueExceptionHandler;
import io.leat.streams.errors.LogAndContinueProcessingExceptionHandler;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * Adds payments up, and sets aside those that it cannot read.
 *
 * <p>The topic {@code payments} has amounts as text, by account. What is no number, or less than
 * nothing, goes to {@code payments-rejected} as it came, with headers that tell the error and where
 * it was; the stream goes on. Under exactly-once a rejected record is there once, too.
 */
public final class CheckedPayments {

    public static final String REJECTED = "payments-rejected";

    private CheckedPayments() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("payments", Consumed.with(Serdes.String(), Serdes.String()))
                .mapValues(CheckedPayments::cents)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                .reduce(Long::sum, Materialized.with(Serdes.String(), Serdes.Long()))
                .toStream()
                .mapValues(String::valueOf)
                .to("balances", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static Long cents(String amount) {
        long cents = Long.parseLong(amount);
        if (cents < 0) {
            throw new IllegalArgumentException("a payment of " + cents + " cents");
        }
        return cents;
    }

    /** What to do with records that cannot be read, and with those that cannot be processed. */
    public static Properties handlers(Properties settings) {
        settings.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueExceptionHandler.class);
        settings.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                LogAndContinueProcessingExceptionHandler.class);
        settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, REJECTED);
        return settings;
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), handlers(Application.settings("checked-payments", arguments)));
    }
}
