package io.leat.log.coordinator.group.assignment;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import java.util.TreeSet;

/**
 * One number for the ids, partitions and racks of some topics: if it differs, an assignment for
 * them has to be made anew. Stateless.
 *
 * <p>It is stored beside the group epoch and compared with nothing but itself.
 */
public final class SubscriptionHash {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long value = OFFSET_BASIS;

    private SubscriptionHash() {}

    /** The hash of those of {@code names} that exist; 0 if none does. */
    public static long of(Iterable<String> names, TopicCatalog topics) {
        TreeSet<Uuid> ids = new TreeSet<>();
        for (String name : names) {
            Uuid id = topics.id(name);
            if (id != null) {
                ids.add(id);
            }
        }
        if (ids.isEmpty()) {
            return 0;
        }
        SubscriptionHash hash = new SubscriptionHash();
        ids.forEach(id -> hash.addTopic(id, topics));
        return hash.value;
    }

    private void addTopic(Uuid id, TopicCatalog topics) {
        add(id.high());
        add(id.low());
        int partitions = topics.partitions(id);
        add(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            for (String rack : topics.racks(id, partition)) {
                add(rack.length());
                rack.chars().forEach(this::add);
            }
            add(partition);
        }
    }

    /** FNV-1a over the eight bytes. */
    private void add(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value = (value ^ ((number >>> shift) & 0xff)) * PRIME;
        }
    }
}
