package io.leat.log.coordinator.group.consumer;

import java.util.List;
import java.util.function.IntSupplier;

/**
 * What an administrator may choose about consumer groups. Immutable.
 *
 * @param sessionTimeoutMs how long a member may be silent; a group may have its own within bounds
 * @param heartbeatIntervalMs how often members are asked to be heard of; likewise
 * @param assignmentIntervalMs the least time between two targets of a group; likewise
 * @param maxSize most members of a group
 * @param assignors names of the assignors members may ask for, the default first
 * @param regexRefreshIntervalMs how long what an expression stands for is believed
 */
public record ConsumerSettings(
        Bounded sessionTimeoutMs,
        Bounded heartbeatIntervalMs,
        Bounded assignmentIntervalMs,
        int maxSize,
        List<String> assignors,
        MigrationPolicy migration,
        int regexRefreshIntervalMs) {

    /** Kafka's defaults. */
    public static final ConsumerSettings DEFAULT =
            new ConsumerSettings(
                    new Bounded(45_000, 45_000, 60_000),
                    new Bounded(5_000, 5_000, 15_000),
                    new Bounded(1_000, 0, 15_000),
                    Integer.MAX_VALUE,
                    List.of("uniform", "range"),
                    MigrationPolicy.BIDIRECTIONAL,
                    600_000);

    /**
     * A value and the bounds within which a group may have another.
     *
     * @param value which may change while the server runs
     */
    public record Bounded(IntSupplier value, int min, int max) {

        public Bounded(int value, int min, int max) {
            this(() -> value, min, max);
        }

        int of(GroupConfigs configs, String groupId, String name) {
            String own = configs.of(groupId).get(name);
            return own == null
                    ? value.getAsInt()
                    : Math.max(min, Math.min(max, Integer.parseInt(own)));
        }
    }
}
