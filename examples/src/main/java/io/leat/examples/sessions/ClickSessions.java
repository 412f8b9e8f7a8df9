package io.leat.examples.sessions;

import io.leat.common.serialization.Serdes;
import io.leat.examples.Application;
import io.leat.streams.StreamsBuilder;
import io.leat.streams.Topology;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.EmitStrategy;
import io.leat.streams.kstream.Grouped;
import io.leat.streams.kstream.Materialized;
import io.leat.streams.kstream.Produced;
import io.leat.streams.kstream.SessionWindows;
import io.leat.streams.kstream.Windowed;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * Follows the visits of users: the pages that one opened, with less than half an hour in between.
 *
 * <p>The topic {@code clicks} has the page of each click, by user. A click that comes late may join
 * two sessions to one. When a session is over, {@code sessions} gets its pages, once, as they came.
 */
public final class ClickSessions {

    private static final Duration PAUSE = Duration.ofMinutes(30);
    private static final Duration GRACE = Duration.ofMinutes(5);

    private ClickSessions() {}

    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("clicks", Consumed.with(Serdes.String(), Serdes.String()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(PAUSE, GRACE))
                .emitStrategy(EmitStrategy.onWindowClose())
                .aggregate(
                        () -> "",
                        (user, page, pages) -> pages + " " + page,
                        (user, earlier, later) -> earlier + later,
                        Materialized.with(Serdes.String(), Serdes.String()))
                .toStream((session, pages) -> session.key() + " " + minutes(session))
                .mapValues(String::strip)
                .to("sessions", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static String minutes(Windowed<String> session) {
        long ms = session.window().end() - session.window().start();
        return Duration.ofMillis(ms).toMinutes() + " min";
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Application.run(topology(), Application.settings("click-sessions", arguments));
    }
}
