package io.leat.clients.admin;

/** Options of {@link Admin#deleteShareGroups}. */
public class DeleteShareGroupsOptions extends AbstractOptions<DeleteShareGroupsOptions> {}
