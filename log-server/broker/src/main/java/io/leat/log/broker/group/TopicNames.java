package io.leat.log.broker.group;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.List;

/** Translates the topic ids of an OffsetFetch into names and back. Immutable. */
final class TopicNames {

    private final MetadataImage image;

    TopicNames(MetadataImage image) {
        this.image = image;
    }

    /** The same question under names, without topics that do not exist. */
    OffsetFetchRequest.Group named(OffsetFetchRequest.Group group) {
        List<OffsetFetchRequest.Topics> topics = group.topics();
        if (topics == null) {
            return group;
        }
        List<OffsetFetchRequest.Topics> named = new ArrayList<>();
        for (OffsetFetchRequest.Topics each : topics) {
            TopicImage topic = image.topic(each.topicId());
            if (topic != null) {
                named.add(each.toBuilder().name(topic.name()).build());
            }
        }
        return group.toBuilder().topics(named).build();
    }

    /** The answer under ids; whatever was asked for and does not exist is error 100. */
    OffsetFetchResponse.Group identified(
            OffsetFetchResponse.Group found, OffsetFetchRequest.Group wanted) {
        List<OffsetFetchResponse.Topics> topics = new ArrayList<>();
        for (OffsetFetchResponse.Topics each : found.topics()) {
            TopicImage topic = image.topic(each.name());
            if (topic != null) {
                topics.add(each.toBuilder().topicId(topic.id()).build());
            }
        }
        List<OffsetFetchRequest.Topics> asked = wanted.topics();
        for (OffsetFetchRequest.Topics each :
                asked == null ? List.<OffsetFetchRequest.Topics>of() : asked) {
            if (image.topic(each.topicId()) == null && found.errorCode() == ErrorCode.NONE) {
                topics.add(unknown(each));
            }
        }
        return new OffsetFetchResponse.Group(found.groupId(), topics, found.errorCode());
    }

    private static OffsetFetchResponse.Topics unknown(OffsetFetchRequest.Topics topic) {
        return new OffsetFetchResponse.Topics(
                "",
                topic.topicId(),
                topic.partitionIndexes().stream()
                        .map(
                                index ->
                                        new OffsetFetchResponse.Partitions(
                                                index, -1, -1, "", ErrorCode.UNKNOWN_TOPIC_ID))
                        .toList());
    }
}
