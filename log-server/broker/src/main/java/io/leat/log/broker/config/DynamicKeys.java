package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int64;

import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of brokers that change while they run: they are in the metadata log, for one broker
 * or for all, and not in settings files.
 */
public final class DynamicKeys {

    public static final ConfigKey<Long> LEADER_RATE =
            int64(
                    "leader.replication.throttled.rate",
                    Long.MAX_VALUE,
                    0,
                    "Bytes a second sent to followers, of partitions whose topic lists them in"
                            + " leader.replication.throttled.replicas.");
    public static final ConfigKey<Long> FOLLOWER_RATE =
            int64(
                    "follower.replication.throttled.rate",
                    Long.MAX_VALUE,
                    0,
                    "Bytes a second taken from leaders, of partitions whose topic lists them in"
                            + " follower.replication.throttled.replicas.");
    public static final ConfigKey<Long> DIRECTORY_RATE =
            int64(
                    "replica.alter.log.dirs.io.max.bytes.per.second",
                    Long.MAX_VALUE,
                    0,
                    "Bytes a second that are copied to move replicas between folders.");

    /** All of them, by name. */
    public static final Map<String, ConfigKey<?>> ALL =
            TopicKeys.byName(List.of(LEADER_RATE, FOLLOWER_RATE, DIRECTORY_RATE));

    private DynamicKeys() {}

    /** What is wrong with setting {@code name} to {@code value}, or null if nothing is. */
    public static @Nullable String violation(String name, String value) {
        ConfigKey<?> key = ALL.get(name);
        if (key == null && BrokerKeys.ALL.containsKey(name)) {
            return name + " is read at the start: change it in the settings file and restart";
        }
        if (key == null) {
            return "There is no broker setting '"
                    + name
                    + "' that can change while it runs"
                    + NearestName.hint(name, ALL.keySet());
        }
        return key.violation(value);
    }

    /** The value {@code key} has for a broker: its own, that of all brokers, or the default. */
    public static long value(MetadataImage image, int brokerId, ConfigKey<Long> key) {
        String text =
                image.configs(ConfigResource.broker(String.valueOf(brokerId))).get(key.name());
        if (text == null) {
            text = image.configs(ConfigResource.broker("")).get(key.name());
        }
        Long value = text == null ? key.defaultValue() : key.parse(text);
        return value == null ? Long.MAX_VALUE : value;
    }
}
