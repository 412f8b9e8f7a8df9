package io.leat.log.cli.kafka;

import io.leat.clients.admin.RaftVoterEndpoint;
import io.leat.common.Uuid;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the settings file of a controller says of it, and its directory. Stateless. */
final class ControllerFile {

    private static final String HINT = " Is this a valid controller configuration file?";
    private static final String LISTENER_NAMES = "controller.listener.names";
    private static final String META = "meta.properties";

    private ControllerFile() {}

    static int nodeId(Properties settings) {
        String text = settings.getProperty("node.id", settings.getProperty("broker.id"));
        if (text == null) {
            throw new CommandFailure("node.id not found in configuration file." + HINT);
        }
        int id;
        try {
            id = Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new CommandFailure("node.id " + text + " is not a number." + HINT, e);
        }
        if (id < 0) {
            throw new CommandFailure("node.id was negative in configuration file." + HINT);
        }
        if (!settings.getProperty("process.roles", "broker,controller").contains("controller")) {
            throw new CommandFailure(
                    "process.roles did not contain 'controller' in configuration file." + HINT);
        }
        return id;
    }

    static Uuid directoryId(Properties settings) {
        String directories =
                settings.getProperty(
                        "metadata.log.dir",
                        settings.getProperty("log.dirs", settings.getProperty("log.dir")));
        if (directories == null) {
            throw new CommandFailure("Neither metadata.log.dir nor log.dirs were found." + HINT);
        }
        Path directory = Path.of(directories.split(",")[0].trim());
        Path meta = directory.resolve(META);
        if (!Files.isReadable(meta)) {
            throw new CommandFailure("Unable to read meta.properties from " + directory);
        }
        String id = AdminOptions.read(meta).getProperty("directory.id");
        if (id == null) {
            throw new CommandFailure("No directory id found in " + directory);
        }
        return Uuid.fromString(id);
    }

    static Set<RaftVoterEndpoint> endpoints(Properties settings) {
        Map<String, RaftVoterEndpoint> listeners = new TreeMap<>();
        read(settings.getProperty("listeners"), listeners);
        read(settings.getProperty("advertised.listeners"), listeners);
        String names = settings.getProperty(LISTENER_NAMES);
        if (names == null) {
            throw new CommandFailure(LISTENER_NAMES + " was not found." + HINT);
        }
        Set<RaftVoterEndpoint> endpoints = new LinkedHashSet<>();
        for (String name : names.split(",")) {
            String listener = name.trim().toUpperCase(Locale.ROOT);
            RaftVoterEndpoint endpoint = listeners.get(listener);
            if (endpoint == null) {
                throw new CommandFailure(
                        "Cannot find information about controller listener name: " + listener);
            }
            endpoints.add(endpoint);
        }
        return endpoints;
    }

    private static void read(@Nullable String text, Map<String, RaftVoterEndpoint> listeners) {
        if (text == null || text.isBlank()) {
            return;
        }
        for (String each : text.split(",")) {
            String address = each.trim();
            int scheme = address.indexOf("://");
            int colon = address.lastIndexOf(':');
            if (scheme <= 0 || colon <= scheme) {
                throw new CommandFailure("'" + address + "' is not NAME://host:port." + HINT);
            }
            String name = address.substring(0, scheme).toUpperCase(Locale.ROOT);
            String host = address.substring(scheme + 3, colon).replaceAll("[\\[\\]]", "");
            try {
                int port = Integer.parseInt(address.substring(colon + 1));
                listeners.put(
                        name,
                        new RaftVoterEndpoint(name, host.isEmpty() ? "localhost" : host, port));
            } catch (NumberFormatException e) {
                throw new CommandFailure("'" + address + "' has no port." + HINT, e);
            }
        }
    }
}
