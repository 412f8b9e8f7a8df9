package io.leat.log.testkit.history;

/**
 * Something a correct log does not do.
 *
 * @param name the established name of the anomaly, as in Jepsen's Kafka workload
 * @param evidence the operations that show it, for people
 */
public record Anomaly(String name, String evidence) {}
