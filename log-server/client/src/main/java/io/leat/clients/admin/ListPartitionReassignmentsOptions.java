package io.leat.clients.admin;

/** Options of {@link Admin#listPartitionReassignments}. */
public class ListPartitionReassignmentsOptions
        extends AbstractOptions<ListPartitionReassignmentsOptions> {}
