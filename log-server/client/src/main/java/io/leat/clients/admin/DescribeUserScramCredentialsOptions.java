package io.leat.clients.admin;

/** Options of {@link Admin#describeUserScramCredentials}. */
public class DescribeUserScramCredentialsOptions
        extends AbstractOptions<DescribeUserScramCredentialsOptions> {}
