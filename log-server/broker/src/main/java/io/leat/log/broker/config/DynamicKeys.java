package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.int64;

import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of brokers that change while they run (KIP-226): in the metadata log, for one broker
 * or for all. A broker's own counts before that of all, and that before its settings file.
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

    /** Those that no settings file has. */
    private static final Map<String, ConfigKey<?>> ONLY_DYNAMIC =
            TopicKeys.byName(List.of(LEADER_RATE, FOLLOWER_RATE, DIRECTORY_RATE));

    private static final List<ConfigKey<?>> OF_ALL_BROKERS =
            List.of(
                    BrokerKeys.CLEANER_BACKOFF_MS,
                    BrokerKeys.CLEANER_BYTES_PER_SECOND,
                    BrokerKeys.CLEANER_KEYS_BYTES,
                    BrokerKeys.CLEANER_THREADS,
                    BrokerKeys.PRODUCER_ID_EXPIRATION_MS,
                    BrokerKeys.TRANSACTION_VERIFICATION,
                    ConsumerGroupKeys.ASSIGNMENT_MS,
                    ShareKeys.ASSIGNMENT_MS,
                    StreamsGroupKeys.ASSIGNMENT_MS,
                    SecurityKeys.CONNECTIONS_MAX,
                    SecurityKeys.CONNECTIONS_PER_ADDRESS,
                    SecurityKeys.CONNECTIONS_PER_ADDRESS_MAX,
                    QuotaKeys.CONNECTION_RATE);

    /** All of them, by name. */
    public static final Map<String, ConfigKey<?>> ALL = all();

    /** What one broker can have of its own, for all its listeners; not for all brokers. */
    private static final Map<String, ConfigKey<?>> OF_ONE_BROKER =
            TopicKeys.byName(
                    List.of(
                            BrokerKeys.CORDONED_LOG_DIRS,
                            SecurityKeys.MECHANISMS,
                            SecurityKeys.JAAS,
                            SecurityKeys.CLIENT_AUTH,
                            SecurityKeys.TLS_VERSIONS,
                            SecurityKeys.CIPHERS,
                            SecurityKeys.VERIFY_HOST));

    /** What a single listener can have of its own, for one broker. */
    private static final Set<String> OF_LISTENERS =
            SecurityKeys.BY_LISTENER.stream()
                    .map(ConfigKey::name)
                    .filter(name -> !SecurityKeys.PLACES.contains(name))
                    .collect(Collectors.toUnmodifiableSet());

    /** What a single listener can have of its own, for all brokers. */
    private static final Set<String> OF_ALL_LISTENERS =
            Set.of(
                    SecurityKeys.CONNECTIONS_MAX.name(),
                    QuotaKeys.CONNECTION_RATE.name(),
                    UnusedKeys.NETWORK_THREADS.name());

    private DynamicKeys() {}

    private static Map<String, ConfigKey<?>> all() {
        Map<String, ConfigKey<?>> all = new TreeMap<>(ONLY_DYNAMIC);
        OF_ALL_BROKERS.forEach(key -> all.put(key.name(), key));
        TopicDefaults.KEYS.values().stream()
                .filter(key -> TopicDefaults.isDynamic(key.name()))
                .forEach(key -> all.put(key.name(), key));
        UnusedKeys.LIST.forEach(key -> all.put(key.name(), key));
        return Collections.unmodifiableMap(all);
    }

    /**
     * Whether {@code name} can change while the broker runs: of all listeners, or of single ones.
     */
    public static boolean contains(String name) {
        return ALL.containsKey(name)
                || OF_ONE_BROKER.containsKey(name)
                || SecurityKeys.KEYS.contains(name);
    }

    /** The setting of this name that can change while the broker runs; null if there is none. */
    public static @Nullable ConfigKey<?> key(String name) {
        ConfigKey<?> key = ALL.get(name);
        ConfigKey<?> own = key != null ? key : OF_ONE_BROKER.get(name);
        return own != null ? own : ofListenerKey(name);
    }

    /** The setting that {@code name} gives to one listener only; null if it is none. */
    public static @Nullable String ofListener(String name) {
        if (!name.startsWith(ListenerSettings.PREFIX)) {
            return null;
        }
        String key = withoutListener(name);
        boolean ofMechanism =
                key.endsWith("." + SecurityKeys.JAAS.name())
                        || key.endsWith("." + SecurityKeys.REAUTH_MS.name());
        return OF_LISTENERS.contains(key) || OF_ALL_LISTENERS.contains(key) || ofMechanism
                ? key
                : null;
    }

    private static String withoutListener(String name) {
        return name.startsWith(ListenerSettings.PREFIX)
                ? name.substring(name.indexOf('.', ListenerSettings.PREFIX.length()) + 1)
                : name;
    }

    /** Whether {@code name} is about keys of TLS, which are those of single listeners. */
    public static boolean isKey(String name) {
        return SecurityKeys.KEYS.contains(name);
    }

    /** Whether listeners are what {@code name} is about, single ones or all. */
    public static boolean isOfListeners(String name) {
        return OF_LISTENERS.contains(name) || ofListener(name) != null;
    }

    /**
     * What is wrong with setting {@code name} to {@code value}, or null if nothing is.
     *
     * @param broker the number of the broker, or nothing for all
     */
    public static @Nullable String violation(String broker, String name, String value) {
        String listeners = ofListener(name);
        if (SecurityKeys.PLACES.contains(withoutListener(name))) {
            return name
                    + " names a file, an address or a class, which can be chosen in the settings"
                    + " file of a broker only. Changed key files are read again by themselves; keys"
                    + " as PEM text (ssl.keystore.key) can be set for a listener";
        }
        if (listeners != null) {
            return ofListenerViolation(broker, name, listeners, value);
        }
        ConfigKey<?> key = ALL.get(name);
        if (key != null) {
            boolean differs =
                    name.equals(TopicKeys.MIN_INSYNC_REPLICAS.name()) && !broker.isEmpty();
            return differs
                    ? name + " is the same for all brokers: change it for all"
                    : key.violation(value);
        }
        ConfigKey<?> own = OF_ONE_BROKER.get(name);
        if (own != null) {
            return broker.isEmpty() ? ownOnly(name) : own.violation(value);
        }
        if (SecurityKeys.KEYS.contains(name)) {
            return name
                    + " can change for single listeners only: set "
                    + ListenerSettings.PREFIX
                    + "NAME."
                    + name;
        }
        if (BrokerKeys.ALL.containsKey(name) || OtherBrokerKeys.known().contains(name)) {
            return name + " is read at the start: change it in the settings file and restart";
        }
        return "There is no broker setting '"
                + name
                + "' that can change while it runs"
                + NearestName.hint(name, ALL.keySet());
    }

    private static @Nullable String ofListenerViolation(
            String broker, String name, String key, String value) {
        if (!name.toLowerCase(Locale.ROOT).equals(name)) {
            return "Write " + name + " in small letters";
        }
        if (broker.isEmpty() && !OF_ALL_LISTENERS.contains(key)) {
            return ownOnly(name);
        }
        for (ConfigKey<?> each : SecurityKeys.BY_LISTENER) {
            if (each.name().equals(key)) {
                String violation = each.violation(value);
                return violation == null ? null : violation.replace(key + ":", name + ":");
            }
        }
        return null;
    }

    private static String ownOnly(String name) {
        return name + " is each broker's own: set it for one broker, by its number";
    }

    /** The key of what {@code name} gives to one listener only, under that name; null if none. */
    public static @Nullable ConfigKey<?> ofListenerKey(String name) {
        String inner = ofListener(name);
        if (inner == null) {
            return null;
        }
        for (ConfigKey<?> each : SecurityKeys.BY_LISTENER) {
            if (inner.equals(each.name()) || inner.endsWith("." + each.name())) {
                return each.as(name, null);
            }
        }
        return UnusedKeys.NETWORK_THREADS.as(name, null);
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

    /** Whether {@code name} is in no settings file. */
    public static boolean onlyDynamic(String name) {
        return ONLY_DYNAMIC.containsKey(name);
    }
}
