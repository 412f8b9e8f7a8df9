package io.leat.log.broker.coordinator;

import io.leat.log.broker.Images;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.coordinator.CoordinatorLog;
import io.leat.log.coordinator.CoordinatorPartition;
import io.leat.log.coordinator.CoordinatorShard;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.RecordCodec;
import io.leat.log.coordinator.Timers;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The coordinators of one internal topic on this broker: one for each partition it leads, on the
 * loop that owns the partition. What is kept of a shard is touched on its loop only; {@link #ask}
 * and {@link #at} may be called on any.
 *
 * @param <S> the state of a coordinator
 * @param <R> its records
 */
public final class CoordinatorHost<S extends CoordinatorShard<R>, R> {

    private final ShardMap shards;
    private final Images images;
    private final String topic;
    private final RecordCodec<R> codec;
    private final BiFunction<CoordinatorLog, Timers<R>, S> factory;
    private final Map<Shard, Map<TopicIdPartition, CoordinatorPartition<S, R>>> byShard =
            new IdentityHashMap<>();

    /** A request, as a coordinator decides it. */
    @FunctionalInterface
    public interface Question<S, R, T> {
        Decision<R> decide(S shard, Promise<T> promise, Moment now);
    }

    public CoordinatorHost(
            ShardMap shards,
            Images images,
            String topic,
            RecordCodec<R> codec,
            BiFunction<CoordinatorLog, Timers<R>, S> factory) {
        this.shards = shards;
        this.images = images;
        this.topic = topic;
        this.codec = codec;
        this.factory = factory;
        shards.shards().forEach(shard -> byShard.put(shard, new HashMap<>()));
    }

    /** The internal topic. */
    public String topic() {
        return topic;
    }

    /**
     * This broker leads a partition from now on, under the epoch of {@code log}. Called on the
     * partition's loop; a former leadership of it ends.
     */
    public void led(TopicIdPartition id, CoordinatorLog log) {
        resigned(id);
        CoordinatorPartition<S, R> partition =
                new CoordinatorPartition<>(log, codec, timers -> factory.apply(log, timers));
        on(id).put(id, partition);
        partition.start();
    }

    /** This broker no longer leads a partition, or closes it. Called on the partition's loop. */
    public void resigned(TopicIdPartition id) {
        CoordinatorPartition<S, R> partition = on(id).remove(id);
        if (partition != null) {
            partition.close();
        }
    }

    /** The log of a partition failed for good. Called on the partition's loop. */
    public void failed(TopicIdPartition id) {
        CoordinatorPartition<S, R> partition = on(id).get(id);
        if (partition != null) {
            partition.logFailed();
        }
    }

    private Map<TopicIdPartition, CoordinatorPartition<S, R>> on(TopicIdPartition id) {
        Shard shard = shards.owner(id);
        shard.loop().checkInLoop();
        return byShard.getOrDefault(shard, Map.of());
    }

    /** The partition that keeps {@code key}; -1 while the topic does not exist. */
    public int partitionOf(String key) {
        TopicImage image = images.current().topic(topic);
        return image == null ? -1 : (key.hashCode() & 0x7fffffff) % image.partitions().size();
    }

    /** The partitions this broker leads, by the metadata image. */
    public List<Integer> led(int nodeId) {
        TopicImage image = images.current().topic(topic);
        List<Integer> led = new ArrayList<>();
        if (image != null) {
            for (PartitionImage partition : image.partitions()) {
                if (partition.leader() == nodeId) {
                    led.add(partition.partition());
                }
            }
        }
        return led;
    }

    /**
     * Runs {@code action} on the loop of a partition with its coordinator, or {@code refused} if
     * this broker does not lead it or cannot open its data. At once if that is where we are.
     */
    public void at(
            int partition,
            Consumer<CoordinatorPartition<S, R>> action,
            Consumer<ErrorCode> refused) {
        TopicImage image = images.current().topic(topic);
        if (image == null || image.partition(partition) == null) {
            refused.accept(ErrorCode.NOT_COORDINATOR);
            return;
        }
        TopicIdPartition id = new TopicIdPartition(image.id(), topic, partition);
        Shard shard = shards.owner(id);
        if (shard.loop().inLoop()) {
            at(new PartitionRef(id, shard), action, refused);
        } else {
            shard.loop().execute(() -> at(new PartitionRef(id, shard), action, refused));
        }
    }

    private void at(
            PartitionRef ref,
            Consumer<CoordinatorPartition<S, R>> action,
            Consumer<ErrorCode> refused) {
        CoordinatorPartition<S, R> coordinator = on(ref.id()).get(ref.id());
        if (coordinator != null) {
            action.accept(coordinator);
        } else {
            refused.accept(
                    ref.isOffline()
                            ? ErrorCode.COORDINATOR_NOT_AVAILABLE
                            : ErrorCode.NOT_COORDINATOR);
        }
    }

    /** Asks the coordinator of {@code key}. One of both is called, on some loop. */
    public <T> void ask(
            String key,
            Question<S, R, T> question,
            Consumer<T> answered,
            Consumer<ErrorCode> refused) {
        ask(partitionOf(key), question, answered, refused);
    }

    /** Asks the coordinator on {@code partition}. One of both is called, on some loop. */
    public <T> void ask(
            int partition,
            Question<S, R, T> question,
            Consumer<T> answered,
            Consumer<ErrorCode> refused) {
        at(
                partition,
                coordinator -> {
                    Promise<T> promise = new Promise<>(answered, refused);
                    coordinator.decide(
                            promise, (shard, now) -> question.decide(shard, promise, now));
                },
                refused);
    }
}
