package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.Topics;
import io.leat.log.broker.access.StreamsTopics;
import io.leat.log.broker.access.Visibility;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.streams.InternalTopic;
import io.leat.log.coordinator.group.streams.StreamsAnswer;
import io.leat.log.coordinator.group.streams.StreamsGroups;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.StreamsGroupHeartbeatRequest;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse;
import io.leat.log.protocol.message.StreamsGroupHeartbeatResponse.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * StreamsGroupHeartbeat, version 0: a member of a streams group joins, stays or leaves. Internal
 * topics that are missing are made in the name of the member.
 */
public final class StreamsGroupHeartbeatHandler
        implements Handler<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> {

    private static final byte MISSING_INTERNAL_TOPICS = 3;

    /** What no application reads or writes as if it were its own. */
    private static final Set<String> OF_SERVERS =
            Set.of(Topics.OFFSETS, Topics.TRANSACTIONS, Topics.SHARE_STATE);

    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;
    private final Visibility visibility;
    private final InternalTopics topics;

    public StreamsGroupHeartbeatHandler(Broker broker) {
        this.groups = broker.coordinators().groups();
        this.visibility = new Visibility(broker);
        this.topics = new InternalTopics(broker);
    }

    @Override
    public ApiKey key() {
        return ApiKey.STREAMS_GROUP_HEARTBEAT;
    }

    @Override
    public StreamsGroupHeartbeatRequest read(Reader in) {
        return StreamsGroupHeartbeatRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            StreamsGroupHeartbeatRequest request,
            Reply<StreamsGroupHeartbeatResponse> reply) {
        String problem = topicProblem(request);
        if (problem != null) {
            reply.complete(refused(ErrorCode.STREAMS_INVALID_TOPOLOGY, problem));
            return;
        }
        StreamsGroups.Caller caller =
                new StreamsGroups.Caller(context.clientId(), "/" + context.remote().host());
        groups.<StreamsAnswer>ask(
                request.groupId(),
                (coordinator, promise, now) ->
                        coordinator
                                .part(StreamsGroups.class)
                                .heartbeat(request, caller, promise, now),
                answer -> complete(answer, visibility.ofNew(context), reply),
                error -> reply.complete(refused(error, error.message())));
    }

    /** What is wrong with the topics of the topology; null if nothing is. */
    private static @Nullable String topicProblem(StreamsGroupHeartbeatRequest request) {
        List<String> names = StreamsTopics.of(request).distinct().toList();
        List<String> ofServers = names.stream().filter(OF_SERVERS::contains).toList();
        if (!ofServers.isEmpty()) {
            return "Use of Kafka internal topics "
                    + String.join(",", ofServers)
                    + " in a Kafka Streams topology is prohibited.";
        }
        List<String> invalid =
                names.stream()
                        .filter(
                                name ->
                                        io.leat.log.quorum.controller.TopicNames.violation(name)
                                                != null)
                        .toList();
        return invalid.isEmpty()
                ? null
                : "Topic names " + String.join(",", invalid) + " are not valid topic names.";
    }

    private static StreamsGroupHeartbeatResponse refused(
            ErrorCode error, @Nullable String message) {
        return StreamsGroupHeartbeatResponse.builder()
                .errorCode(error)
                .errorMessage(message)
                .status(List.of())
                .build();
    }

    private void complete(
            StreamsAnswer answer,
            Predicate<String> mayCreate,
            Reply<StreamsGroupHeartbeatResponse> reply) {
        StreamsGroupHeartbeatResponse response = answer.response();
        if (answer.missing().isEmpty()) {
            reply.complete(response);
            return;
        }
        List<String> denied =
                answer.missing().stream()
                        .map(InternalTopic::name)
                        .filter(mayCreate.negate())
                        .toList();
        if (!denied.isEmpty()) {
            reply.complete(
                    detailed(
                            response,
                            "; Unauthorized to CREATE on topics "
                                    + String.join(", ", denied)
                                    + "."));
            return;
        }
        topics.make(
                answer.missing(),
                2L * response.heartbeatIntervalMs(),
                failed ->
                        reply.complete(
                                failed.isEmpty()
                                        ? response
                                        : detailed(
                                                response, "; Creation failed: " + failed + ".")));
    }

    /** Says more about the topics that are missing. */
    private static StreamsGroupHeartbeatResponse detailed(
            StreamsGroupHeartbeatResponse response, String more) {
        List<Status> statuses = new ArrayList<>();
        List<Status> known = response.status();
        for (Status each : known == null ? List.<Status>of() : known) {
            statuses.add(
                    each.statusCode() == MISSING_INTERNAL_TOPICS
                            ? new Status(each.statusCode(), each.statusDetail() + more)
                            : each);
        }
        return response.toBuilder().status(statuses).build();
    }
}
