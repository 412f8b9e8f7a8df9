package io.leat.clients.admin;

/** Options of {@link Admin#describeShareGroups}. */
public class DescribeShareGroupsOptions extends AbstractOptions<DescribeShareGroupsOptions> {

    private boolean includeAuthorizedOperations;

    /** Whether to ask which operations this client may do (default false). */
    public DescribeShareGroupsOptions includeAuthorizedOperations(
            boolean includeAuthorizedOperations) {
        this.includeAuthorizedOperations = includeAuthorizedOperations;
        return this;
    }

    public boolean includeAuthorizedOperations() {
        return includeAuthorizedOperations;
    }
}
