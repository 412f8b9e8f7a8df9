package io.leat.clients.admin;

/** Options of {@link Admin#deleteStreamsGroupOffsets}. */
public class DeleteStreamsGroupOffsetsOptions
        extends AbstractOptions<DeleteStreamsGroupOffsetsOptions> {}
