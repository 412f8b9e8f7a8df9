package io.leat.clients.admin;

/** Options of {@link Admin#createAcls}. */
public class CreateAclsOptions extends AbstractOptions<CreateAclsOptions> {}
