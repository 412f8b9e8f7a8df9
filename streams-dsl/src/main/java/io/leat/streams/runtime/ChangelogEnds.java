package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.OffsetSpec;
import io.leat.common.KafkaException;
import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartition;
import io.leat.streams.errors.StreamsException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Asks where changelogs end, counting what is not committed yet. A transaction is decided once for
 * all its partitions, but each learns of it at its own time: when a task can see the offsets that
 * its predecessor committed, the changes of the same transaction may still be behind the last
 * stable offset of the changelog. Who restores only up to there lacks them for ever. Safe for
 * several threads.
 */
final class ChangelogEnds {

    private final Admin admin;
    private final String group;

    ChangelogEnds(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /**
     * Up to where the group has processed each of {@code sources}; without those it has not begun.
     *
     * @throws KafkaException if no server says so in time
     */
    Map<TopicPartition, Long> committed(Collection<TopicPartition> sources) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach(
                        (source, offset) -> {
                            if (offset != null && sources.contains(source)) {
                                offsets.put(source, offset.offset());
                            }
                        });
        return offsets;
    }

    /**
     * The offset after the last record of each.
     *
     * @throws KafkaException if no server says so in time
     */
    Map<TopicPartition, Long> of(Collection<TopicPartition> changelogs) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        changelogs.forEach(changelog -> wanted.put(changelog, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(wanted).all())
                .forEach((changelog, end) -> ends.put(changelog, end.offset()));
        return ends;
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException known) {
                throw known;
            }
            throw new StreamsException("cannot ask where changelogs end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamsException("interrupted while asking where changelogs end", e);
        }
    }
}
