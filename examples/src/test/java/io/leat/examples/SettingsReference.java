package io.leat.examples;

import io.leat.clients.admin.AdminClientConfig;
import io.leat.clients.consumer.ConsumerConfig;
import io.leat.clients.producer.ProducerConfig;
import io.leat.common.config.ConfigDef;
import io.leat.connect.runtime.WorkerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.OtherBrokerKeys;
import io.leat.log.broker.config.TopicKeys;
import io.leat.streams.StreamsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the reference page of all settings from the keys the code itself reads. */
final class SettingsReference {

    static final Path PAGE = Path.of("..", "log-server", "docs", "settings.md");

    private final StringBuilder page = new StringBuilder();

    private SettingsReference() {}

    /** Writes the page. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(PAGE, text());
    }

    /** The page as it should be. */
    static String text() {
        SettingsReference reference = new SettingsReference();
        reference.header();
        reference.keys(
                "Server",
                "In `server.properties`, read at the start. `listener.name.NAME.KEY` sets some of"
                        + " them for one listener only.",
                BrokerKeys.ALL);
        reference.keys(
                "Server, while it runs",
                "In the metadata log, for one broker or as a default for all:"
                        + " `kafka-configs.sh --entity-type brokers`. So can be changed what the"
                        + " table above says; the following are in no settings file, or have no"
                        + " effect.",
                onlyDynamic());
        reference.keys(
                "Topics",
                "With `kafka-topics.sh --config` or `kafka-configs.sh --entity-type topics`, while"
                        + " the server runs. A server's setting under the name in the last column"
                        + " is the default of its topics.",
                TopicKeys.ALL);
        reference.others();
        reference.definition("Producers", ProducerConfig.configDef());
        reference.definition("Consumers", ConsumerConfig.configDef());
        reference.definition("Admin clients", AdminClientConfig.configDef());
        reference.definition("Streams", StreamsConfig.configDef());
        reference.definition("Connect workers", WorkerConfig.configDef());
        return reference.page.toString();
    }

    private void header() {
        page.append("# Settings\n\n")
                .append("All settings, as the code reads them: this page is generated")
                .append(" (`SettingsReferenceTest` says how) and held against the code by a test.")
                .append(" Names and defaults are Kafka's, but for those that begin with `leat.`.\n")
                .append("A name nobody knows is refused with the nearest one.\n");
    }

    private void keys(String title, String intro, Map<String, ConfigKey<?>> keys) {
        boolean topics = keys == TopicKeys.ALL;
        boolean server = keys == BrokerKeys.ALL;
        section(title, intro);
        page.append("| Name | Type | Default | Allowed | Meaning |")
                .append(topics ? " Server's default |" : server ? " While it runs |" : "")
                .append("\n|---|---|---|---|---|")
                .append(topics || server ? "---|" : "")
                .append('\n');
        for (ConfigKey<?> key : new TreeMap<>(keys).values()) {
            row(key.name(), type(key.type()), value(key.defaultText()), key.allowed(), key.doc());
            if (topics) {
                page.append(' ')
                        .append(String.join(", ", OtherBrokerKeys.defaultsOf(key.name())))
                        .append(" |");
            }
            if (server) {
                page.append(whileItRuns(key)).append(" |");
            }
            page.append('\n');
        }
    }

    /** For whom a setting can change while the server runs. */
    private static String whileItRuns(ConfigKey<?> key) {
        if (DynamicKeys.ALL.containsKey(key.name())) {
            return " yes";
        }
        boolean ofListeners = DynamicKeys.isOfListeners(key.name());
        return !ofListeners
                ? ""
                : DynamicKeys.contains(key.name()) && !DynamicKeys.isKey(key.name())
                        ? " for one broker"
                        : " for one listener of one broker";
    }

    private static Map<String, ConfigKey<?>> onlyDynamic() {
        Map<String, ConfigKey<?>> keys = new TreeMap<>(DynamicKeys.ALL);
        keys.keySet().removeAll(BrokerKeys.ALL.keySet());
        return keys;
    }

    private void others() {
        section("What became of other settings of Kafka's brokers", "");
        page.append("| Name | What to know |\n|---|---|\n");
        new TreeMap<>(OtherBrokerKeys.ALIASES)
                .forEach((name, key) -> known(name, "another name of `" + key.name() + "`"));
        new TreeMap<>(OtherBrokerKeys.MAPPED)
                .forEach((name, text) -> known(name, "accepted without effect: " + text));
        new TreeMap<>(OtherBrokerKeys.REFUSED)
                .forEach((name, text) -> known(name, "refused: " + text));
        page.append("\nAccepted without effect, with a line in the log:\n\n");
        TreeSet<String> rest = new TreeSet<>(OtherBrokerKeys.known());
        rest.removeAll(BrokerKeys.ALL.keySet());
        rest.removeAll(DynamicKeys.ALL.keySet());
        rest.removeAll(OtherBrokerKeys.ALIASES.keySet());
        rest.removeAll(OtherBrokerKeys.MAPPED.keySet());
        rest.removeAll(OtherBrokerKeys.REFUSED.keySet());
        TopicKeys.ALL.keySet().forEach(topic -> rest.removeAll(OtherBrokerKeys.defaultsOf(topic)));
        rest.forEach(name -> page.append("- `").append(name).append("`\n"));
    }

    private void known(String name, String text) {
        page.append("| `").append(name).append("` | ").append(cell(text)).append(" |\n");
    }

    private void definition(String title, ConfigDef definition) {
        section(title, "");
        page.append("| Name | Type | Default | Allowed | Meaning |\n|---|---|---|---|---|\n");
        for (ConfigDef.ConfigKey key : new TreeMap<>(definition.configKeys()).values()) {
            if (key.internalConfig) {
                continue;
            }
            String allowed = allowed(key.validator);
            String standard =
                    key.hasDefault()
                            ? value(ConfigDef.convertToString(key.defaultValue, key.type))
                            : "must be given";
            row(key.name, type(key.type), standard, allowed, key.documentation);
            page.append('\n');
        }
    }

    /** What a check says of itself; one that is a lambda has nothing to say. */
    private static String allowed(ConfigDef.Validator validator) {
        return validator == null || validator.getClass().isHidden() ? "" : validator.toString();
    }

    private void section(String title, String intro) {
        page.append("\n## ").append(title).append("\n\n");
        if (!intro.isEmpty()) {
            page.append(intro).append("\n\n");
        }
    }

    private void row(String name, String type, String standard, String allowed, String meaning) {
        page.append("| `").append(name).append("` |");
        for (String each : List.of(type, standard, allowed, meaning)) {
            page.append(' ').append(cell(each)).append(" |");
        }
    }

    private static String type(Enum<?> type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** As it is on every machine. */
    private static String value(String text) {
        if (text == null) {
            return "";
        }
        String temporary = System.getProperty("java.io.tmpdir");
        return text.isEmpty() ? "empty" : "`" + text.replace(temporary, "${java.io.tmpdir}") + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ').trim();
    }
}
