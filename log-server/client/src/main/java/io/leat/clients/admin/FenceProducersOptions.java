package io.leat.clients.admin;

/** Options of {@link Admin#fenceProducers}. */
public class FenceProducersOptions extends AbstractOptions<FenceProducersOptions> {}
