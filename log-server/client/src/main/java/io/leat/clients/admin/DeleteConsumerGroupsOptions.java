package io.leat.clients.admin;

/** Options of {@link Admin#deleteConsumerGroups}. */
public class DeleteConsumerGroupsOptions extends AbstractOptions<DeleteConsumerGroupsOptions> {}
