package io.leat.clients.admin;

/** Options of {@link Admin#describeLogDirs}. */
public class DescribeLogDirsOptions extends AbstractOptions<DescribeLogDirsOptions> {}
