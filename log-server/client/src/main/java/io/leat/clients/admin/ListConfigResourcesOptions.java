package io.leat.clients.admin;

/** Options of {@link Admin#listConfigResources}. */
public class ListConfigResourcesOptions extends AbstractOptions<ListConfigResourcesOptions> {}
