package io.leat.log.broker.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.coordinator.group.GroupCoordinator;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OffsetCommit, versions 0 to 10. From version 10 on topics come by id; the coordinator keeps
 * names.
 */
public final class OffsetCommitHandler
        implements Handler<OffsetCommitRequest, OffsetCommitResponse> {

    private final Broker broker;
    private final CoordinatorHost<GroupCoordinator, GroupRecord> groups;

    public OffsetCommitHandler(Broker broker) {
        this.broker = broker;
        this.groups = broker.coordinators().groups();
    }

    @Override
    public ApiKey key() {
        return ApiKey.OFFSET_COMMIT;
    }

    @Override
    public OffsetCommitRequest read(Reader in) {
        return OffsetCommitRequest.read(in);
    }

    private static final int FIRST_WITH_IDS = 10;

    @Override
    public void handle(
            RequestContext context,
            OffsetCommitRequest request,
            Reply<OffsetCommitResponse> reply) {
        boolean byId = context.apiVersion() >= FIRST_WITH_IDS;
        MetadataImage image = broker.image();
        List<OffsetCommitRequest.Topic> known = new ArrayList<>();
        List<OffsetCommitResponse.Topic> refused = new ArrayList<>();
        for (OffsetCommitRequest.Topic topic : request.topics()) {
            split(
                    topic,
                    byId ? image.topic(topic.topicId()) : image.topic(topic.name()),
                    byId,
                    known,
                    refused);
        }
        OffsetCommitRequest rest = request.toBuilder().topics(known).build();
        if (known.isEmpty()) {
            reply.complete(joined(refused, List.of(), byId));
            return;
        }
        groups.<OffsetCommitResponse>ask(
                request.groupId(),
                (coordinator, promise, now) ->
                        coordinator.commit(rest, context.apiVersion(), promise, now),
                response -> reply.complete(joined(refused, response.topics(), byId)),
                error -> reply.complete(joined(refused, failed(known, error), byId)));
    }

    /** Partitions that do not exist are refused here, the others asked for under their name. */
    private static void split(
            OffsetCommitRequest.Topic topic,
            @Nullable TopicImage image,
            boolean byId,
            List<OffsetCommitRequest.Topic> known,
            List<OffsetCommitResponse.Topic> refused) {
        List<OffsetCommitRequest.Partition> there = new ArrayList<>();
        List<OffsetCommitResponse.Partition> missing = new ArrayList<>();
        ErrorCode error =
                byId && image == null
                        ? ErrorCode.UNKNOWN_TOPIC_ID
                        : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        for (OffsetCommitRequest.Partition each : topic.partitions()) {
            if (image != null && image.partition(each.partitionIndex()) != null) {
                there.add(each);
            } else {
                missing.add(new OffsetCommitResponse.Partition(each.partitionIndex(), error));
            }
        }
        if (image != null && !there.isEmpty()) {
            known.add(new OffsetCommitRequest.Topic(image.name(), image.id(), there));
        }
        if (!missing.isEmpty()) {
            refused.add(new OffsetCommitResponse.Topic(topic.name(), topic.topicId(), missing));
        }
    }

    private static List<OffsetCommitResponse.Topic> failed(
            List<OffsetCommitRequest.Topic> topics, ErrorCode error) {
        return topics.stream()
                .map(
                        topic ->
                                new OffsetCommitResponse.Topic(
                                        topic.name(),
                                        topic.topicId(),
                                        topic.partitions().stream()
                                                .map(
                                                        p ->
                                                                new OffsetCommitResponse.Partition(
                                                                        p.partitionIndex(), error))
                                                .toList()))
                .toList();
    }

    /** A topic of which only some partitions exist still has one entry in the answer. */
    private static OffsetCommitResponse joined(
            List<OffsetCommitResponse.Topic> refused,
            List<OffsetCommitResponse.Topic> answered,
            boolean byId) {
        Map<Object, OffsetCommitResponse.Topic> topics = new LinkedHashMap<>();
        for (List<OffsetCommitResponse.Topic> part : List.of(answered, refused)) {
            for (OffsetCommitResponse.Topic topic : part) {
                topics.merge(
                        byId ? topic.topicId() : topic.name(), topic, OffsetCommitHandler::merged);
            }
        }
        return OffsetCommitResponse.builder().topics(List.copyOf(topics.values())).build();
    }

    private static OffsetCommitResponse.Topic merged(
            OffsetCommitResponse.Topic one, OffsetCommitResponse.Topic other) {
        List<OffsetCommitResponse.Partition> partitions = new ArrayList<>(one.partitions());
        partitions.addAll(other.partitions());
        return one.toBuilder().partitions(partitions).build();
    }
}
