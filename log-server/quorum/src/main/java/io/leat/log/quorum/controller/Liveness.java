package io.leat.log.quorum.controller;

import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;

/**
 * Which brokers are there, in an image and after what a decision is about to say of one of them.
 * Immutable.
 */
final class Liveness {

    private static final int NOBODY = -1;

    private final MetadataImage image;
    private final int gone;
    private final int back;

    private Liveness(MetadataImage image, int gone, int back) {
        this.image = image;
        this.gone = gone;
        this.back = back;
    }

    static Liveness of(MetadataImage image) {
        return new Liveness(image, NOBODY, NOBODY);
    }

    Liveness without(int broker) {
        return new Liveness(image, broker, NOBODY);
    }

    Liveness with(int broker) {
        return new Liveness(image, NOBODY, broker);
    }

    /** Whether it may be given something to lead, and be let into an ISR. */
    boolean live(int id) {
        BrokerImage broker = image.broker(id);
        return id == back || (id != gone && broker != null && broker.live());
    }

    /** Whether it may go on leading where nobody else can: it is live, or stops in order. */
    boolean present(int id) {
        BrokerImage broker = image.broker(id);
        return id == back || (id != gone && broker != null && !broker.fenced());
    }
}
