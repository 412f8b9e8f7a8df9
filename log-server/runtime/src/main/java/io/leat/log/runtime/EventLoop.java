package io.leat.log.runtime;

/**
 * A single-threaded executor: what it runs never overlaps. All mutable state of Leat's server is
 * owned by exactly one loop (a shard is a loop and everything it owns).
 */
public interface EventLoop {

    /** Runs {@code task} on this loop, after everything already queued. Safe from any thread. */
    void execute(Runnable task);

    /**
     * Runs {@code task} on this loop once {@code delayMs} milliseconds have passed; at once when
     * the delay is zero or less. Safe from any thread.
     */
    Timer schedule(long delayMs, Runnable task);

    /** Whether the caller is running on this loop. */
    boolean inLoop();

    /** The clock of the node this loop belongs to. */
    Clock clock();

    /** Stops with a {@link BugException} unless the caller runs on this loop. */
    default void checkInLoop() {
        if (!inLoop()) {
            throw new BugException("state of " + this + " touched from outside its loop");
        }
    }
}
