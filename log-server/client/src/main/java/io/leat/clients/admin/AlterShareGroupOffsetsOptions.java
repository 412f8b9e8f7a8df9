package io.leat.clients.admin;

/** Options of {@link Admin#alterShareGroupOffsets}. */
public class AlterShareGroupOffsetsOptions extends AbstractOptions<AlterShareGroupOffsetsOptions> {}
