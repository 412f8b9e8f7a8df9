package io.leat.streams.state.spi;

import io.leat.streams.metrics.Meters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Resources that the stores of one process share, such as a block cache. Safe for several threads.
 */
public final class SharedResources implements AutoCloseable {

    private final Map<Class<?>, AutoCloseable> resources = new LinkedHashMap<>();
    private final Meters meters;

    /** For stores that stand alone. */
    public SharedResources() {
        this(Meters.alone());
    }

    /**
     * @param meters not closed with this
     */
    public SharedResources(Meters meters) {
        this.meters = meters;
    }

    /** The metrics of the application. */
    public Meters meters() {
        return meters;
    }

    /** The resource of {@code type}, made by {@code maker} when this is the first to ask. */
    public synchronized <T extends AutoCloseable> T get(Class<T> type, Supplier<T> maker) {
        return type.cast(resources.computeIfAbsent(type, ignored -> maker.get()));
    }

    /** Memory outside the heap that they take now. */
    public synchronized long nativeBytes() {
        return resources.values().stream()
                .mapToLong(each -> each instanceof NativeMemory memory ? memory.bytes() : 0)
                .sum();
    }

    /** Closes them all, the youngest first. Every store is closed by then. */
    @Override
    public synchronized void close() throws Exception {
        List<AutoCloseable> open = new ArrayList<>(resources.values());
        resources.clear();
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }
}
