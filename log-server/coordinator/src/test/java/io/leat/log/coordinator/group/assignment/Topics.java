package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Topics by hand; each has the id that its name has the hash of. */
public final class Topics implements TopicCatalog {

    private final Map<String, Integer> partitions = new TreeMap<>();
    private long version = 1;

    /** Adds a topic or gives it another number of partitions. */
    public Topics with(String name, int count) {
        partitions.put(name, count);
        version++;
        return this;
    }

    public void remove(String name) {
        partitions.remove(name);
        version++;
    }

    public static Uuid idOf(String name) {
        return new Uuid(7, name.hashCode());
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public @Nullable Uuid id(String name) {
        return partitions.containsKey(name) ? idOf(name) : null;
    }

    @Override
    public @Nullable String name(Uuid id) {
        return partitions.keySet().stream()
                .filter(n -> idOf(n).equals(id))
                .findFirst()
                .orElse(null);
    }

    @Override
    public int partitions(Uuid id) {
        return partitions.getOrDefault(String.valueOf(name(id)), 0);
    }

    @Override
    public List<String> racks(Uuid id, int partition) {
        return List.of();
    }

    @Override
    public Collection<String> names() {
        return List.copyOf(partitions.keySet());
    }
}
