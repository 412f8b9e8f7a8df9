package io.leat.streams.kstream;

import io.leat.streams.processor.api.Processor;
import java.util.List;

/** The table that merges the aggregations of several streams, which share a store. */
final class Cogrouping<K, A> implements TableStep<K, Change<A>, K, A> {

    private final List<? extends TableStep<?, ?, K, A>> aggregations;

    Cogrouping(List<? extends TableStep<?, ?, K, A>> aggregations) {
        this.aggregations = aggregations;
    }

    @Override
    public void sendOldValues() {
        aggregations.forEach(TableStep::sendOldValues);
    }

    @Override
    public boolean sendOldValuesIfKept() {
        sendOldValues();
        return true;
    }

    @Override
    public boolean versioned() {
        return aggregations.get(0).versioned();
    }

    @Override
    public TableRows<K, A> rows() {
        return aggregations.get(0).rows();
    }

    @Override
    public Processor<K, Change<A>, K, Change<A>> get() {
        return StreamSteps.<K, Change<A>>pass().get();
    }
}
