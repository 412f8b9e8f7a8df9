package io.leat.streams.kstream;

import io.leat.streams.processor.api.ContextualProcessor;
import io.leat.streams.processor.api.ProcessorSupplier;
import io.leat.streams.processor.api.Record;
import io.leat.streams.topology.GraphNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stream being split. */
final class SplitStream<K, V> implements BranchedKStream<K, V> {

    private final StreamNode<K, V> stream;
    private final String name;
    private final List<Predicate<? super K, ? super V>> predicates = new ArrayList<>();
    private final List<String> children = new ArrayList<>();
    private final Map<String, KStream<K, V>> branches = new LinkedHashMap<>();

    SplitStream(StreamNode<K, V> stream, Named named) {
        this.stream = stream;
        this.name = stream.dsl.nodeName(named, "KSTREAM-BRANCH-");
        ProcessorSupplier<K, V, K, V> splitting = Splitting::new;
        stream.dsl.add(new GraphNode.Processing(name, List.of(stream.name), splitting, null));
    }

    @Override
    public BranchedKStream<K, V> branch(Predicate<? super K, ? super V> predicate) {
        return branch(predicate, new Branched<>(null, null, null));
    }

    @Override
    public BranchedKStream<K, V> branch(
            Predicate<? super K, ? super V> predicate, Branched<K, V> branched) {
        predicates.add(predicate);
        add(branched, predicates.size());
        return this;
    }

    @Override
    public Map<String, KStream<K, V>> defaultBranch() {
        return defaultBranch(new Branched<>(null, null, null));
    }

    @Override
    public Map<String, KStream<K, V>> defaultBranch(Branched<K, V> branched) {
        add(branched, 0);
        return noDefaultBranch();
    }

    @Override
    public Map<String, KStream<K, V>> noDefaultBranch() {
        return Collections.unmodifiableMap(branches);
    }

    private void add(Branched<K, V> branched, int position) {
        String child =
                stream.dsl.nodeName(
                        name + (branched.name != null ? branched.name : position),
                        "KSTREAM-BRANCHCHILD-");
        children.add(child);
        stream.dsl.add(
                new GraphNode.Processing(child, List.of(name), StreamSteps.<K, V>pass(), null));
        KStream<K, V> branch =
                new StreamNode<>(
                        stream.dsl, child, stream.keySerde, stream.valueSerde, stream.repartition);
        if (branched.chainConsumer != null) {
            branched.chainConsumer.accept(branch);
        } else if (branched.chainFunction != null) {
            KStream<K, V> chained = branched.chainFunction.apply(branch);
            if (chained != null) {
                branches.put(child, chained);
            }
        } else {
            branches.put(child, branch);
        }
    }

    /** Sends a record to the first child whose predicate holds, or to the last one. */
    private final class Splitting extends ContextualProcessor<K, V, K, V> {

        @Override
        public void process(Record<K, V> record) {
            for (int i = 0; i < predicates.size(); i++) {
                if (predicates.get(i).test(record.key(), record.value())) {
                    context().forward(record, children.get(i));
                    return;
                }
            }
            if (children.size() > predicates.size()) {
                context().forward(record, children.get(predicates.size()));
            }
        }
    }
}
