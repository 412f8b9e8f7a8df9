package io.leat.log.runtime;

import java.util.List;

/**
 * Everything a node gets from outside itself. Passed through constructors; nothing below {@code
 * transport} and {@code server} reaches a clock, random, thread, socket or file in any other way.
 *
 * @param loops the event loops, one a shard; at least one
 * @param documents where keys and tokens for logins come from
 */
public record Ports(
        Clock clock,
        Entropy entropy,
        Network network,
        List<EventLoop> loops,
        Offload offload,
        Threads threads,
        Documents documents) {

    public Ports {
        loops = List.copyOf(loops);
        Check.that(!loops.isEmpty(), "a node needs at least one event loop");
    }

    /** Ports without documents. */
    public Ports(
            Clock clock,
            Entropy entropy,
            Network network,
            List<EventLoop> loops,
            Offload offload,
            Threads threads) {
        this(clock, entropy, network, loops, offload, threads, Documents.NONE);
    }

    /** These ports with another network. */
    public Ports with(Network other) {
        return new Ports(clock, entropy, other, loops, offload, threads, documents);
    }

    /** The first loop, for components that need just one. */
    public EventLoop loop() {
        return loops.get(0);
    }
}
