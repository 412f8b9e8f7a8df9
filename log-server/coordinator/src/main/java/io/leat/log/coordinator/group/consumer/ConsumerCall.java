package io.leat.log.coordinator.group.consumer;

import java.util.function.Predicate;

/**
 * What surrounds a ConsumerGroupHeartbeat request. Immutable.
 *
 * @param clientHost where the client connects from, as {@code /127.0.0.1}
 * @param maySee whether the client may know of a topic, by its name
 */
public record ConsumerCall(
        String clientId, String clientHost, int apiVersion, Predicate<String> maySee) {}
