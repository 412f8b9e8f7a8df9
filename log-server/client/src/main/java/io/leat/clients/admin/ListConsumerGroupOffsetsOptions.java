package io.leat.clients.admin;

/** Options of {@link Admin#listConsumerGroupOffsets}. */
public class ListConsumerGroupOffsetsOptions
        extends AbstractOptions<ListConsumerGroupOffsetsOptions> {

    private boolean requireStable;

    /** Whether to wait for offsets of open transactions (default false). */
    public ListConsumerGroupOffsetsOptions requireStable(boolean requireStable) {
        this.requireStable = requireStable;
        return this;
    }

    public boolean requireStable() {
        return requireStable;
    }
}
