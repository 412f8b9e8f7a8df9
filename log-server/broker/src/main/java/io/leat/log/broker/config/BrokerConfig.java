package io.leat.log.broker.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one broker at one moment, checked: those of its file, under those that were
 * changed since for all brokers, under those that were changed for it. Immutable; safe on every
 * loop.
 */
public final class BrokerConfig {

    private final Map<String, String> given;
    private final Map<String, String> ofFile;
    private final Map<String, String> ofAll;
    private final Map<String, String> own;
    private final Map<String, Object> values;
    private final Map<String, String> topicDefaults;
    private final List<String> notes;

    private BrokerConfig(
            Map<String, String> given,
            Map<String, Object> values,
            Map<String, String> topicDefaults,
            List<String> notes) {
        this.given = Map.copyOf(given);
        this.ofFile = this.given;
        this.ofAll = Map.of();
        this.own = Map.of();
        this.values = Map.copyOf(values);
        this.topicDefaults = Map.copyOf(topicDefaults);
        this.notes = List.copyOf(notes);
    }

    /** {@code all}, with where each of them comes from. */
    private BrokerConfig(
            BrokerConfig all,
            Map<String, String> ofFile,
            Map<String, String> ofAll,
            Map<String, String> own) {
        this.given = all.given;
        this.values = all.values;
        this.topicDefaults = all.topicDefaults;
        this.notes = all.notes;
        this.ofFile = ofFile;
        this.ofAll = Map.copyOf(ofAll);
        this.own = Map.copyOf(own);
    }

    /**
     * Checks {@code settings}, under the names of Kafka's server.properties.
     *
     * @throws ConfigException if one is unknown, refused or has a value that is not allowed
     */
    public static BrokerConfig of(Map<String, String> settings) {
        Map<String, Object> values = new HashMap<>();
        Map<String, String> canonical = new HashMap<>();
        List<String> notes = new ArrayList<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(settings).entrySet()) {
            String name = entry.getKey();
            String text = entry.getValue();
            ConfigKey<?> alias = OtherBrokerKeys.ALIASES.get(name);
            if (alias != null && settings.containsKey(alias.name())) {
                refuseTwoNodes(alias, settings.get(alias.name()), name, text);
                notes.add(name + " has no effect: " + alias.name() + " is set");
                continue;
            }
            ConfigKey<?> key = alias != null ? alias : BrokerKeys.ALL.get(name);
            if (key == null) {
                notes.addAll(otherwise(name));
                canonical.put(name, text);
            } else if (!text.isBlank()) {
                values.put(key.name(), key.parse(text));
                canonical.put(key.name(), text.trim());
            }
        }
        BrokerConfig config =
                new BrokerConfig(canonical, values, TopicDefaults.resolve(canonical), notes);
        config.refuseRecordsNoRequestCanCarry();
        SecurityKeys.connectionsPerAddress(config);
        return config;
    }

    /** Two numbers for one broker: whichever won, somebody would look for the other. */
    private static void refuseTwoNodes(
            ConfigKey<?> key, String value, String oldName, String oldValue) {
        if (key == BrokerKeys.NODE_ID && !value.trim().equals(oldValue.trim())) {
            throw new ConfigException(
                    oldName
                            + "="
                            + oldValue
                            + " contradicts "
                            + key.name()
                            + "="
                            + value
                            + ": they name the same thing, leave one out");
        }
    }

    private void refuseRecordsNoRequestCanCarry() {
        int record = topic(Map.of()).get(TopicKeys.MAX_MESSAGE_BYTES);
        int request = get(BrokerKeys.REQUEST_BYTES_MAX);
        if (record > request) {
            throw new ConfigException(
                    "message.max.bytes="
                            + record
                            + " contradicts socket.request.max.bytes="
                            + request
                            + ": a batch of that size fits into no request. Lower the first or"
                            + " raise the second");
        }
    }

    /** What to log about a setting that is none of {@link BrokerKeys}; throws if it is refused. */
    private static List<String> otherwise(String name) {
        String refusal = OtherBrokerKeys.REFUSED.get(name);
        if (refusal != null) {
            throw new ConfigException("Setting " + name + " is refused: " + refusal);
        }
        String note = OtherBrokerKeys.note(name);
        if (note != null) {
            return List.of(note);
        }
        if (name.startsWith(ListenerSettings.PREFIX)) {
            return ListenerSettings.isKnown(name)
                    ? List.of()
                    : List.of(name + " is accepted and has no effect");
        }
        throw new ConfigException(
                "There is no setting '" + name + "'" + NearestName.hint(name, knownNames()));
    }

    private static Set<String> knownNames() {
        Set<String> names = new HashSet<>(OtherBrokerKeys.known());
        names.addAll(BrokerKeys.ALL.keySet());
        return names;
    }

    /** The value of a setting that has one, given or by default. */
    public <T> T get(ConfigKey<T> key) {
        T value = find(key);
        if (value == null) {
            throw new ConfigException("Setting " + key.name() + " has to be given");
        }
        return value;
    }

    /** The value of a setting, or null if it is not given and has no default. */
    @SuppressWarnings("unchecked") // values were parsed by their keys
    public <T> @Nullable T find(ConfigKey<T> key) {
        T value = (T) values.get(key.name());
        return value != null ? value : key.defaultValue();
    }

    /** The settings as they were given, wherever, under their main names. */
    public Map<String, String> given() {
        return given;
    }

    /** The text of a setting as it holds now, if it was given anywhere. */
    public @Nullable String current(String name) {
        String text = own.get(name);
        String general = text != null ? text : ofAll.get(name);
        return general != null ? general : given.get(name);
    }

    /** What the settings file says. */
    public Map<String, String> ofFile() {
        return ofFile;
    }

    /** What was changed since for all brokers (KIP-226). */
    public Map<String, String> ofAll() {
        return ofAll;
    }

    /** What was changed since for this broker (KIP-226). */
    public Map<String, String> own() {
        return own;
    }

    /** The settings this broker gives to topics that do not have their own: text by topic key. */
    public Map<String, String> topicDefaults() {
        return topicDefaults;
    }

    /** A topic's settings: its own before this broker's before the general defaults. */
    public TopicConfig topic(Map<String, String> overrides) {
        return new TopicConfig(topicDefaults, overrides);
    }

    /** What a person should know about the settings: lines for the log. */
    public List<String> notes() {
        return notes;
    }

    /**
     * The settings file with what was changed since.
     *
     * @throws ConfigException if that does not fit together
     */
    public BrokerConfig changed(Map<String, String> forAll, Map<String, String> forThis) {
        Map<String, String> all = new HashMap<>(ofFile);
        all.putAll(forAll);
        all.putAll(forThis);
        all.keySet().removeIf(DynamicKeys::onlyDynamic);
        return new BrokerConfig(of(all), ofFile, forAll, forThis);
    }

    /** These settings with others on top. */
    public BrokerConfig with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(given);
        all.putAll(more);
        return of(all);
    }
}
