package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.DeleteTopicsRequest;
import io.leat.log.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.leat.log.protocol.message.DeleteTopicsResponse;
import io.leat.log.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.leat.log.protocol.message.RemoveTopicRecord;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides DeleteTopics, by name or by id. Stateless. */
public final class DeleteTopics {

    private DeleteTopics() {}

    /** Every topic succeeds or fails by itself. */
    public static Decision<DeleteTopicsResponse> decide(
            MetadataImage image, DeleteTopicsRequest request) {
        List<LogRecord> records = new ArrayList<>();
        List<DeletableTopicResult> results = new ArrayList<>();
        Set<Uuid> removed = new HashSet<>();
        for (DeleteTopicState wanted : wanted(request)) {
            DeletableTopicResult.Builder result =
                    DeletableTopicResult.builder().name(wanted.name()).topicId(wanted.topicId());
            try {
                TopicImage topic = find(image, wanted);
                result.name(topic.name()).topicId(topic.id());
                if (removed.add(topic.id())) {
                    records.add(new RemoveTopicRecord(topic.id()));
                }
            } catch (Refusal refusal) {
                result.errorCode(refusal.error()).errorMessage(refusal.text());
            }
            results.add(result.build());
        }
        return new Decision<>(records, DeleteTopicsResponse.builder().responses(results).build());
    }

    /** What is to be deleted, in the form that versions from 6 on have. */
    public static List<DeleteTopicState> wanted(DeleteTopicsRequest request) {
        List<DeleteTopicState> wanted = new ArrayList<>(request.topics());
        for (String name : request.topicNames()) {
            wanted.add(DeleteTopicState.builder().name(name).build());
        }
        return wanted;
    }

    private static TopicImage find(MetadataImage image, DeleteTopicState wanted) {
        String name = wanted.name();
        boolean byId = !wanted.topicId().equals(Uuid.ZERO);
        if (byId == (name != null)) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST, "A topic is named either by name or by id");
        }
        @Nullable TopicImage topic =
                name == null ? image.topic(wanted.topicId()) : image.topic(name);
        if (topic == null) {
            throw byId
                    ? new Refusal(
                            ErrorCode.UNKNOWN_TOPIC_ID,
                            "There is no topic with id " + wanted.topicId())
                    : new Refusal(
                            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                            "There is no topic '" + name + "'");
        }
        if (topic.internal()) {
            throw new Refusal(
                    ErrorCode.INVALID_REQUEST,
                    "Topic '" + topic.name() + "' belongs to the server: it cannot be deleted");
        }
        return topic;
    }
}
