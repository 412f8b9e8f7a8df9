package io.leat.log.broker.replication;

import io.leat.log.broker.ControllerCalls;
import io.leat.log.broker.data.IsrAnswer;
import io.leat.log.broker.data.IsrProposal;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AlterPartitionRequest;
import io.leat.log.protocol.message.AlterPartitionResponse;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends ISR proposals as AlterPartition: those of one turn, and those that come while a request is
 * under way, share the next one. Owned by the first loop.
 */
final class ControllerIsrChanges implements IsrChanges {

    /** A partition as the controller names it. */
    private record Key(Uuid topicId, int partition) {}

    private record Waiting(IsrProposal proposal, Consumer<IsrAnswer> answered) {}

    private final EventLoop loop;
    private final ControllerCalls calls;
    private final int nodeId;
    private final LongSupplier brokerEpoch;

    /** By partition: a newer proposal is made when the one before does not count any more. */
    private Map<Key, Waiting> waiting = new LinkedHashMap<>();

    private boolean busy;

    ControllerIsrChanges(
            EventLoop loop, ControllerCalls calls, int nodeId, LongSupplier brokerEpoch) {
        this.loop = loop;
        this.calls = calls;
        this.nodeId = nodeId;
        this.brokerEpoch = brokerEpoch;
    }

    @Override
    public void propose(IsrProposal proposal, Consumer<IsrAnswer> answered) {
        loop.execute(
                () -> {
                    TopicIdPartition id = proposal.partition();
                    Key key = new Key(id.topicId(), id.partition());
                    waiting.put(key, new Waiting(proposal, answered));
                    if (!busy) {
                        busy = true;
                        loop.execute(this::send);
                    }
                });
    }

    private void send() {
        List<Waiting> asked = List.copyOf(waiting.values());
        waiting = new LinkedHashMap<>();
        calls.<AlterPartitionResponse>send(
                request(asked),
                response -> {
                    answer(asked, response);
                    next();
                },
                error -> {
                    asked.forEach(each -> each.answered.accept(new IsrAnswer.Unknown()));
                    next();
                });
    }

    private void next() {
        if (waiting.isEmpty()) {
            busy = false;
        } else {
            loop.execute(this::send);
        }
    }

    private AlterPartitionRequest request(List<Waiting> asked) {
        Map<Uuid, List<AlterPartitionRequest.PartitionData>> topics = new LinkedHashMap<>();
        for (Waiting each : asked) {
            IsrProposal proposal = each.proposal;
            TopicIdPartition id = proposal.partition();
            List<AlterPartitionRequest.BrokerState> isr = new ArrayList<>();
            for (IsrProposal.Member member : proposal.isr()) {
                isr.add(new AlterPartitionRequest.BrokerState(member.id(), member.brokerEpoch()));
            }
            topics.computeIfAbsent(id.topicId(), topic -> new ArrayList<>())
                    .add(
                            AlterPartitionRequest.PartitionData.builder()
                                    .partitionIndex(id.partition())
                                    .leaderEpoch(proposal.leaderEpoch())
                                    .newIsrWithEpochs(isr)
                                    .leaderRecoveryState(PartitionImage.RECOVERED)
                                    .partitionEpoch(proposal.partitionEpoch())
                                    .build());
        }
        List<AlterPartitionRequest.TopicData> data = new ArrayList<>();
        topics.forEach(
                (topic, partitions) ->
                        data.add(new AlterPartitionRequest.TopicData(topic, partitions)));
        return AlterPartitionRequest.builder()
                .brokerId(nodeId)
                .brokerEpoch(brokerEpoch.getAsLong())
                .topics(data)
                .build();
    }

    private static void answer(List<Waiting> asked, AlterPartitionResponse response) {
        Map<Key, IsrAnswer> answers = new HashMap<>();
        for (AlterPartitionResponse.TopicData topic : response.topics()) {
            for (AlterPartitionResponse.PartitionData each : topic.partitions()) {
                answers.put(new Key(topic.topicId(), each.partitionIndex()), answer(each));
            }
        }
        for (Waiting each : asked) {
            TopicIdPartition id = each.proposal.partition();
            IsrAnswer answer = answers.get(new Key(id.topicId(), id.partition()));
            boolean whole = response.errorCode() == ErrorCode.NONE && answer != null;
            each.answered.accept(whole ? answer : new IsrAnswer.Unknown());
        }
    }

    private static IsrAnswer answer(AlterPartitionResponse.PartitionData data) {
        return switch (data.errorCode()) {
            case NONE ->
                    new IsrAnswer.Changed(data.leaderEpoch(), data.partitionEpoch(), data.isr());
            case NOT_CONTROLLER, REQUEST_TIMED_OUT, UNKNOWN_SERVER_ERROR -> new IsrAnswer.Unknown();
            default -> new IsrAnswer.Refused(data.errorCode());
        };
    }
}
