package io.leat.streams.state.spi;

import io.leat.log.runtime.Disk;
import java.io.File;

/**
 * A folder on a disk. Immutable.
 *
 * @param path relative to the root of {@code disk}
 */
public record StoreFolder(Disk disk, String path) {

    /** The same folder for code that goes around the port: native libraries. */
    public File file() {
        return new File(disk.root(), path);
    }
}
