package io.leat.log.broker;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.AllocateProducerIdsRequest;
import io.leat.log.protocol.message.AllocateProducerIdsResponse;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out producer ids, each once in the life of the cluster, from blocks the controller grants.
 * Owned by its loop; {@link #next} is safe from any.
 */
public final class ProducerIds {

    private static final Logger log = LoggerFactory.getLogger(ProducerIds.class);

    private record Waiting(LongConsumer id, Consumer<ErrorCode> failed) {}

    private final EventLoop loop;
    private final ControllerCalls calls;
    private final Images images;
    private final int nodeId;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private long next;
    private long end;
    private boolean asking;

    ProducerIds(EventLoop loop, ControllerCalls calls, Images images, int nodeId) {
        this.loop = loop;
        this.calls = calls;
        this.images = images;
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
            BrokerImage self = images.current().broker(nodeId);
            long epoch = self == null ? -1 : self.epoch();
            calls.<AllocateProducerIdsResponse>send(
                    new AllocateProducerIdsRequest(nodeId, epoch), this::answered, this::refused);
        }
    }

    private void answered(AllocateProducerIdsResponse response) {
        if (response.errorCode() != ErrorCode.NONE) {
            refused(response.errorCode());
            return;
        }
        asking = false;
        next = response.producerIdStart();
        end = next + response.producerIdLen();
        serve();
    }

    /** Whoever waits is told in a way that clients understand: to ask again. */
    private void refused(ErrorCode error) {
        log.debug("No producer ids were granted: {}", error);
        asking = false;
        while (!waiting.isEmpty()) {
            waiting.remove().failed().accept(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
        }
    }
}
