package io.leat.log.server;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.directory.LogDirectories.Missing;
import io.leat.log.broker.node.DataFolders;
import io.leat.log.broker.node.StartException;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.transport.RealPorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which folders the settings name, and what of them can be opened. Stateless. */
final class FolderSettings {

    private static final String DEFAULT_DATA = "leat-data";

    private FolderSettings() {}

    /** The folders of {@code log.dirs}, each once. */
    static List<Path> data(BrokerConfig config) {
        List<String> names = config.find(BrokerKeys.LOG_DIRS);
        if (names == null || names.isEmpty()) {
            return List.of(path(DEFAULT_DATA));
        }
        Set<Path> paths = new LinkedHashSet<>();
        for (String name : names) {
            if (!paths.add(path(name))) {
                throw new ConfigException("log.dirs names " + path(name) + " twice");
            }
        }
        return List.copyOf(paths);
    }

    /** Where the metadata log is: in the first folder, unless a setting says otherwise. */
    static Path metadata(BrokerConfig config) {
        String name = config.find(ClusterKeys.METADATA_DIR);
        return name == null || name.isBlank() ? data(config).get(0) : path(name);
    }

    /** All folders: that of the metadata log first. */
    static List<Path> all(BrokerConfig config) {
        Set<Path> paths = new LinkedHashSet<>();
        paths.add(metadata(config));
        paths.addAll(data(config));
        return List.copyOf(paths);
    }

    private static Path path(String name) {
        return Path.of(name.trim()).toAbsolutePath().normalize();
    }

    /**
     * Opens them. Those of partitions that cannot be opened are missing.
     *
     * @throws StartException if that of the metadata log cannot
     */
    static DataFolders folders(BrokerConfig config) {
        Path metadataPath = metadata(config);
        Disk metadata = open(metadataPath);
        List<Disk> data = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        for (Path path : data(config)) {
            try {
                data.add(path.equals(metadataPath) ? metadata : RealPorts.disk(path));
            } catch (DiskException e) {
                missing.add(Missing.of(path.toString(), e));
            }
        }
        return new DataFolders(metadata, data, missing);
    }

    /**
     * Opens one that is needed.
     *
     * @throws StartException if it cannot be opened
     */
    static Disk open(Path folder) {
        try {
            return RealPorts.disk(folder);
        } catch (DiskException e) {
            throw new StartException(
                    "Cannot use the data directory "
                            + folder
                            + ": "
                            + e.getMessage()
                            + ". Choose another with --data or log.dirs",
                    e);
        }
    }
}
