package io.leat.streams.processor.assignment;

import io.leat.common.config.ConfigDef.ConfigKey;
import io.leat.streams.StreamsConfig;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The settings of assignment. Immutable. */
public class AssignmentConfigs {

    private final long acceptableRecoveryLag;
    private final int maxWarmupReplicas;
    private final int numStandbyReplicas;
    private final long probingRebalanceIntervalMs;
    private final List<String> rackAwareAssignmentTags;
    private final OptionalInt rackAwareTrafficCost;
    private final OptionalInt rackAwareNonOverlapCost;
    private final String rackAwareAssignmentStrategy;

    public static AssignmentConfigs of(StreamsConfig configs) {
        return new AssignmentConfigs(
                configs.getLong(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG),
                configs.getInt(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG),
                configs.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG),
                configs.getLong(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG),
                configs.getList(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG),
                optional(configs.getInt(StreamsConfig.RACK_AWARE_ASSIGNMENT_TRAFFIC_COST_CONFIG)),
                optional(
                        configs.getInt(
                                StreamsConfig.RACK_AWARE_ASSIGNMENT_NON_OVERLAP_COST_CONFIG)),
                configs.getString(StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG));
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    public AssignmentConfigs(
            long acceptableRecoveryLag,
            int maxWarmupReplicas,
            int numStandbyReplicas,
            long probingRebalanceIntervalMs,
            List<String> rackAwareAssignmentTags,
            OptionalInt rackAwareTrafficCost,
            OptionalInt rackAwareNonOverlapCost,
            String rackAwareAssignmentStrategy) {
        this.acceptableRecoveryLag =
                valid(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, acceptableRecoveryLag);
        this.maxWarmupReplicas = valid(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, maxWarmupReplicas);
        this.numStandbyReplicas =
                valid(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, numStandbyReplicas);
        this.probingRebalanceIntervalMs =
                valid(
                        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                        probingRebalanceIntervalMs);
        this.rackAwareAssignmentTags =
                valid(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG, rackAwareAssignmentTags);
        this.rackAwareTrafficCost = rackAwareTrafficCost;
        this.rackAwareNonOverlapCost = rackAwareNonOverlapCost;
        this.rackAwareAssignmentStrategy =
                valid(
                        StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
                        rackAwareAssignmentStrategy);
    }

    public AssignmentConfigs(
            long acceptableRecoveryLag,
            int maxWarmupReplicas,
            int numStandbyReplicas,
            long probingRebalanceIntervalMs,
            List<String> rackAwareAssignmentTags,
            int rackAwareTrafficCost,
            int rackAwareNonOverlapCost,
            String rackAwareAssignmentStrategy) {
        this(
                acceptableRecoveryLag,
                maxWarmupReplicas,
                numStandbyReplicas,
                probingRebalanceIntervalMs,
                rackAwareAssignmentTags,
                OptionalInt.of(rackAwareTrafficCost),
                OptionalInt.of(rackAwareNonOverlapCost),
                rackAwareAssignmentStrategy);
    }

    /** Without regard to racks. */
    public AssignmentConfigs(
            Long acceptableRecoveryLag,
            Integer maxWarmupReplicas,
            Integer numStandbyReplicas,
            Long probingRebalanceIntervalMs,
            List<String> rackAwareAssignmentTags) {
        this(
                acceptableRecoveryLag,
                maxWarmupReplicas,
                numStandbyReplicas,
                probingRebalanceIntervalMs,
                rackAwareAssignmentTags,
                OptionalInt.empty(),
                OptionalInt.empty(),
                StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_NONE);
    }

    /** {@code acceptable.recovery.lag}. */
    public long acceptableRecoveryLag() {
        return acceptableRecoveryLag;
    }

    /** {@code max.warmup.replicas}. */
    public int maxWarmupReplicas() {
        return maxWarmupReplicas;
    }

    /** {@code num.standby.replicas}. */
    public int numStandbyReplicas() {
        return numStandbyReplicas;
    }

    /** {@code probing.rebalance.interval.ms}. */
    public long probingRebalanceIntervalMs() {
        return probingRebalanceIntervalMs;
    }

    /** {@code rack.aware.assignment.tags}. */
    public List<String> rackAwareAssignmentTags() {
        return rackAwareAssignmentTags;
    }

    /** {@code rack.aware.assignment.traffic_cost}, if given. */
    public OptionalInt rackAwareTrafficCost() {
        return rackAwareTrafficCost;
    }

    /** {@code rack.aware.assignment.non_overlap_cost}, if given. */
    public OptionalInt rackAwareNonOverlapCost() {
        return rackAwareNonOverlapCost;
    }

    /** {@code rack.aware.assignment.strategy}. */
    public String rackAwareAssignmentStrategy() {
        return rackAwareAssignmentStrategy;
    }

    private static <T> T valid(String key, T value) {
        ConfigKey definition = StreamsConfig.configDef().configKeys().get(key);
        if (definition != null && definition.validator != null) {
            definition.validator.ensureValid(key, value);
        }
        return value;
    }

    @Override
    public String toString() {
        return "AssignmentConfigs(acceptableRecoveryLag="
                + acceptableRecoveryLag
                + ", maxWarmupReplicas="
                + maxWarmupReplicas
                + ", numStandbyReplicas="
                + numStandbyReplicas
                + ", probingRebalanceIntervalMs="
                + probingRebalanceIntervalMs
                + ", rackAwareAssignmentTags="
                + rackAwareAssignmentTags
                + ", rackAwareTrafficCost="
                + rackAwareTrafficCost
                + ", rackAwareNonOverlapCost="
                + rackAwareNonOverlapCost
                + ", rackAwareAssignmentStrategy="
                + rackAwareAssignmentStrategy
                + ")";
    }
}
