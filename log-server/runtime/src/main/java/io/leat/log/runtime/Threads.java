package io.leat.log.runtime;

/**
 * Threads for code that blocks by contract: {@code consumer.poll}, {@code Future.get}, stream
 * threads, connector tasks. In simulation such a thread runs only while everything else stands
 * still, and its waiting advances virtual time.
 */
public interface Threads {

    /** Starts {@code body} on a new thread called {@code name}. */
    Task start(String name, Runnable body);

    /** A new signal, not raised. */
    Signal signal();

    /** Waits for {@code ms} milliseconds, or until the thread is interrupted. */
    void sleep(long ms) throws InterruptedException;

    /** A started thread. */
    interface Task {

        /** Waits until the body ended or {@code timeoutMs} passed; whether it ended. */
        boolean join(long timeoutMs) throws InterruptedException;

        /** Interrupts its waiting, as {@link Thread#interrupt}. */
        void interrupt();

        boolean isAlive();

        String name();
    }

    /**
     * A latch with memory of one: a raise before the wait is not lost, several raises count once.
     */
    interface Signal {

        /** Wakes one waiter, now or at its next wait. Safe from any thread and any loop. */
        void raise();

        /** Waits until raised or {@code timeoutMs} passed; whether it was raised. Clears it. */
        boolean await(long timeoutMs) throws InterruptedException;
    }
}
