package io.leat.clients.admin;

/** Options of {@link Admin#listStreamsGroupOffsets}. */
public class ListStreamsGroupOffsetsOptions
        extends AbstractOptions<ListStreamsGroupOffsetsOptions> {

    private boolean requireStable;

    /** Whether to wait for offsets of open transactions (default false). */
    public ListStreamsGroupOffsetsOptions requireStable(boolean requireStable) {
        this.requireStable = requireStable;
        return this;
    }

    public boolean requireStable() {
        return requireStable;
    }
}
