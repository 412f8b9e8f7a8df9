package io.leat.examples.windows;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.EmitStrategy;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.JoinWindows;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.StreamJoined;
import io.leat.streams.kstream.TimeWindows;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Finds users who try to log in too often, and logins that nobody used.
 *
 * <p>The topic {@code attempts} has a record for each attempt, {@code logins} one for each that
 * succeeded, {@code visits} one for each page that is opened; all by user. Users with more than two
 * attempts in a minute go to {@code alarms}, once the minute and ten seconds of grace are over; a
 * login without a visit within five minutes goes to {@code unused}.
 */
public final class ManyAttempts {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private ManyAttempts() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        Consumed<String, String> texts = Consumed.with(Serdes.String(), Serdes.String());
        builder.stream("attempts", texts)
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(MINUTE, GRACE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count()
                .toStream((user, attempts) -> user.key())
                .filter((user, attempts) -> attempts > 2)
                .mapValues(attempts -> attempts + " attempts")
                .to("alarms", Produced.with(Serdes.String(), Serdes.String()));
        builder.stream("logins", texts)
                .leftJoin(
                        builder.stream("visits", texts),
                        (login, page) -> page,
                        JoinWindows.ofTimeDifferenceAndGrace(Duration.ofMinutes(5), GRACE)
                                .before(Duration.ZERO),
                        StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .filter((user, page) -> page == null)
                .mapValues(page -> "no visit")
                .to("unused", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("many-attempts", arguments));
    }
}
