package io.leat.streams.kstream;

import io.leat.streams.processor.api.Processor;
import io.leat.streams.processor.api.Record;

/** A processor that gives each record to an action, and forwards nothing. */
public class ForeachProcessor<K, V> implements Processor<K, V, Void, Void> {

    private final ForeachAction<K, V> action;

    public ForeachProcessor(ForeachAction<K, V> action) {
        this.action = action;
    }

    @Override
    public void process(Record<K, V> record) {
        action.apply(record.key(), record.value());
    }
}
