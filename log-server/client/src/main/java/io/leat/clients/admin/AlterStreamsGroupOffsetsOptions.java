package io.leat.clients.admin;

/** Options of {@link Admin#alterStreamsGroupOffsets}. */
public class AlterStreamsGroupOffsetsOptions
        extends AbstractOptions<AlterStreamsGroupOffsetsOptions> {}
