package io.leat.clients.admin;

/** How a user logs in with SCRAM, without what that takes. Immutable. */
public record ScramCredentialInfo(ScramMechanism mechanism, int iterations) {}
