package io.leat.clients.admin;

/** Options of {@link Admin#describeStreamsGroups}. */
public class DescribeStreamsGroupsOptions extends AbstractOptions<DescribeStreamsGroupsOptions> {

    private boolean includeAuthorizedOperations;

    /** Whether to ask which operations this client may do (default false). */
    public DescribeStreamsGroupsOptions includeAuthorizedOperations(
            boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }
}
