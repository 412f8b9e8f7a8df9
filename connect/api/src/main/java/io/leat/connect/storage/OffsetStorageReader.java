package io.leat.connect.storage;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the committed source offsets of one connector. */
public interface OffsetStorageReader {

    /** The offset of one source partition, or null when nothing of it was committed. */
    <T> @Nullable Map<String, Object> offset(Map<String, T> partition);

    /** The offsets of several source partitions; those without one are left out. */
    <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions);
}
