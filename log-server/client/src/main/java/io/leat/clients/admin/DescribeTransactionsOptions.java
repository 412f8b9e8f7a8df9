package io.leat.clients.admin;

/** Options of {@link Admin#describeTransactions}. */
public class DescribeTransactionsOptions extends AbstractOptions<DescribeTransactionsOptions> {}
