package io.leat.clients.admin;

/** Options of {@link Admin#deleteShareGroupOffsets}. */
public class DeleteShareGroupOffsetsOptions
        extends AbstractOptions<DeleteShareGroupOffsetsOptions> {}
