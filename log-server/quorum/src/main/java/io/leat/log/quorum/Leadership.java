package io.leat.log.quorum;

/** What a node can say of who leads the quorum, and when, without asking the others. */
public interface Leadership {

    /**
     * Who led the epoch right before that of the leader known last, or -1. On the quorum's loop.
     */
    int predecessor();

    /**
     * A moment at which this node certainly led, because a majority followed it: who leads after it
     * was elected later. {@code Long.MIN_VALUE} if it never led. On every loop.
     */
    long ledAtMs();
}
