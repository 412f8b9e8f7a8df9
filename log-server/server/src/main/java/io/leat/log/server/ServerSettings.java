package io.leat.log.server;

import io.leat.log.broker.node.StartException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says about a server: a file, single settings, and three short options. One
 * thread fills it.
 */
final class ServerSettings {

    private final Map<String, String> set = new HashMap<>();
    private @Nullable Path config;
    private @Nullable String port;
    private @Nullable String data;
    private boolean insecure;

    void config(@Nullable Path file) {
        config = file;
    }

    void port(@Nullable String number) {
        port = number;
    }

    void data(@Nullable String directory) {
        data = directory;
    }

    void insecure(boolean meant) {
        insecure = meant;
    }

    void set(String key, String value) {
        set.put(key, value);
    }

    /**
     * The settings; later ones win: the file, then single ones, then the short options.
     *
     * @throws StartException if the file cannot be read or the port is none
     */
    Map<String, String> merged() {
        Map<String, String> settings = new HashMap<>();
        if (config != null) {
            settings.putAll(SettingsFile.read(config));
        }
        settings.putAll(set);
        if (port != null) {
            settings.put("listeners", "PLAINTEXT://127.0.0.1:" + checked(port));
            settings.remove("advertised.listeners");
        }
        if (data != null) {
            settings.put("log.dirs", data);
        }
        if (insecure) {
            settings.put("leat.insecure", "true");
        }
        return settings;
    }

    private static int checked(String port) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= 65_535) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, for both
        }
        throw new StartException("--port " + port + " is no port: use 0 to 65535");
    }
}
