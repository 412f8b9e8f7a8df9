package io.leat.clients.admin;

/** Options of {@link Admin#unregisterBroker}. */
public class UnregisterBrokerOptions extends AbstractOptions<UnregisterBrokerOptions> {}
