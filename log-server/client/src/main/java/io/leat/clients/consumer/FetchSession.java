package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fetch session with one broker (KIP-227): the broker remembers what is fetched, and requests
 * only say what changed. Owned by the loop; one request is on its way at a time.
 */
final class FetchSession {

    /** What is asked for one partition. */
    record Ask(TopicPartition partition, Uuid topicId, long token, long offset, int leaderEpoch) {}

    /** The limits of one request. */
    record Limits(int waitMs, int minBytes, int maxBytes, int partitionBytes, byte isolation) {}

    private static final int FINAL_EPOCH = Integer.MAX_VALUE;

    private Map<TopicPartition, Ask> remembered = Map.of();
    private Map<TopicPartition, Ask> asked = Map.of();
    private int id;
    private int epoch;
    private boolean inFlight;

    boolean inFlight() {
        return inFlight;
    }

    /** Begins a request for exactly {@code asks}. */
    void begin(Collection<Ask> asks) {
        asked = new LinkedHashMap<>();
        asks.forEach(ask -> asked.put(ask.partition(), ask));
        inFlight = true;
    }

    /** What the current request asks of {@code partition}, or null. */
    Ask asked(TopicPartition partition) {
        return asked.get(partition);
    }

    Collection<Ask> asked() {
        return asked.values();
    }

    /** The partition that a response means: by id, or by name in old versions. */
    TopicPartition partition(FetchResponse.FetchableTopicResponse topic, int number) {
        if (!topic.topic().isEmpty()) {
            return new TopicPartition(topic.topic(), number);
        }
        for (Ask ask : asked.values()) {
            if (ask.partition().partition() == number && ask.topicId().equals(topic.topicId())) {
                return ask.partition();
            }
        }
        return null;
    }

    FetchRequest request(int version, Limits limits, String rack) {
        boolean full = id == 0;
        List<FetchRequest.ForgottenTopic> forgotten = full ? List.of() : forgotten(version);
        Map<String, List<FetchRequest.Partition>> changed = new LinkedHashMap<>();
        Map<String, Uuid> ids = new HashMap<>();
        for (Ask ask : asked.values()) {
            if (full || !ask.equals(remembered.get(ask.partition()))) {
                ids.put(ask.partition().topic(), ask.topicId());
                changed.computeIfAbsent(ask.partition().topic(), none -> new ArrayList<>())
                        .add(partition(version, ask, limits.partitionBytes()));
            }
        }
        List<FetchRequest.Topic> topics = new ArrayList<>();
        changed.forEach(
                (name, partitions) ->
                        topics.add(
                                version >= 13
                                        ? new FetchRequest.Topic("", ids.get(name), partitions)
                                        : new FetchRequest.Topic(name, Uuid.ZERO, partitions)));
        FetchRequest.Builder request =
                FetchRequest.builder()
                        .maxWaitMs(limits.waitMs())
                        .minBytes(limits.minBytes())
                        .maxBytes(limits.maxBytes())
                        .isolationLevel(limits.isolation())
                        .topics(topics)
                        .rackId(version >= 11 ? rack : "");
        if (version >= 7) {
            request.sessionId(id).sessionEpoch(epoch).forgottenTopicsData(forgotten);
        }
        return request.build();
    }

    private static FetchRequest.Partition partition(int version, Ask ask, int maxBytes) {
        return FetchRequest.Partition.builder()
                .partition(ask.partition().partition())
                .currentLeaderEpoch(version >= 9 ? ask.leaderEpoch() : -1)
                .fetchOffset(ask.offset())
                .partitionMaxBytes(maxBytes)
                .build();
    }

    private List<FetchRequest.ForgottenTopic> forgotten(int version) {
        Map<String, List<Integer>> gone = new LinkedHashMap<>();
        Map<String, Uuid> ids = new HashMap<>();
        for (Ask ask : remembered.values()) {
            if (!asked.containsKey(ask.partition())) {
                ids.put(ask.partition().topic(), ask.topicId());
                gone.computeIfAbsent(ask.partition().topic(), none -> new ArrayList<>())
                        .add(ask.partition().partition());
            }
        }
        List<FetchRequest.ForgottenTopic> topics = new ArrayList<>();
        gone.forEach(
                (name, numbers) ->
                        topics.add(
                                version >= 13
                                        ? new FetchRequest.ForgottenTopic(
                                                "", ids.get(name), numbers)
                                        : new FetchRequest.ForgottenTopic(
                                                name, Uuid.ZERO, numbers)));
        return topics;
    }

    /** Ends a request; false when the broker has forgotten the session and a new one begins. */
    boolean end(FetchResponse response) {
        inFlight = false;
        ErrorCode error = response.errorCode();
        if (error != ErrorCode.NONE) {
            reset();
            return false;
        }
        remembered = asked;
        if (response.sessionId() == 0) {
            reset();
        } else {
            id = response.sessionId();
            epoch = epoch == FINAL_EPOCH ? 1 : epoch + 1;
        }
        return true;
    }

    /** The request failed: nobody knows what the broker remembers. */
    void failed() {
        inFlight = false;
        reset();
    }

    private void reset() {
        id = 0;
        epoch = 0;
        remembered = Map.of();
    }
}
