package io.leat.clients.admin;

/** Options of {@link Admin#listTopics}. */
public class ListTopicsOptions extends AbstractOptions<ListTopicsOptions> {

    private boolean listInternal;

    /** Whether to list internal topics too (default false). */
    public ListTopicsOptions listInternal(boolean listInternal) {
        this.listInternal = listInternal;
        return this;
    }

    public boolean shouldListInternal() {
        return listInternal;
    }
}
