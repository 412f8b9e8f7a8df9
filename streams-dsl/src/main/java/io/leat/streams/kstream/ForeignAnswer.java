package io.leat.streams.kstream;

import io.leat.streams.kstream.Subscription.Wish;
import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.ProcessorContext;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.state.ValueAndTimestamp;

/** Answers rows of the left table with the row that the right one has under their foreign key. */
record ForeignAnswer<KO, K, VO>(TableRows<KO, VO> rows)
        implements ProcessorSupplier<KO, Subscription<K>, K, Answer<VO>> {

    @Override
    public Processor<KO, Subscription<K>, K, Answer<VO>> get() {
        return new ContextualProcessor<>() {

            private TableRows.Reader<KO, VO> reader;

            @Override
            public void init(ProcessorContext<K, Answer<VO>> context) {
                super.init(context);
                reader = rows.open(context);
            }

            @Override
            public void process(Record<KO, Subscription<K>> record) {
                Subscription<K> asked = record.value();
                ValueAndTimestamp<VO> row = record.key() == null ? null : reader.get(record.key());
                if (asked.wish() == Wish.FORGET
                        || asked.wish() == Wish.ANSWER_IF_THERE && row == null) {
                    return;
                }
                VO value =
                        asked.wish() == Wish.FORGET_AND_ANSWER
                                ? null
                                : ValueAndTimestamp.getValueOrNull(row);
                long time =
                        row == null
                                ? record.timestamp()
                                : Math.max(record.timestamp(), row.timestamp());
                context()
                        .forward(
                                record.withKey(asked.key())
                                        .withValue(
                                                new Answer<>(
                                                        asked.hash(), value, asked.partition()))
                                        .withTimestamp(time));
            }
        };
    }
}
