package io.leat.streams.query;

/** How a store is to run a query. Immutable. */
public class QueryConfig {

    private final boolean collectExecutionInfo;

    public QueryConfig(boolean collectExecutionInfo) {
        this.collectExecutionInfo = collectExecutionInfo;
    }

    public boolean isCollectExecutionInfo() {
        return collectExecutionInfo;
    }
}
