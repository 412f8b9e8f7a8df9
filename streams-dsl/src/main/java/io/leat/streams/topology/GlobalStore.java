package io.leat.streams.topology;

import io.leat.streams.state.StoreBuilder;

/**
 * A store that every instance has whole: what is read into it, and by which processor. Immutable.
 *
 * @param id its number among the subtopologies
 * @param direct whether the topic is the changelog of the store, so that the processor need not see
 *     what is restored
 */
public record GlobalStore(
        int id,
        GraphNode.Source source,
        GraphNode.Processing processor,
        StoreBuilder<?> builder,
        boolean direct) {

    public String name() {
        return builder.name();
    }

    public String topic() {
        return source.topics().get(0);
    }
}
