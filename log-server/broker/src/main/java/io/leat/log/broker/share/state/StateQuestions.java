package io.leat.log.broker.share.state;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareStateCoordinator;
import io.leat.log.coordinator.share.ShareStateRecord;
import io.leat.log.protocol.Uuid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What one request asks about several share-partitions, each of its own share coordinator. Built
 * and asked on the loop of the connection.
 *
 * @param <P> what the request says about one partition
 */
final class StateQuestions<P> {

    /** How the coordinator is asked about one of them. */
    interface Question<P> {
        Decision<ShareStateRecord> ask(
                ShareStateCoordinator coordinator,
                SharePartitionKey key,
                P partition,
                Promise<ShareAnswer> promise,
                Moment now);
    }

    private final String groupId;
    private final List<SharePartitionKey> keys = new ArrayList<>();
    private final List<P> partitions = new ArrayList<>();

    StateQuestions(String groupId) {
        this.groupId = groupId;
    }

    void add(Uuid topicId, int index, P partition) {
        keys.add(new SharePartitionKey(groupId, topicId, index));
        partitions.add(partition);
    }

    /** Asks them all; {@code done} gets the answers in their order, on the connection's loop. */
    void ask(
            Broker broker,
            RequestContext context,
            Question<P> question,
            Consumer<List<ShareAnswer>> done) {
        Gathering<ShareAnswer> all = new Gathering<>(context.loop(), keys.size(), done);
        for (int i = 0; i < keys.size(); i++) {
            int number = i;
            SharePartitionKey key = keys.get(i);
            P partition = partitions.get(i);
            broker.coordinators()
                    .shareStates()
                    .<ShareAnswer>ask(
                            key.coordinatorKey(),
                            (coordinator, promise, now) ->
                                    question.ask(coordinator, key, partition, promise, now),
                            answer -> all.add(number, answer),
                            error -> all.add(number, ShareAnswer.failed(error)));
        }
    }

    /** The answers as results of a response, by topic. */
    <R> Map<Uuid, List<R>> results(
            List<ShareAnswer> answers, BiFunction<Integer, ShareAnswer, R> result) {
        Map<Uuid, List<R>> byTopic = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            SharePartitionKey key = keys.get(i);
            byTopic.computeIfAbsent(key.topicId(), id -> new ArrayList<>())
                    .add(result.apply(key.partition(), answers.get(i)));
        }
        return byTopic;
    }
}
