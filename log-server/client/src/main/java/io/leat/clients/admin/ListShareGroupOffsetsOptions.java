package io.leat.clients.admin;

/** Options of {@link Admin#listShareGroupOffsets}. */
public class ListShareGroupOffsetsOptions extends AbstractOptions<ListShareGroupOffsetsOptions> {}
