package io.leat.clients.admin;

/** Options of {@link Admin#describeAcls}. */
public class DescribeAclsOptions extends AbstractOptions<DescribeAclsOptions> {}
