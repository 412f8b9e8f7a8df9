package io.leat.log.broker.access;

import static io.leat.log.protocol.ErrorCode.GROUP_AUTHORIZATION_FAILED;
import static io.leat.log.protocol.ErrorCode.TOPIC_AUTHORIZATION_FAILED;

import io.leat.log.broker.Reply;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import java.util.stream.Stream;

/**
 * The guard of StreamsGroupHeartbeat: a member may read the group, and see all topics it names.
 * Stateless. Whether it may have internal topics made is looked at when some are missing.
 */
public final class StreamsHeartbeatGuard
        implements Guard<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> {

    @Override
    public void check(
            Access access,
            StreamsGroupHeartbeatRequest request,
            Reply<StreamsGroupHeartbeatResponse> reply,
            Next<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> next) {
        if (!access.group(Operation.READ, request.groupId())) {
            GuardTable.refuse(access, request, reply, GROUP_AUTHORIZATION_FAILED);
        } else if (!topics(request).allMatch(name -> access.topic(Operation.DESCRIBE, name))) {
            GuardTable.refuse(access, request, reply, TOPIC_AUTHORIZATION_FAILED);
        } else {
            next.handle(request, reply);
        }
    }

    /** All topics of the topology, some of them more than once. */
    public static Stream<String> topics(StreamsGroupHeartbeatRequest request) {
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
