package io.leat.log.quorum.controller;

import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers are there, in an image and after what a decision is about to say of one of them.
 * Immutable.
 */
final class Liveness {

    private static final int NOBODY = -1;

    private final MetadataImage image;
    private final int gone;
    private final int back;

    /** Whose replicas are meant; null for brokers as a whole. */
    private final @Nullable PartitionImage partition;

    private Liveness(MetadataImage image, int gone, int back, @Nullable PartitionImage partition) {
        this.image = image;
        this.gone = gone;
        this.back = back;
        this.partition = partition;
    }

    static Liveness of(MetadataImage image) {
        return new Liveness(image, NOBODY, NOBODY, null);
    }

    Liveness without(int broker) {
        return new Liveness(image, broker, NOBODY, null);
    }

    Liveness with(int broker) {
        return new Liveness(image, NOBODY, broker, null);
    }

    /** As for one partition: a replica in a log directory that failed counts for nothing. */
    Liveness of(PartitionImage meant) {
        return new Liveness(image, gone, back, meant);
    }

    /** Whether the log directory is there in which it has the partition that is meant. */
    boolean hasOnline(int id) {
        BrokerImage broker = image.broker(id);
        return partition == null || broker == null || broker.hasOnline(partition.directory(id));
    }

    /** Whether it may be given something to lead, and be let into an ISR. */
    boolean live(int id) {
        BrokerImage broker = image.broker(id);
        boolean there = id == back || (id != gone && broker != null && broker.live());
        return there && hasOnline(id);
    }

    /** Whether it may go on leading where nobody else can: it is live, or stops in order. */
    boolean present(int id) {
        BrokerImage broker = image.broker(id);
        boolean there = id == back || (id != gone && broker != null && !broker.fenced());
        return there && hasOnline(id);
    }
}
