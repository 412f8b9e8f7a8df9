package io.leat.log.broker.coordinator;

import io.leat.log.broker.Images;
import io.leat.log.broker.Topics;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.partition.ShardMap;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.TopicImage;
import java.util.function.Consumer;

/**
 * Writes transaction markers to partitions this broker leads. Safe on every loop: each write hops
 * to the loop of its partition. On {@code __consumer_offsets} the coordinator writes the marker,
 * because with it pending offsets take effect.
 */
public final class LocalMarkers {

    private final ShardMap shards;
    private final Images images;
    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    LocalMarkers(
            ShardMap shards, Images images, CoordinatorHost<GroupCoordinator, GroupRecord> groups) {
        this.shards = shards;
        this.images = images;
        this.groups = groups;
    }

    /** Writes one marker; {@code done} runs on some loop once it is committed, or cannot be. */
    public void write(TopicPartition to, TransactionMarker marker, Consumer<ErrorCode> done) {
        TopicImage topic = images.current().topic(to.topic());
        if (topic == null || topic.partition(to.partition()) == null) {
            done.accept(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            return;
        }
        if (to.topic().equals(Topics.OFFSETS)) {
            writeOffsets(to.partition(), marker, done);
            return;
        }
        TopicIdPartition id = new TopicIdPartition(topic.id(), topic.name(), to.partition());
        PartitionRef ref = new PartitionRef(id, shards.owner(id));
        ref.post(
                partition -> {
                    if (partition instanceof MarkerTarget target) {
                        target.appendMarker(marker, done);
                    } else {
                        done.accept(ref.absence());
                    }
                });
    }

    private void writeOffsets(int partition, TransactionMarker marker, Consumer<ErrorCode> done) {
        groups.at(
                partition,
                coordinator -> coordinator.endTransaction(marker, new Promise<>(done, done)),
                error -> done.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    }
}
