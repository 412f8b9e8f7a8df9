package io.leat.streams.runtime;

import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.topology.GlobalStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each global store is in each partition of its topic. A store keeps that as a note beside
 * its rows, written in the same step. Owned by the thread of the global stores.
 */
final class GlobalCheckpoints {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalCheckpoints.class);
    private static final byte VERSION = 1;

    private final List<GlobalStore> stores;
    private final Map<String, Uuid> topicIds;
    private final Map<TopicPartition, Long> next = new TreeMap<>(TaskAssignor.BY_NAME);

    /**
     * @param topicIds of the topics as they are now
     */
    GlobalCheckpoints(List<GlobalStore> stores, Map<String, Uuid> topicIds) {
        this.stores = stores;
        this.topicIds = topicIds;
    }

    List<GlobalStore> stores() {
        return stores;
    }

    /** The bounds of what a topic has. */
    record Bounds(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {}

    /**
     * From where to read {@code partitions}, those of {@code store}: from where {@code kept}
     * stands, or, if its topic is another one or no longer has all that is missing, from the
     * beginning. Then nothing is left in it.
     */
    Map<TopicPartition, Long> from(
            GlobalStore store,
            @Nullable ChangelogStore kept,
            Collection<TopicPartition> partitions,
            Bounds bounds) {
        byte[] note = kept == null ? null : kept.note();
        Map<Integer, Long> noted = read(store, note);
        Map<TopicPartition, Long> from = new HashMap<>();
        boolean usable = !noted.isEmpty();
        for (TopicPartition partition : partitions) {
            long start = bounds.starts().getOrDefault(partition, 0L);
            long at = noted.getOrDefault(partition.partition(), start);
            usable &= at >= start && at <= bounds.ends().getOrDefault(partition, at);
            from.put(partition, at);
        }
        if (!usable) {
            if (note != null) {
                LOG.atWarn()
                        .addKeyValue("store", store.name())
                        .addKeyValue("topic", store.topic())
                        .log("what a global store has is no part of its topic, reading it anew");
            }
            if (kept != null) {
                kept.clear();
            }
            partitions.forEach(
                    partition -> from.put(partition, bounds.starts().getOrDefault(partition, 0L)));
        }
        next.putAll(from);
        return from;
    }

    /** What {@code store} commits next stands for the records of {@code partition} before. */
    void reached(
            GlobalStore store,
            @Nullable ChangelogStore kept,
            TopicPartition partition,
            long before) {
        next.put(partition, before);
        if (kept != null) {
            kept.note(write(store));
        }
    }

    private byte[] write(GlobalStore store) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(id(store));
            out.writeUTF(kind(store));
            for (Map.Entry<TopicPartition, Long> partition : next.entrySet()) {
                if (partition.getKey().topic().equals(store.topic())) {
                    out.writeInt(partition.getKey().partition());
                    out.writeLong(partition.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The next offset of each partition; empty if {@code note} is not about this store. */
    private Map<Integer, Long> read(GlobalStore store, byte @Nullable [] note) {
        Map<Integer, Long> noted = new TreeMap<>();
        if (note == null || !topicIds.containsKey(store.topic())) {
            return noted;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(note))) {
            if (in.readByte() == VERSION
                    && in.readUTF().equals(id(store))
                    && in.readUTF().equals(kind(store))) {
                while (in.available() > 0) {
                    int partition = in.readInt();
                    noted.put(partition, in.readLong());
                }
            }
        } catch (IOException e) {
            noted.clear();
        }
        return noted;
    }

    private String id(GlobalStore store) {
        return topicIds.getOrDefault(store.topic(), Uuid.ZERO_UUID).toString();
    }

    /** What rows look like depends on the kind of the store. */
    private static String kind(GlobalStore store) {
        return store.builder().build().getClass().getName();
    }
}
