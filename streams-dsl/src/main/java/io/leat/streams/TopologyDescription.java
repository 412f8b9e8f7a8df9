package io.leat.streams;

import io.leat.streams.processor.TopicNameExtractor;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shape of a topology, to look at and to compare. */
public interface TopologyDescription {

    Set<Subtopology> subtopologies();

    /** The stores that every instance has whole. */
    Set<GlobalStore> globalStores();

    /** What fills a global store. */
    interface GlobalStore {
        Source source();

        Processor processor();

        int id();
    }

    /** A connected part of the topology. */
    interface Subtopology {

        int id();

        Set<Node> nodes();
    }

    /** A node of the topology. */
    interface Node {

        String name();

        Set<Node> predecessors();

        Set<Node> successors();
    }

    /** Reads topics. */
    interface Source extends Node {

        /** The topics, or null when a pattern says which. */
        @Nullable Set<String> topicSet();

        @Nullable Pattern topicPattern();
    }

    /** Runs a processor. */
    interface Processor extends Node {

        Set<String> stores();
    }

    /** Writes to a topic. */
    interface Sink extends Node {

        /** The topic, or null when an extractor says which. */
        @Nullable String topic();

        @Nullable TopicNameExtractor<?, ?> topicNameExtractor();
    }
}
