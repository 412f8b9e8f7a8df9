package io.leat.clients.admin;

/** Options of {@link Admin#deleteConsumerGroupOffsets}. */
public class DeleteConsumerGroupOffsetsOptions
        extends AbstractOptions<DeleteConsumerGroupOffsetsOptions> {}
