package io.leat.log.cli.kafka;

import io.leat.log.cli.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code kafka-configs.sh} changes: a topic, a broker, a user, a client id, an address, or the
 * default for all of that type. Immutable.
 *
 * @param type as {@code --entity-type} says it
 * @param name null for the default, and for all of that type where nothing says which
 */
record ConfigEntity(String type, @Nullable String name, boolean isDefault) {

    /** Options that say type and name at once. */
    private static final Map<String, String> NAMED =
            Map.of(
                    "--topic", "topics",
                    "--broker", "brokers",
                    "--user", "users",
                    "--client", "clients",
                    "--group", "groups",
                    "--ip", "ips",
                    "--broker-logger", "broker-loggers",
                    "--client-metrics", "client-metrics");

    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "--broker-defaults", "brokers",
                    "--user-defaults", "users",
                    "--client-defaults", "clients",
                    "--ip-defaults", "ips");

    /** In the order of the arguments: each name belongs to the first type that has none yet. */
    static List<ConfigEntity> of(List<String> arguments) {
        List<ConfigEntity> found = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String option = equals < 0 ? argument : argument.substring(0, equals);
            String type = NAMED.get(option);
            boolean takesValue =
                    type != null
                            || option.equals("--entity-type")
                            || option.equals("--entity-name");
            String value = "";
            if (takesValue) {
                value =
                        equals >= 0
                                ? argument.substring(equals + 1)
                                : ++i < arguments.size() ? arguments.get(i) : "";
            }
            if (type != null) {
                found.add(new ConfigEntity(type, value, false));
            } else if (DEFAULTS.containsKey(option)) {
                found.add(new ConfigEntity(DEFAULTS.get(option), null, true));
            } else if (option.equals("--entity-type")) {
                found.add(new ConfigEntity(value, null, false));
            } else if (option.equals("--entity-name")) {
                name(found, value, false);
            } else if (option.equals("--entity-default")) {
                name(found, null, true);
            }
        }
        return found;
    }

    private static void name(List<ConfigEntity> found, @Nullable String name, boolean isDefault) {
        for (int i = 0; i < found.size(); i++) {
            ConfigEntity each = found.get(i);
            if (each.name == null && !each.isDefault) {
                found.set(i, new ConfigEntity(each.type, name, isDefault));
                return;
            }
        }
        throw new CommandFailure("name and default belong behind the --entity-type they are of.");
    }

    /** One of them, as messages say it. */
    String singular() {
        return type.substring(0, type.length() - 1);
    }
}
