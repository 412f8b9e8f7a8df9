package io.leat.clients.admin;

/** Options of {@link Admin#describeTopics}. */
public class DescribeTopicsOptions extends AbstractOptions<DescribeTopicsOptions> {

    private boolean includeAuthorizedOperations;
    private int partitionSizeLimitPerResponse = 2000;

    /** Whether to ask which operations this client may do (default false). */
    public DescribeTopicsOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }

    /** Most partitions in one response (default 2000). */
    public DescribeTopicsOptions partitionSizeLimitPerResponse(int partitionSizeLimitPerResponse) {
        this.partitionSizeLimitPerResponse = partitionSizeLimitPerResponse;
        return this;
    }

    public int partitionSizeLimitPerResponse() {
        return partitionSizeLimitPerResponse;
    }
}
