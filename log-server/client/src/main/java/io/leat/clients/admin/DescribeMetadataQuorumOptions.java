package io.leat.clients.admin;

/** Options of {@link Admin#describeMetadataQuorum}. */
public class DescribeMetadataQuorumOptions extends AbstractOptions<DescribeMetadataQuorumOptions> {}
