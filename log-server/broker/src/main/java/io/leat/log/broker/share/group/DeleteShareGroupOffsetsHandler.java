package io.leat.log.broker.share.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.share.state.KeptStates;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.share.ShareGroups;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsRequest;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsResponse;
import io.leat.log.protocol.message.DeleteShareGroupOffsetsResponse.Topic;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** DeleteShareGroupOffsets, version 0: a share group without members is done with topics. */
public final class DeleteShareGroupOffsetsHandler
        implements Handler<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> {

    private final Broker broker;

    public DeleteShareGroupOffsetsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DELETE_SHARE_GROUP_OFFSETS;
    }

    @Override
    public DeleteShareGroupOffsetsRequest read(Reader in) {
        return DeleteShareGroupOffsetsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DeleteShareGroupOffsetsRequest request,
            Reply<DeleteShareGroupOffsetsResponse> reply) {
        String group = request.groupId();
        MetadataImage image = broker.image();
        Set<Uuid> gone = new HashSet<>();
        for (DeleteShareGroupOffsetsRequest.Topic each : request.topics()) {
            TopicImage topic = image.topic(each.topicName());
            if (topic != null) {
                gone.add(topic.id());
            }
        }
        broker.coordinators()
                .groups()
                .<ShareGroups.KeptPartitions>ask(
                        group,
                        (coordinator, promise, now) ->
                                coordinator.part(ShareGroups.class).forgotten(group, gone, promise),
                        kept -> {
                            if (kept.error() == ErrorCode.NONE) {
                                context.loop()
                                        .execute(
                                                () ->
                                                        delete(
                                                                context,
                                                                request,
                                                                kept.partitions(),
                                                                reply));
                            } else {
                                refuse(reply, kept.error(), kept.message());
                            }
                        },
                        error -> refuse(reply, error, error.message() + "."));
    }

    private static void refuse(
            Reply<DeleteShareGroupOffsetsResponse> reply, ErrorCode error, String message) {
        reply.complete(
                DeleteShareGroupOffsetsResponse.builder()
                        .errorCode(error)
                        .errorMessage(message)
                        .build());
    }

    private void delete(
            RequestContext context,
            DeleteShareGroupOffsetsRequest request,
            Assignment kept,
            Reply<DeleteShareGroupOffsetsResponse> reply) {
        MetadataImage image = broker.image();
        TreeMap<Uuid, SortedSet<Integer>> wanted = new TreeMap<>();
        for (DeleteShareGroupOffsetsRequest.Topic each : request.topics()) {
            TopicImage topic = image.topic(each.topicName());
            if (topic != null && !kept.of(topic.id()).isEmpty()) {
                wanted.put(topic.id(), kept.of(topic.id()));
            }
        }
        Assignment partitions = new Assignment(wanted);
        if (partitions.isEmpty()) {
            reply.complete(response(request, image, partitions, Assignment.NONE));
            return;
        }
        new KeptStates(broker.coordinators().shareStates(context.loop()))
                .delete(
                        request.groupId(),
                        partitions,
                        deleted -> reply.complete(response(request, image, partitions, deleted)));
    }

    private static DeleteShareGroupOffsetsResponse response(
            DeleteShareGroupOffsetsRequest request,
            MetadataImage image,
            Assignment wanted,
            Assignment deleted) {
        List<Topic> topics = new ArrayList<>();
        for (DeleteShareGroupOffsetsRequest.Topic each : request.topics()) {
            TopicImage topic = image.topic(each.topicName());
            Topic.Builder result = Topic.builder().topicName(each.topicName());
            if (topic == null) {
                ErrorCode error = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
                topics.add(result.errorCode(error).errorMessage(error.message() + ".").build());
                continue;
            }
            result.topicId(topic.id());
            boolean all = deleted.of(topic.id()).equals(wanted.of(topic.id()));
            if (!all) {
                ErrorCode error = ErrorCode.COORDINATOR_NOT_AVAILABLE;
                result.errorCode(error).errorMessage(error.message() + ".");
            }
            topics.add(result.build());
        }
        return DeleteShareGroupOffsetsResponse.builder().responses(topics).build();
    }
}
