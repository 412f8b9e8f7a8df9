package io.leat.clients.admin;

/** Options of {@link Admin#forceTerminateTransaction}. */
public class TerminateTransactionOptions extends AbstractOptions<TerminateTransactionOptions> {}
