package io.leat.log.testkit.live;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the workload asks of a consumer, whoever's it is. One thread uses it. Public for clients in
 * class loaders of their own.
 */
public interface LiveConsumer extends AutoCloseable {

    /** A record. */
    record Read(Place place, long offset, String value) {}

    /** Reads these from their beginning. */
    void assign(Collection<Place> places);

    /**
     * @param assigned runs within {@link #poll}, with what was added
     */
    void subscribe(Collection<String> topics, Consumer<Collection<Place>> assigned);

    List<Read> poll(long ms);

    long position(Place place);

    /** The first offset that is not to be read yet. */
    long end(Place place);

    void commit(Map<Place, Long> offsets);

    void seek(Place place, long offset);

    /** The committed offset; -1 without one. */
    long committed(Place place);

    /** What a producer of the same kind takes as the group's metadata. */
    Object group();

    void close(long ms);

    @Override
    default void close() {
        close(5_000);
    }
}
