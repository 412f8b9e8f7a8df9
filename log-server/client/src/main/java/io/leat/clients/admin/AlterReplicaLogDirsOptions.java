package io.leat.clients.admin;

/** Options of {@link Admin#alterReplicaLogDirs}. */
public class AlterReplicaLogDirsOptions extends AbstractOptions<AlterReplicaLogDirsOptions> {}
