package io.leat.clients.admin;

/** Options of {@link Admin#describeConsumerGroups}. */
public class DescribeConsumerGroupsOptions extends AbstractOptions<DescribeConsumerGroupsOptions> {

    private boolean includeAuthorizedOperations;

    /** Whether to ask which operations this client may do (default false). */
    public DescribeConsumerGroupsOptions includeAuthorizedOperations(
            boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }
}
