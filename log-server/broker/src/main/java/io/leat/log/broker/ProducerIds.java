package io.leat.log.broker;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.controller.ClusterDecisions;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Hands out producer ids, each once in the life of the cluster, from blocks the controller grants.
 * Owned by its loop; {@link #next} is safe from any.
 */
public final class ProducerIds {

    private record Waiting(LongConsumer id, Consumer<ErrorCode> failed) {}

    private final EventLoop loop;
    private final Controller controller;
    private final int nodeId;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private long next;
    private long end;
    private boolean asking;

    ProducerIds(EventLoop loop, Controller controller, int nodeId) {
        this.loop = loop;
        this.controller = controller;
        this.nodeId = nodeId;
    }

    /** Calls one of both, once, on the broker's first loop: hop back to where you came from. */
    public void next(LongConsumer id, Consumer<ErrorCode> failed) {
        if (!loop.inLoop()) {
            loop.execute(() -> next(id, failed));
            return;
        }
        waiting.add(new Waiting(id, failed));
        serve();
    }

    private void serve() {
        while (next < end && !waiting.isEmpty()) {
            waiting.remove().id().accept(next++);
        }
        if (!waiting.isEmpty() && !asking) {
            asking = true;
            controller.submit(
                    image -> ClusterDecisions.allocateProducerIds(image, nodeId),
                    this::granted,
                    this::refused);
        }
    }

    private void granted(long first) {
        loop.execute(
                () -> {
                    asking = false;
                    next = first;
                    end = first + ClusterDecisions.PRODUCER_ID_BLOCK;
                    serve();
                });
    }

    private void refused(ErrorCode error) {
        loop.execute(
                () -> {
                    asking = false;
                    while (!waiting.isEmpty()) {
                        waiting.remove().failed().accept(error);
                    }
                });
    }
}
