package io.leat.log.cli;

import io.leat.clients.admin.Admin;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server a command talks to, and how. */
public final class ServerOptions {

    @Option(
            names = {"--bootstrap-server", "-b", "--broker-list"},
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Servers to connect to, separated by commas (default: ${DEFAULT-VALUE}).")
    String bootstrapServer = "localhost:9092";

    @Option(
            names = {
                "--command-config",
                "--consumer.config",
                "--consumer-config",
                "--producer.config"
            },
            paramLabel = "FILE",
            description = "Properties file with further client settings.")
    @Nullable Path commandConfig;

    /** Client settings: the file's, then the address. */
    public Properties properties() {
        Properties properties = new Properties();
        if (commandConfig != null) {
            try (Reader reader = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new CommandFailure(
                        "cannot read the settings file " + commandConfig + ": " + e.getMessage(),
                        e);
            }
        }
        properties.setProperty("bootstrap.servers", bootstrapServer);
        return properties;
    }

    /** An admin client for these settings. */
    public Admin admin() {
        return admin(15_000);
    }

    /** As above; a call may take so long if the file with settings says nothing else. */
    public Admin admin(int timeoutMs) {
        return admin(properties(), timeoutMs);
    }

    /** As {@link #admin()}, of these controllers instead of brokers. */
    public Admin adminOf(String controllers) {
        Properties properties = properties();
        properties.remove("bootstrap.servers");
        properties.setProperty("bootstrap.controllers", controllers);
        return admin(properties, 15_000);
    }

    private static Admin admin(Properties properties, int timeoutMs) {
        if (!properties.containsKey("request.timeout.ms")) {
            properties.putIfAbsent("default.api.timeout.ms", Integer.toString(timeoutMs));
            properties.put("request.timeout.ms", properties.get("default.api.timeout.ms"));
        }
        return Admin.create(properties);
    }

    /** Parses repeated {@code key=value} options. */
    public static void putAll(Properties target, Iterable<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                throw new CommandFailure("'" + assignment + "' is not key=value.");
            }
            target.setProperty(
                    assignment.substring(0, equals).trim(),
                    assignment.substring(equals + 1).trim());
        }
    }
}
