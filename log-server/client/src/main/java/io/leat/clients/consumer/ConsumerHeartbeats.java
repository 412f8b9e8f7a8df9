package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Member;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Heartbeats of a member of a consumer group (KIP-848). Owned by the loop, as {@link
 * GroupHeartbeats} says.
 */
final class ConsumerHeartbeats extends GroupHeartbeats<Map<Uuid, List<Integer>>> {

    /** What the member reads: topics, or what an expression finds; one of both is null. */
    record Subscription(List<String> topics, String regex) {}

    private final Remote remote;
    private Subscription subscription = new Subscription(List.of(), null);
    private Map<Uuid, List<Integer>> owned = Map.of();
    private boolean saySubscription;
    private boolean sayOwned;

    ConsumerHeartbeats(
            EventLoop loop,
            Remote remote,
            Waiting waiting,
            GroupSettings settings,
            String memberId) {
        super(loop, waiting, settings, memberId);
        this.remote = remote;
    }

    /** Joins, or says that the member reads something else from now on. */
    void subscribe(Subscription next) {
        say(
                () -> {
                    subscription = next;
                    saySubscription = true;
                    enter();
                });
    }

    /** Says what the member has, after it gave up or took over what it was told. */
    void owns(Map<Uuid, List<Integer>> partitions) {
        say(
                () -> {
                    owned = partitions;
                    sayOwned = true;
                });
    }

    @Override
    boolean hasNews() {
        return saySubscription || sayOwned;
    }

    @Override
    void halted() {
        sayOwned = false;
        owned = Map.of();
    }

    @Override
    CompletableFuture<?> sendGoodbye(Member sender, int epoch) {
        return remote.beat(request(sender, epoch).build());
    }

    private ConsumerGroupHeartbeatRequest.Builder request(Member sender, int epoch) {
        return ConsumerGroupHeartbeatRequest.builder()
                .groupId(settings().groupId())
                .memberId(sender.id())
                .memberEpoch(epoch)
                .instanceId(settings().instanceId().orElse(null));
    }

    @Override
    CompletableFuture<Answer<Map<Uuid, List<Integer>>>> send(Member sender, boolean all) {
        ConsumerGroupHeartbeatRequest.Builder request = request(sender, sender.generation());
        if (all) {
            request.rackId(settings().rackId())
                    .rebalanceTimeoutMs(settings().rebalanceTimeoutMs())
                    .serverAssignor(settings().remoteAssignor());
        }
        if (all || saySubscription) {
            request.subscribedTopicNames(subscription.topics())
                    .subscribedTopicRegex(subscription.regex());
        }
        if (all || sayOwned) {
            request.topicPartitions(sender.generation() == JOINS ? List.of() : partitions(owned));
        }
        saySubscription = false;
        sayOwned = false;
        return remote.beat(request.build()).thenApply(ConsumerHeartbeats::answer);
    }

    private static List<ConsumerGroupHeartbeatRequest.TopicPartitions> partitions(
            Map<Uuid, List<Integer>> owned) {
        List<ConsumerGroupHeartbeatRequest.TopicPartitions> all = new ArrayList<>();
        owned.forEach(
                (topic, numbers) ->
                        all.add(new ConsumerGroupHeartbeatRequest.TopicPartitions(topic, numbers)));
        return all;
    }

    private static Answer<Map<Uuid, List<Integer>>> answer(
            ConsumerGroupHeartbeatResponse response) {
        ConsumerGroupHeartbeatResponse.Assignment assignment = response.assignment();
        Map<Uuid, List<Integer>> told = null;
        if (assignment != null) {
            told = new TreeMap<>();
            for (ConsumerGroupHeartbeatResponse.TopicPartitions each :
                    assignment.topicPartitions()) {
                told.put(each.topicId(), List.copyOf(each.partitions()));
            }
        }
        return new Answer<>(
                response.errorCode(),
                response.errorMessage(),
                response.memberEpoch(),
                response.heartbeatIntervalMs(),
                told);
    }
}
