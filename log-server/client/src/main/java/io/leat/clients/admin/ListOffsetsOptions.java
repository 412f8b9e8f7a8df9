package io.leat.clients.admin;

import io.leat.common.IsolationLevel;

/** Options of {@link Admin#listOffsets}. */
public class ListOffsetsOptions extends AbstractOptions<ListOffsetsOptions> {

    private final IsolationLevel isolationLevel;

    public ListOffsetsOptions() {
        this(IsolationLevel.READ_UNCOMMITTED);
    }

    /** With READ_COMMITTED, the latest offset is the last stable one. */
    public ListOffsetsOptions(IsolationLevel isolationLevel) {
        this.isolationLevel = isolationLevel;
    }

    public IsolationLevel isolationLevel() {
        return isolationLevel;
    }
}
