package io.leat.streams.runtime;

import io.leat.common.Uuid;
import io.leat.common.errors.TimeoutException;
import io.leat.log.runtime.Clock;
import io.leat.streams.ClientInstanceIds;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks clients what brokers call them, until a time is over. Owned by the thread that asks; what
 * was found does not change any more.
 */
final class InstanceIds implements ClientInstanceIds {

    /** How one client is asked. */
    interface Question extends Function<Duration, @Nullable Uuid> {}

    private final Clock clock;
    private final long deadlineMs;
    private final Map<String, Uuid> consumers = new TreeMap<>();
    private final Map<String, Uuid> producers = new TreeMap<>();
    private @Nullable Uuid admin;

    InstanceIds(Clock clock, Duration timeout) {
        this.clock = clock;
        this.deadlineMs = clock.millis() + timeout.toMillis();
    }

    void askAdmin(Question question) {
        admin = ask("the admin client", question);
    }

    void askConsumer(String clientId, Question question) {
        put(consumers, clientId, ask(clientId, question));
    }

    void askProducer(String clientId, Question question) {
        put(producers, clientId, ask(clientId, question));
    }

    private static void put(Map<String, Uuid> ids, String clientId, @Nullable Uuid id) {
        if (id != null) {
            ids.put(clientId, id);
        }
    }

    /** Null if it pushes no metrics. */
    private @Nullable Uuid ask(String client, Question question) {
        Uuid id;
        try {
            id = question.apply(Duration.ofMillis(Math.max(0, deadlineMs - clock.millis())));
        } catch (IllegalStateException pushesNothing) {
            return null;
        }
        if (id == null) {
            throw new TimeoutException(
                    "No broker has said what it calls "
                            + client
                            + ": try again, or see whether brokers take metrics of clients");
        }
        return id;
    }

    @Override
    public Uuid adminInstanceId() {
        if (admin == null) {
            throw new IllegalStateException(
                    "The admin client pushes no metrics: set admin.enable.metrics.push to true");
        }
        return admin;
    }

    @Override
    public Map<String, Uuid> consumerInstanceIds() {
        return Map.copyOf(consumers);
    }

    @Override
    public Map<String, Uuid> producerInstanceIds() {
        return Map.copyOf(producers);
    }
}
