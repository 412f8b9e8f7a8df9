package io.leat.clients.admin;

/** Options of {@link Admin#alterConsumerGroupOffsets}. */
public class AlterConsumerGroupOffsetsOptions
        extends AbstractOptions<AlterConsumerGroupOffsetsOptions> {}
