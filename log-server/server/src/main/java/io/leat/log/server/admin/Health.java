package io.leat.log.server.admin;

import io.leat.log.broker.node.BrokerNode;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.runtime.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Whether a server does its work, and whether clients may be sent to it. Safe from anywhere. */
final class Health {

    private static final long LIVE_MS = 5_000;

    /** An answer; {@code reason} is a word for whoever looks at it. */
    record State(boolean good, String reason) {

        String json() {
            return "{\"status\":\"" + (good ? "UP" : "DOWN") + "\",\"reason\":\"" + reason + "\"}";
        }
    }

    private final BrokerNode node;
    private final EventLoop loop;
    private volatile boolean draining;

    Health(BrokerNode node, EventLoop loop) {
        this.node = node;
        this.loop = loop;
    }

    void drain() {
        draining = true;
    }

    /** Whether the first loop turns: everything that decides about this node runs there. */
    Future<State> live() {
        if (node.failed()) {
            return Future.succeededFuture(new State(false, "failed"));
        }
        Promise<State> answer = Promise.promise();
        loop.execute(() -> answer.tryComplete(new State(true, "running")));
        return answer.future()
                .timeout(LIVE_MS, java.util.concurrent.TimeUnit.MILLISECONDS)
                .recover(late -> Future.succeededFuture(new State(false, "stuck")));
    }

    State ready() {
        if (draining) {
            return new State(false, "stopping");
        }
        if (!node.started()) {
            return new State(false, "starting");
        }
        if (node.diskFailed()) {
            return new State(false, "disk failed");
        }
        BrokerImage self = node.broker().image().broker(node.broker().nodeId());
        return self != null && self.fenced()
                ? new State(false, "fenced")
                : new State(true, "serving");
    }
}
