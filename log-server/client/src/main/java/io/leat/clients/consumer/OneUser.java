package io.leat.clients.consumer;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Lets one thread at a time into the consumer, which may come in again through its own callbacks;
 * refuses others, and everybody once the consumer is closed. Safe from any thread.
 */
final class OneUser {

    private final AtomicReference<Thread> user = new AtomicReference<>();
    private int depth;
    private boolean closing;
    private boolean closed;

    /** Runs {@code body} for a consumer that is open. */
    <T> T call(Supplier<T> body) {
        enter();
        try {
            if (closed) {
                throw new IllegalStateException("The consumer is closed");
            }
            return body.get();
        } finally {
            leave();
        }
    }

    void run(Runnable body) {
        call(
                () -> {
                    body.run();
                    return null;
                });
    }

    /**
     * Runs {@code last}, once, after which the consumer is closed, whatever became of it. Callbacks
     * may still come in while it runs: rebalance listeners commit what they give back.
     */
    void close(Runnable last) {
        enter();
        try {
            if (!closing) {
                closing = true;
                try {
                    last.run();
                } finally {
                    closed = true;
                }
            }
        } finally {
            leave();
        }
    }

    private void enter() {
        Thread current = Thread.currentThread();
        if (user.get() != current && !user.compareAndSet(null, current)) {
            throw new ConcurrentModificationException(
                    "A consumer is for one thread at a time; "
                            + user.get()
                            + " is using it. Only wakeup may come from another");
        }
        depth++;
    }

    private void leave() {
        if (--depth == 0) {
            user.set(null);
        }
    }
}
