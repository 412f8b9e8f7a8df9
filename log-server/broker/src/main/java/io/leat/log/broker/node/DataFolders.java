package io.leat.log.broker.node;

import io.leat.log.broker.directory.LogDirectories.Missing;
import io.leat.log.runtime.Disk;
import java.util.List;

/**
 * The folders that the settings of a node name. Immutable.
 *
 * @param metadata where the metadata log is; mostly one of {@code data}
 * @param data where partitions are
 * @param missing folders for partitions that cannot even be opened
 */
public record DataFolders(Disk metadata, List<Disk> data, List<Missing> missing) {

    public DataFolders {
        data = List.copyOf(data);
        missing = List.copyOf(missing);
    }

    /** One for everything. */
    public static DataFolders of(Disk disk) {
        return new DataFolders(disk, List.of(disk), List.of());
    }
}
