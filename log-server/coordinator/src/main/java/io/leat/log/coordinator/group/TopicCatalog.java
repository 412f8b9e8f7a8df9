package io.leat.log.coordinator.group;

import io.leat.log.protocol.Uuid;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The topics of the cluster as coordinators see them. Immutable; safe on every loop. */
public interface TopicCatalog {

    /** No topics. */
    TopicCatalog EMPTY =
            new TopicCatalog() {
                @Override
                public long version() {
                    return 0;
                }

                @Override
                public @Nullable Uuid id(String name) {
                    return null;
                }

                @Override
                public @Nullable String name(Uuid id) {
                    return null;
                }

                @Override
                public int partitions(Uuid id) {
                    return 0;
                }

                @Override
                public List<String> racks(Uuid id, int partition) {
                    return List.of();
                }

                @Override
                public Collection<String> names() {
                    return List.of();
                }
            };

    /** Grows whenever a topic may have changed. */
    long version();

    @Nullable Uuid id(String name);

    @Nullable String name(Uuid id);

    /** How many partitions it has; 0 if there is no such topic. */
    int partitions(Uuid id);

    /** The racks of the replicas of a partition, sorted, each once. */
    List<String> racks(Uuid id, int partition);

    Collection<String> names();
}
