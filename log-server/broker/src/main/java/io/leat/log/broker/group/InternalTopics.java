package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.coordinator.group.streams.InternalTopic;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes the internal topics of streams groups. Owned by the quorum's loop.
 *
 * <p>Each heartbeat asks for what is missing. A topic that is being made is not asked for again,
 * and one that could not be made not before its error was told for a while.
 */
final class InternalTopics {

    private static final int TOLD_ERRORS = 3;
    private static final int BOUND = 1_000;

    private record Failure(ErrorCode error, long untilMs) {}

    private final Broker broker;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Failure> failures = new HashMap<>();

    InternalTopics(Broker broker) {
        this.broker = broker;
    }

    /**
     * Has topics made; does not wait until they are.
     *
     * @param patienceMs how long an error is told before the topic is tried again
     * @param failed gets what could not be made before, for people; empty if there is nothing. On
     *     the quorum's loop
     */
    void make(List<InternalTopic> missing, long patienceMs, Consumer<String> failed) {
        broker.ports().loop().execute(() -> makeHere(missing, patienceMs, failed));
    }

    private void makeHere(List<InternalTopic> missing, long patienceMs, Consumer<String> failed) {
        long nowMs = broker.ports().clock().millis();
        failures.values().removeIf(failure -> failure.untilMs <= nowMs);
        List<String> told = new ArrayList<>();
        for (InternalTopic topic : missing) {
            Failure failure = failures.get(topic.name());
            if (failure != null) {
                told.add(topic.name() + " (" + failure.error.message() + ")");
            } else if (asked.size() < BOUND && asked.add(topic.name())) {
                make(topic, patienceMs);
            }
        }
        failed.accept(text(told));
    }

    private void make(InternalTopic topic, long patienceMs) {
        broker.topics()
                .create(
                        topic.name(),
                        topic.partitions(),
                        topic.replicas(),
                        topic.settings(),
                        error -> made(topic.name(), error, patienceMs));
    }

    private void made(String topic, ErrorCode error, long patienceMs) {
        asked.remove(topic);
        if (error != ErrorCode.NONE && failures.size() < BOUND) {
            failures.put(topic, new Failure(error, broker.ports().clock().millis() + patienceMs));
        }
    }

    private static String text(List<String> told) {
        int more = told.size() - TOLD_ERRORS;
        String first = String.join(", ", told.subList(0, Math.min(told.size(), TOLD_ERRORS)));
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
