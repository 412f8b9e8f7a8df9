package io.leat.clients.admin;

/** Options of {@link Admin#alterUserScramCredentials}. */
public class AlterUserScramCredentialsOptions
        extends AbstractOptions<AlterUserScramCredentialsOptions> {}
