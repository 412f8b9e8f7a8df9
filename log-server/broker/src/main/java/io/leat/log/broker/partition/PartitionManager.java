package io.leat.log.broker.partition;

import io.leat.log.broker.RunningConfig;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.TopicConfig;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.DiskException;
import io.leat.log.storage.StorageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the partitions of one shard as the metadata image wants them: opens, updates, closes and
 * deletes. Owned by the shard's loop.
 *
 * <pre>
 *   (nothing) --assigned--> opening --recovered--> open --unassigned--> closing --> deleting --> (nothing)
 *                              |                                           ^
 *                              +--disk failed--> offline --unassigned------+
 * </pre>
 *
 * A partition that is offline because its data is counted on, and is in a folder that is not here,
 * is opened again when the image says something else of it: the others may do without by then.
 *
 * <p>While a partition is opening, closing or deleting, the image may change; what it says is done
 * when that step ends.
 */
public final class PartitionManager {

    private static final Logger log = LoggerFactory.getLogger(PartitionManager.class);

    private enum State {
        OPENING,
        OPEN,
        OFFLINE,
        ENDING
    }

    private static final class Entry {
        State state = State.OPENING;
        Partition.@Nullable Assignment told;
        @Nullable Partition partition;

        /** Whether it is offline because its data is in a folder that is not here. */
        boolean elsewhere;
    }

    private final Shard shard;
    private final ShardMap shards;
    private final RunningConfig config;
    private final int nodeId;
    private final PartitionStore store;
    private final Map<TopicIdPartition, Entry> entries = new HashMap<>();

    /** Of all topics in the image. */
    private final Map<Uuid, TopicConfig> settings = new HashMap<>();

    private MetadataImage image = MetadataImage.EMPTY;
    private BrokerConfig defaults;
    private boolean closed;
    private @Nullable Runnable onClosed;

    public PartitionManager(
            Shard shard, ShardMap shards, RunningConfig config, int nodeId, PartitionStore store) {
        this.shard = shard;
        this.shards = shards;
        this.config = config;
        this.defaults = config.at(image);
        this.nodeId = nodeId;
        this.store = store;
    }

    /** Brings the shard in line with a newer image. */
    public void onImage(MetadataImage next) {
        shard.loop().checkInLoop();
        if (closed) {
            return;
        }
        MetadataImage before = image;
        image = next;
        boolean sameDefaults = defaults(next);
        for (TopicImage topic : next.topics()) {
            ConfigResource resource = ConfigResource.topic(topic.name());
            TopicImage old = before.topic(topic.id());
            boolean configured =
                    sameDefaults
                            && old != null
                            && before.configs(resource).equals(next.configs(resource));
            if (!configured || old != topic) {
                settle(topic, configured ? old : null);
            }
        }
        for (TopicImage topic : before.topics()) {
            if (next.topic(topic.id()) == null) {
                settings.remove(topic.id());
                topic.partitions().forEach(partition -> settle(id(topic, partition)));
            }
        }
    }

    /** Takes over what brokers give to topics; whether that is what it was. */
    private boolean defaults(MetadataImage next) {
        BrokerConfig former = defaults;
        defaults = config.at(next);
        return former.topicDefaults().equals(defaults.topicDefaults());
    }

    /**
     * @param same the topic as it was, if its settings have not changed
     */
    private void settle(TopicImage topic, @Nullable TopicImage same) {
        if (same == null) {
            settings.put(
                    topic.id(), defaults.topic(image.configs(ConfigResource.topic(topic.name()))));
        }
        for (PartitionImage partition : topic.partitions()) {
            if (same == null || same.partition(partition.partition()) != partition) {
                settle(id(topic, partition));
            }
        }
    }

    private static TopicIdPartition id(TopicImage topic, PartitionImage partition) {
        return new TopicIdPartition(topic.id(), topic.name(), partition.partition());
    }

