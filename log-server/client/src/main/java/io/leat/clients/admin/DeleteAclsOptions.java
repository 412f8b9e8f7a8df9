package io.leat.clients.admin;

/** Options of {@link Admin#deleteAcls}. */
public class DeleteAclsOptions extends AbstractOptions<DeleteAclsOptions> {}
