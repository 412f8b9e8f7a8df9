package io.leat.clients.producer;

import io.leat.common.Cluster;
import io.leat.common.Configurable;
import java.io.Closeable;

/** Chooses the partition of a record that names none. Called by the sending threads. */
public interface Partitioner extends Configurable, Closeable {

    /**
     * The partition.
     *
     * @param keyBytes the serialized key, null when there is none
     * @param valueBytes the serialized value, null when there is none
     */
    int partition(
            String topic,
            Object key,
            byte[] keyBytes,
            Object value,
            byte[] valueBytes,
            Cluster cluster);

    @Override
    void close();
}