    /** The partitions {@code image} puts on {@code nodeId}. */
    public static Set<TopicIdPartition> assigned(MetadataImage image, int nodeId) {
        Set<TopicIdPartition> assigned = new HashSet<>();
        for (TopicImage topic : image.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                if (partition.replicas().contains(nodeId)) {
                    assigned.add(id(topic, partition));
                }
            }
        }
        return assigned;
    }

    private void settle(TopicIdPartition id) {
        if (shards.owner(id) != shard) {
            return;
        }
        Partition.Assignment wanted = wanted(id);
        Entry entry = entries.get(id);
        if (entry == null) {
            if (wanted != null && !closed) {
                open(id, wanted);
            }
        } else if (entry.state == State.OPEN || entry.state == State.OFFLINE) {
            if (wanted == null) {
                end(id, entry);
            } else if (entry.partition != null && !wanted.equals(entry.told)) {
                entry.told = wanted;
                entry.partition.update(wanted);
            } else if (entry.elsewhere && !closed && !wanted.equals(entry.told)) {
                entries.remove(id);
                shard.remove(id);
                open(id, wanted);
            }
        }
    }

    private Partition.@Nullable Assignment wanted(TopicIdPartition id) {
        TopicImage topic = image.topic(id.topicId());
        PartitionImage partition = topic == null ? null : topic.partition(id.partition());
        if (partition == null || !partition.replicas().contains(nodeId)) {
            return null;
        }
        TopicConfig known = settings.get(id.topicId());
        return known == null ? null : new Partition.Assignment(partition, nodeId, known);
    }

    private void open(TopicIdPartition id, Partition.Assignment wanted) {
        Entry entry = new Entry();
        entry.told = wanted;
        entries.put(id, entry);
        shard.opening(id);
        store.open(
                id, shard, wanted, (partition, failure) -> opened(id, entry, partition, failure));
    }

    private void opened(
            TopicIdPartition id,
            Entry entry,
            @Nullable Partition partition,
            @Nullable Throwable failure) {
        shard.loop().checkInLoop();
        Check.that(entry.state == State.OPENING, "%s was opened twice", id);
        if (partition == null) {
            if (failure instanceof StorageException || failure instanceof DiskException) {
                log.error("Partition {} is offline: {}", id, failure.getMessage());
            } else {
                log.error("Partition {} is offline: its data cannot be opened", id, failure);
            }
            entry.state = State.OFFLINE;
            entry.elsewhere =
                    failure instanceof StorageException refused
                            && refused.code() == ErrorCode.LOG_DIR_NOT_FOUND;
            shard.fail(id);
        } else {
            entry.state = State.OPEN;
            entry.partition = partition;
            shard.add(partition);
        }
        settle(id);
        if (closed) {
            closeOne(id, entry);
        }
        shard.opened(id);
    }

    private void end(TopicIdPartition id, Entry entry) {
        Partition partition = entry.partition;
        entry.state = State.ENDING;
        shard.remove(id);
        Runnable delete = () -> store.delete(id, shard, () -> ended(id));
        if (partition != null) {
            partition.close(false, delete);
        } else {
            delete.run();
        }
    }

    private void ended(TopicIdPartition id) {
        entries.remove(id);
        settle(id);
        closedIfEmpty();
    }

    /** Closes all partitions; {@code done} runs on the shard's loop once their data is durable. */
    public void close(Runnable done) {
        shard.loop().checkInLoop();
        closed = true;
        onClosed = done;
        for (Map.Entry<TopicIdPartition, Entry> each : List.copyOf(entries.entrySet())) {
            closeOne(each.getKey(), each.getValue());
        }
        closedIfEmpty();
    }

    private void closeOne(TopicIdPartition id, Entry entry) {
        if (entry.state == State.OFFLINE) {
            entries.remove(id);
            shard.remove(id);
        } else if (entry.state == State.OPEN && entry.partition != null) {
            entry.state = State.ENDING;
            shard.remove(id);
            entry.partition.close(
                    true,
                    () -> {
                        entries.remove(id);
                        closedIfEmpty();
                    });
        } // else it is opening or ending already, and comes back here
        closedIfEmpty();
    }

    private void closedIfEmpty() {
        Runnable done = onClosed;
        if (closed && done != null && entries.isEmpty()) {
            onClosed = null;
            done.run();
        }
    }
}
