package io.leat.log.broker.data;

import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.runtime.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Tells somebody who fetches from a partition that there is something to look at: once, until he
 * has looked. Owned by the partition's loop, except for what is final.
 */
public final class FetchWatch {

    /** Who is told, on his own loop. */
    public interface Listener {

        /**
         * @param urgent false if it can wait a moment: a replica is only to learn what is committed
         */
        void heard(boolean urgent);
    }

    private static final int NOTHING = 0;
    private static final int NEWS = 1;
    private static final int URGENT = 2;

    private final PartitionRef ref;
    private final boolean ofReplica;
    private final EventLoop loop;
    private final Listener listener;
    private @Nullable LogPartition watched;
    private int said;

    /**
     * @param ofReplica whether it waits for every append, and not only for what is committed
     * @param loop of {@code listener}
     */
    public FetchWatch(PartitionRef ref, boolean ofReplica, EventLoop loop, Listener listener) {
        this.ref = ref;
        this.ofReplica = ofReplica;
        this.loop = loop;
        this.listener = listener;
    }

    PartitionRef ref() {
        return ref;
    }

    boolean isOf(PartitionRef other, boolean replica) {
        return ref.equals(other) && ofReplica == replica;
    }

    /** From here on what happens to {@code partition} is told, what happened before is not. */
    public void begin(LogPartition partition) {
        if (watched != partition) {
            end();
            watched = partition;
            partition.watch(this);
        }
        looked();
    }

    /** The listener has seen what there is. */
    public void looked() {
        said = NOTHING;
    }

    public void end() {
        if (watched != null) {
            watched.unwatch(this);
            watched = null;
        }
    }

    void appended() {
        if (ofReplica) {
            say(URGENT);
        }
    }

    void committed() {
        say(ofReplica ? NEWS : URGENT);
    }

    /** Another epoch, an error, or another start of the log. */
    void changed() {
        say(URGENT);
    }

    private void say(int what) {
        if (what <= said) {
            return;
        }
        said = what;
        boolean urgent = what == URGENT;
        if (loop.inLoop()) {
            listener.heard(urgent);
        } else {
            loop.execute(() -> listener.heard(urgent));
        }
    }
}
