package io.leat.clients.admin;

/** Options of {@link Admin#describeReplicaLogDirs}. */
public class DescribeReplicaLogDirsOptions extends AbstractOptions<DescribeReplicaLogDirsOptions> {}
