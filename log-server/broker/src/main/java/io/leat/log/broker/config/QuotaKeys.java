package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int32;

import java.util.List;

/** The settings of a broker about how much clients may take; quotas are in the metadata log. */
public final class QuotaKeys {

    public static final ConfigKey<Integer> WINDOWS =
            int32("quota.window.num", 11, 2, "Windows over which the rate of a client counts.");
    public static final ConfigKey<Integer> WINDOW_SECONDS =
            int32("quota.window.size.seconds", 1, 1, "How long each of them is.");
    public static final ConfigKey<Integer> CONNECTION_RATE =
            int32(
                    "max.connection.creation.rate",
                    Integer.MAX_VALUE,
                    0,
                    "Connections a second that may come in on a listener.");

    static final List<ConfigKey<?>> LIST = List.of(WINDOWS, WINDOW_SECONDS, CONNECTION_RATE);

    private QuotaKeys() {}

    /** The seconds over which a rate holds: the window that is not over does not count. */
    public static long windowSeconds(BrokerConfig config) {
        return (config.get(WINDOWS) - 1L) * config.get(WINDOW_SECONDS);
    }
}
