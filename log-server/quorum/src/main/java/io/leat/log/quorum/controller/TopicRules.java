package io.leat.log.quorum.controller;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the controller has to know of the settings. Immutable; safe on every loop. */
public interface TopicRules {

    /** Why a topic setting cannot have a value, for people; null if it can. */
    @Nullable String violation(String name, String value);

    /** What of a topic's settings, each fine by itself, does not go together; null if all does. */
    default @Nullable String contradiction(Map<String, String> settings) {
        return null;
    }

    /**
     * Why a broker's setting cannot become a value while it runs; null if it can.
     *
     * @param broker its number, or nothing for all
     */
    default @Nullable String brokerViolation(String broker, String name, String value) {
        return name + " cannot change while the broker runs";
    }

    /**
     * Why brokers' settings do not fit together, of all and of one; null if they do.
     *
     * @param broker the number of the one, or nothing
     */
    default @Nullable String brokerViolation(
            String broker, Map<String, String> ofAll, Map<String, String> ofBroker) {
        return null;
    }

    /** Whether setting {@code name} of a kind of resource is a list, which can be added to. */
    default boolean isList(byte resourceType, String name) {
        return true;
    }

    /** As {@link #defaultOf}, of a broker's setting. */
    default String defaultOfBroker(String name) {
        return "";
    }

    /** What is wrong with setting {@code name} of a group to {@code value}, or null. */
    default @Nullable String groupViolation(String name, String value) {
        return "There is no group setting '" + name + "'";
    }

    /** What is wrong with a setting of a subscription to metrics of clients, or null. */
    default @Nullable String clientMetricsViolation(String name, String value) {
        return "There is no client metrics setting '" + name + "'";
    }

    /** The value a topic setting has if a topic does not set it; for lists that are added to. */
    String defaultOf(String name);

    /** Partitions of a topic that was asked for without a number. */
    int defaultPartitions();

    /** Replicas of a topic that was asked for without a number. */
    int defaultReplicationFactor();

    /** Whether the server's settings say {@code name} themselves, so that no default is chosen. */
    default boolean configured(String name) {
        return false;
    }
}
