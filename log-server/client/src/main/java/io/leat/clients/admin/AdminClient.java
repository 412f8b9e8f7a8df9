package io.leat.clients.admin;

/** The older name of {@link Admin}, kept for programs that use it. */
public abstract class AdminClient implements Admin {}
