package io.leat.clients.admin;

/** Options of {@link Admin#abortTransaction}. */
public class AbortTransactionOptions extends AbstractOptions<AbortTransactionOptions> {}
