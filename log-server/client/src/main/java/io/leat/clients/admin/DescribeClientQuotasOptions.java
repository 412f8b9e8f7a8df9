package io.leat.clients.admin;

/** Options of {@link Admin#describeClientQuotas}. */
public class DescribeClientQuotasOptions extends AbstractOptions<DescribeClientQuotasOptions> {}
