package io.leat.log.broker.data;

import io.leat.log.runtime.EventLoop;
import java.util.function.Consumer;

/** Counts answers that come from several loops, and says when all are there. Owned by one loop. */
public final class PartitionFanOut {

    private final EventLoop loop;
    private final Runnable done;
    private int missing = 1;

    public PartitionFanOut(EventLoop loop, Runnable done) {
        this.loop = loop;
        this.done = done;
    }

    /** A callback for one more answer, to be called once from any loop. */
    public <T> Consumer<T> expect(Consumer<T> store) {
        missing++;
        return answer -> {
            if (loop.inLoop()) {
                take(store, answer);
            } else {
                loop.execute(() -> take(store, answer));
            }
        };
    }

    private <T> void take(Consumer<T> store, T answer) {
        store.accept(answer);
        countDown();
    }

    /** All questions are asked. */
    public void asked() {
        countDown();
    }

    private void countDown() {
        if (--missing == 0) {
            done.run();
        }
    }
}
