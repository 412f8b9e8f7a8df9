package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AdminClientConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which brokers or controllers an administrator's script talks to, and how. */
public final class AdminOptions {

    @Option(
            names = {"--bootstrap-server", "-b"},
            paramLabel = "HOST:PORT",
            description = "Brokers to connect to, separated by commas.")
    @Nullable String brokers;

    @Option(
            names = {"--bootstrap-controller", "-C"},
            paramLabel = "HOST:PORT",
            description = "Controllers to connect to instead of brokers.")
    @Nullable String controllers;

    @Option(
            names = {"--command-config", "--config", "--admin.config", "-c"},
            paramLabel = "FILE",
            description = "Properties file with further settings of the admin client.")
    @Nullable Path config;

    /** Whether controllers are asked. */
    public boolean ofControllers() {
        return controllers != null;
    }

    /** The file with further settings, if one is given. */
    public @Nullable Path config() {
        return config;
    }

    /** An admin client of whom the options name. */
    public Admin admin() {
        return admin(config == null ? new Properties() : read(config));
    }

    /** As above, with a file that holds the settings of a node, too. */
    public Admin adminBesideNode() {
        Properties properties = config == null ? new Properties() : read(config);
        properties.keySet().retainAll(AdminClientConfig.configNames());
        return admin(properties);
    }

    private Admin admin(Properties properties) {
        if (brokers != null && controllers != null) {
            throw new CommandFailure(
                    "Please don't specify both --bootstrap-server and --bootstrap-controller");
        }
        if (brokers == null && controllers == null) {
            throw new CommandFailure(
                    "Please specify either --bootstrap-server or --bootstrap-controller");
        }
        properties.remove("bootstrap.servers");
        properties.remove("bootstrap.controllers");
        if (brokers != null) {
            properties.setProperty("bootstrap.servers", brokers);
        } else {
            properties.setProperty("bootstrap.controllers", controllers);
        }
        if (!properties.containsKey("request.timeout.ms")) {
            properties.putIfAbsent("default.api.timeout.ms", "30000");
            properties.put("request.timeout.ms", properties.get("default.api.timeout.ms"));
        }
        return Admin.create(properties);
    }

    /** Reads a properties file. */
    public static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new CommandFailure(
                    "cannot read the settings file " + file + ": " + e.getMessage(), e);
        }
        return properties;
    }
}
