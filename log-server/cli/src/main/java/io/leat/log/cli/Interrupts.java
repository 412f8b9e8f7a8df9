package io.leat.log.cli;

/** Lets a command end in an orderly way when the terminal interrupts it. */
public final class Interrupts {

    private Interrupts() {}

    /**
     * Runs {@code stop} at SIGINT or SIGTERM and waits up to five seconds for the calling thread,
     * so that consumers leave their group and outputs are flushed.
     */
    public static void onInterrupt(Runnable stop) {
        Thread caller = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop.run();
                                    awaitEnd(caller);
                                },
                                "leat-interrupt"));
    }

    private static void awaitEnd(Thread caller) {
        try {
            if (caller.getState() != Thread.State.WAITING) {
                caller.join(5_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
