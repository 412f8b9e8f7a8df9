package io.leat.log.broker.access;

import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import java.util.stream.Stream;

/** The topics that a member of a streams group names: it has to be allowed to know of them. */
public final class StreamsTopics {

    private StreamsTopics() {}

    /** All topics of the topology, some of them more than once. */
    public static Stream<String> of(StreamsGroupHeartbeatRequest request) {
        StreamsGroupHeartbeatRequest.Topology topology = request.topology();
        return topology == null
                ? Stream.of()
                : topology.subtopologies().stream()
                        .flatMap(
                                each ->
                                        Stream.of(
                                                        each.sourceTopics().stream(),
                                                        each.repartitionSinkTopics().stream(),
                                                        each.repartitionSourceTopics().stream()
                                                                .map(topic -> topic.name()),
                                                        each.stateChangelogTopics().stream()
                                                                .map(topic -> topic.name()))
                                                .flatMap(names -> names));
    }
}
