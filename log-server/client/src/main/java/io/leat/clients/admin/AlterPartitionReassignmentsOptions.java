package io.leat.clients.admin;

/** Options of {@link Admin#alterPartitionReassignments}. */
public class AlterPartitionReassignmentsOptions
        extends AbstractOptions<AlterPartitionReassignmentsOptions> {

    private boolean allowReplicationFactorChange = true;

    /** Whether a partition may come to have more or fewer replicas (default true). */
    public AlterPartitionReassignmentsOptions allowReplicationFactorChange(boolean allow) {
        this.allowReplicationFactorChange = allow;
        return this;
    }

    public boolean allowReplicationFactorChange() {
        return allowReplicationFactorChange;
    }
}
