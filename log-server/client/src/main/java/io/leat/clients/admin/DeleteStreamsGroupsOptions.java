package io.leat.clients.admin;

/** Options of {@link Admin#deleteStreamsGroups}. */
public class DeleteStreamsGroupsOptions extends AbstractOptions<DeleteStreamsGroupsOptions> {}
