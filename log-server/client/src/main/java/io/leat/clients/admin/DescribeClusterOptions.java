package io.leat.clients.admin;

/** Options of {@link Admin#describeCluster}. */
public class DescribeClusterOptions extends AbstractOptions<DescribeClusterOptions> {

    private boolean includeAuthorizedOperations;
    private boolean includeFencedBrokers;

    /** Whether to ask which operations this client may do (default false). */
    public DescribeClusterOptions includeAuthorizedOperations(boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }

    /** Whether to list fenced brokers too (default false). */
    public DescribeClusterOptions includeFencedBrokers(boolean includeFencedBrokers) {
        this.includeFencedBrokers = includeFencedBrokers;
        return this;
    }

    public boolean includeFencedBrokers() {
        return includeFencedBrokers;
    }
}
