package io.leat.log.server;

import io.leat.log.broker.node.StartException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Reads a server.properties. Stateless. */
final class SettingsFile {

    private SettingsFile() {}

    /**
     * The settings in {@code path}.
     *
     * @throws StartException if it cannot be read
     */
    static Map<String, String> read(Path path) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            throw new StartException(
                    "There is no settings file " + path + ": check the path after --config", e);
        } catch (AccessDeniedException e) {
            throw new StartException(
                    "The settings file " + path + " may not be read: check its permissions", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(
                    "The settings file "
                            + path
                            + " cannot be read ("
                            + e.getMessage()
                            + "). It has lines of the form name=value, in UTF-8",
                    e);
        }
        Map<String, String> settings = new HashMap<>();
        properties.forEach((name, value) -> settings.put((String) name, (String) value));
        return settings;
    }
}
