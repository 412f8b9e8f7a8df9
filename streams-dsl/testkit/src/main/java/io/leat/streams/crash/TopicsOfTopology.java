package io.leat.streams.crash;

import io.leat.streams.TopologyDescription;
import io.leat.streams.TopologyDescription.Processor;
import io.leat.streams.TopologyDescription.Sink;
import io.leat.streams.TopologyDescription.Source;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The topics that a topology reads and writes, without its internal ones, and its stores.
 * Immutable.
 */
record TopicsOfTopology(Set<String> sources, Set<String> sinks, Set<String> stores) {

    private static final List<String> INTERNAL =
            List.of(
                    "-repartition",
                    "-subscription-registration-topic",
                    "-subscription-response-topic");

    static TopicsOfTopology of(TopologyDescription description) {
        Set<String> sources = new TreeSet<>();
        Set<String> sinks = new TreeSet<>();
        Set<String> stores = new TreeSet<>();
        for (TopologyDescription.Subtopology part : description.subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof Source source && source.topicSet() != null) {
                    sources.addAll(source.topicSet());
                } else if (node instanceof Sink sink && sink.topic() != null) {
                    sinks.add(sink.topic());
                } else if (node instanceof Processor processor) {
                    stores.addAll(processor.stores());
                }
            }
        }
        description
                .globalStores()
                .forEach(
                        global -> {
                            Set<String> topics = global.source().topicSet();
                            if (topics != null) {
                                sources.addAll(topics);
                            }
                        });
        Set<String> internal = new TreeSet<>(sources);
        internal.retainAll(sinks);
        internal.removeIf(topic -> INTERNAL.stream().noneMatch(topic::endsWith));
        sources.removeAll(internal);
        sinks.removeAll(internal);
        return new TopicsOfTopology(sources, sinks, stores);
    }
}
