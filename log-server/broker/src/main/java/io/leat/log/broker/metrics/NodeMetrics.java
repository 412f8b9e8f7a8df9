package io.leat.log.broker.metrics;

import io.leat.log.runtime.EventLoop;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What all loops of a node count. Immutable; what a loop counts is its own. */
public final class NodeMetrics {

    private final Map<EventLoop, LoopMetrics> loops = new IdentityHashMap<>();

    public NodeMetrics(List<EventLoop> loops) {
        loops.forEach(loop -> this.loops.put(loop, new LoopMetrics()));
    }

    /** What {@code loop} counts; used on it. Nobody looks at what is counted on other loops. */
    public LoopMetrics of(EventLoop loop) {
        LoopMetrics found = loops.get(loop);
        return found != null ? found : new LoopMetrics();
    }
}
