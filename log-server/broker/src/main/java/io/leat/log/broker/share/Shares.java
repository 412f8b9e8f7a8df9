package io.leat.log.broker.share;

import io.leat.log.broker.Images;
import io.leat.log.broker.RunningConfig;
import io.leat.log.broker.config.ShareKeys;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.share.state.ShareStates;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.EventLoop;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The share-partitions of this broker, each on the loop of its partition, and the sessions of those
 * who fetch from them. Safe on every loop.
 */
public final class Shares {

    private final ShardMap shards;
    private final Images images;
    private final ShareGroupSettings settings;
    private final ShareSessions sessions;
    private final Map<Shard, Map<SharePartitionKey, SharePartition>> byShard =
            new IdentityHashMap<>();
    private final Map<Shard, ShareStates> states = new IdentityHashMap<>();

    /**
     * @param states makes what asks share coordinators from a loop
     */
    public Shares(
            RunningConfig config,
            ShardMap shards,
            Images images,
            Function<EventLoop, ShareStates> states) {
        this.shards = shards;
        this.images = images;
        this.settings = new ShareGroupSettings(config, images);
        this.sessions = new ShareSessions(config.now().get(ShareKeys.SESSIONS_MAX), this::ended);
        for (Shard shard : shards.shards()) {
            byShard.put(shard, new HashMap<>());
            this.states.put(shard, states.apply(shard.loop()));
        }
    }

    ShareGroupSettings settings() {
        return settings;
    }

    ShareSessions sessions() {
        return sessions;
    }

    /** What uses a share-partition on its loop; without one, the error says why. */
    interface Use extends BiConsumer<@Nullable SharePartition, ErrorCode> {}

    /** Runs {@code use} as soon as it is known what the group has delivered of a partition. */
    void open(String group, PartitionRef ref, Use use) {
        ref.post(
                partition -> {
                    ErrorCode refusal =
                            partition instanceof LogPartition data
                                    ? data.checkEpoch(-1)
                                    : ref.absence();
                    if (partition instanceof LogPartition data && refusal == ErrorCode.NONE) {
                        SharePartition found = open(key(group, ref.id()), ref, data);
                        found.whenLoaded(
                                error -> use.accept(error == ErrorCode.NONE ? found : null, error));
                    } else {
                        use.accept(null, refusal);
                    }
                });
    }

    private SharePartition open(SharePartitionKey key, PartitionRef ref, LogPartition data) {
        Map<SharePartitionKey, SharePartition> mine = of(ref.shard());
        SharePartition open = mine.get(key);
        if (open != null && open.isOf(data)) {
            return open;
        }
        if (open != null) {
            open.end(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        }
        ShareStates asks = states.get(ref.shard());
        if (asks == null) {
            throw new IllegalArgumentException("not a shard of this broker: " + ref.shard());
        }
        SharePartition fresh =
                new SharePartition(key, ref, data, asks, settings, gone -> mine.remove(key, gone));
        mine.put(key, fresh);
        fresh.load();
        return fresh;
    }

    /** Runs {@code use} with a share-partition that was opened before. */
    void find(String group, PartitionRef ref, Use use) {
        ref.post(
                partition -> {
                    SharePartition open = of(ref.shard()).get(key(group, ref.id()));
                    boolean leads =
                            partition instanceof LogPartition data
                                    && data.checkEpoch(-1) == ErrorCode.NONE;
                    if (!leads) {
                        use.accept(null, ref.absence());
                    } else if (open == null) {
                        use.accept(null, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
                    } else {
                        open.whenLoaded(
                                error -> use.accept(error == ErrorCode.NONE ? open : null, error));
                    }
                });
    }

    private Map<SharePartitionKey, SharePartition> of(Shard shard) {
        Map<SharePartitionKey, SharePartition> mine = byShard.get(shard);
        if (mine == null) {
            throw new IllegalArgumentException("not a shard of this broker: " + shard);
        }
        return mine;
    }

    private static SharePartitionKey key(String group, TopicIdPartition id) {
        return new SharePartitionKey(group, id.topicId(), id.partition());
    }

    /** The partition a request names, or null if there is none. */
    @Nullable PartitionRef ref(SharePart part) {
        TopicImage topic = images.current().topic(part.topicId());
        if (topic == null || topic.partition(part.partition()) == null) {
            return null;
        }
        return shards.ref(new TopicIdPartition(topic.id(), topic.name(), part.partition()));
    }

    /**
     * A session is over: its member gives back what it has. After the last one of a group nothing
     * of the group is kept, as somebody may give it another start meanwhile.
     */
    private void ended(ShareSession session) {
        String group = session.key().group();
        for (SharePart part : session.partitions()) {
            PartitionRef ref = ref(part);
            if (ref != null) {
                find(
                        group,
                        ref,
                        (open, error) -> {
                            if (open != null) {
                                open.release(session.key().member());
                            }
                        });
            }
        }
        if (!sessions.has(group)) {
            shards.shards().forEach(shard -> onLoop(shard, () -> forget(shard, group)));
        }
    }

    private void forget(Shard shard, String group) {
        for (SharePartitionKey key : List.copyOf(of(shard).keySet())) {
            SharePartition open = of(shard).get(key);
            if (open != null && key.groupId().equals(group)) {
                open.whenQuiet(
                        () -> {
                            if (!sessions.has(group)) {
                                open.end(ErrorCode.NOT_LEADER_OR_FOLLOWER);
                            }
                        });
            }
        }
    }

    private static void onLoop(Shard shard, Runnable action) {
        if (shard.loop().inLoop()) {
            action.run();
        } else {
            shard.loop().execute(action);
        }
    }
}
