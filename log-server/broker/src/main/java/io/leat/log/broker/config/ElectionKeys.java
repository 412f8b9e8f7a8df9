package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.bool;
import static io.leat.log.broker.config.ConfigKey.int32;

import java.util.List;

/** The settings that bring leaders back to balance. Part of {@link BrokerKeys#ALL}. */
public final class ElectionKeys {

    public static final ConfigKey<Boolean> BALANCE_LEADERS =
            bool(
                    "auto.leader.rebalance.enable",
                    true,
                    "Whether leaders move back to preferred replicas by themselves.");
    public static final ConfigKey<Integer> BALANCE_CHECK_S =
            int32(
                    "leader.imbalance.check.interval.seconds",
                    300,
                    1,
                    "How often that is looked at.");
    public static final ConfigKey<Integer> IMBALANCE_PERCENT =
            int32(
                    "leader.imbalance.per.broker.percentage",
                    10,
                    0,
                    100,
                    "How much of what prefers a broker others may lead before leaders move.");

    static final List<ConfigKey<?>> LIST =
            List.of(BALANCE_LEADERS, BALANCE_CHECK_S, IMBALANCE_PERCENT);

    private ElectionKeys() {}
}
