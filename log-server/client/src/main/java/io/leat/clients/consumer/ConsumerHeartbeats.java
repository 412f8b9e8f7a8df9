package io.leat.clients.consumer;

import io.leat.clients.consumer.Remote.Member;
import io.leat.clients.network.Errors;
import io.leat.common.errors.RetriableException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatRequest;
import io.leat.log.protocol.message.ConsumerGroupHeartbeatResponse;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Speaks with the coordinator of a consumer group (KIP-848), whether or not the application polls.
 * Owned by the loop; the polling thread says what it wants and owns, and takes what was heard.
 *
 * <p>A heartbeat says only what changed since the last one that was answered. After a failure the
 * next one says everything, for nobody knows which of both the coordinator saw.
 */
final class ConsumerHeartbeats {

    private static final int JOINS = 0;
    private static final int LEAVES = -1;
    private static final int LEAVES_FOR_A_WHILE = -2;

    /** What the member reads: topics, or what an expression finds; one of both is null. */
    record Subscription(List<String> topics, String regex) {}

    /** What a heartbeat brought back. */
    enum Kind {
        /** The coordinator gave an assignment. */
        ASSIGNED,
        /** The coordinator does not count on the member any more. */
        LOST,
        /** The application did not poll within max.poll.interval.ms, and the member has left. */
        EXPIRED,
        /** Nothing that a rejoin could heal. */
        FATAL
    }

    /** A {@link Kind} with its assignment or its cause. */
    record Heard(Kind kind, Map<Uuid, List<Integer>> assignment, RuntimeException cause) {}

    private final EventLoop loop;
    private final Remote remote;
    private final Waiting waiting;
    private final GroupSettings settings;
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private volatile Member member;
    private volatile long polledAt;

    private boolean in;
    private Subscription subscription = new Subscription(List.of(), null);
    private Map<Uuid, List<Integer>> owned = Map.of();
    private boolean sayAll;
    private boolean saySubscription;
    private boolean sayOwned;
    private boolean inFlight;

    /** Grows when the member leaves or is lost: what belongs to an earlier life is recognised. */
    private int life;

    private Timer timer;

    ConsumerHeartbeats(
            EventLoop loop,
            Remote remote,
            Waiting waiting,
            GroupSettings settings,
            String memberId) {
        this.loop = loop;
        this.remote = remote;
        this.waiting = waiting;
        this.settings = settings;
        this.member = new Member(memberId, JOINS, settings.instanceId());
    }

    /** The member with its epoch; -1 as long as it is in no group. */
    Member member() {
        Member now = member;
        return now.generation() > 0 ? now : Member.none(settings.instanceId());
    }

    /** The application polls. */
    void polled() {
        polledAt = waiting.now();
    }

    /** Joins, or says that the member reads something else from now on. */
    void subscribe(Subscription next) {
        loop.execute(
                () -> {
                    subscription = next;
                    saySubscription = true;
                    in = true;
                    beatSoon();
                });
    }

    /** Says what the member has, after it gave up or took over what it was told. */
    void owns(Map<Uuid, List<Integer>> partitions) {
        loop.execute(
                () -> {
                    owned = partitions;
                    sayOwned = true;
                    beatSoon();
                });
    }

    /** What was heard next, or null. */
    Heard take() {
        return heard.poll();
    }

    /**
     * Ends the membership.
     *
     * @param tell whether the group is told that the member will not be back; a static one that
     *     says nothing of the kind keeps its place for a while
     */
    CompletableFuture<Void> leave(boolean tell) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        loop.execute(
                () -> {
                    boolean known = in && (member.generation() > JOINS || inFlight);
                    boolean isStatic = settings.instanceId().isPresent();
                    halt();
                    if (known && (tell || isStatic)) {
                        sayGoodbye(tell ? LEAVES : LEAVES_FOR_A_WHILE)
                                .whenComplete((answer, failure) -> left.complete(null));
                    } else {
                        left.complete(null);
                    }
                });
        return left;
    }

    private CompletableFuture<ConsumerGroupHeartbeatResponse> sayGoodbye(int epoch) {
        return remote.beat(request(epoch).build());
    }

    /** Begins a new life, outside of the group. */
    private void halt() {
        life++;
        in = false;
        inFlight = false;
        sayAll = false;
        sayOwned = false;
        owned = Map.of();
        member = new Member(member.id(), JOINS, settings.instanceId());
        heard.clear();
        cancelTimer();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void beatSoon() {
        if (in && !inFlight) {
            cancelTimer();
            beat();
        }
    }

    private void schedule(long delayMs) {
        cancelTimer();
        int of = life;
        timer =
                loop.schedule(
                        delayMs,
                        () -> {
                            if (of == life) {
                                beatSoon();
                            }
                        });
    }

    private void beat() {
        if (loop.clock().millis() - polledAt > settings.rebalanceTimeoutMs()) {
            expire();
            return;
        }
        ConsumerGroupHeartbeatRequest request = next();
        inFlight = true;
        int of = life;
        remote.beat(request)
                .whenComplete(
                        (response, failure) ->
                                loop.execute(
                                        () -> {
                                            if (of == life) {
                                                inFlight = false;
                                                answered(response, failure);
                                            }
                                        }));
    }

    private void expire() {
        boolean isStatic = settings.instanceId().isPresent();
        if (member.generation() > JOINS) {
            sayGoodbye(isStatic ? LEAVES_FOR_A_WHILE : LEAVES);
        }
        halt();
        report(new Heard(Kind.EXPIRED, Map.of(), null));
    }

    private ConsumerGroupHeartbeatRequest.Builder request(int epoch) {
        return ConsumerGroupHeartbeatRequest.builder()
                .groupId(settings.groupId())
                .memberId(member.id())
                .memberEpoch(epoch)
                .instanceId(settings.instanceId().orElse(null));
    }

    private ConsumerGroupHeartbeatRequest next() {
        boolean all = sayAll || member.generation() == JOINS;
        ConsumerGroupHeartbeatRequest.Builder request = request(member.generation());
        if (all) {
            request.rackId(settings.rackId())
                    .rebalanceTimeoutMs(settings.rebalanceTimeoutMs())
                    .serverAssignor(settings.remoteAssignor());
        }
        if (all || saySubscription) {
            request.subscribedTopicNames(subscription.topics())
                    .subscribedTopicRegex(subscription.regex());
        }
        if (all || sayOwned) {
            request.topicPartitions(member.generation() == JOINS ? List.of() : partitions(owned));
        }
        sayAll = false;
        saySubscription = false;
        sayOwned = false;
        return request.build();
    }

    private static List<ConsumerGroupHeartbeatRequest.TopicPartitions> partitions(
            Map<Uuid, List<Integer>> owned) {
        List<ConsumerGroupHeartbeatRequest.TopicPartitions> all = new ArrayList<>();
        owned.forEach(
                (topic, numbers) ->
                        all.add(new ConsumerGroupHeartbeatRequest.TopicPartitions(topic, numbers)));
        return all;
    }

    private void answered(ConsumerGroupHeartbeatResponse response, Throwable failure) {
        if (failure != null) {
            RuntimeException cause = Errors.unwrap(failure);
            if (cause instanceof RetriableException) {
                again();
            } else {
                fail(Kind.FATAL, cause);
            }
            return;
        }
        ErrorCode error = response.errorCode();
        switch (error) {
            case NONE -> accepted(response);
            case COORDINATOR_LOAD_IN_PROGRESS,
                    COORDINATOR_NOT_AVAILABLE,
                    NOT_COORDINATOR,
                    TOPIC_AUTHORIZATION_FAILED ->
                    again();
            case UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH -> fail(Kind.LOST, null);
            case GROUP_ID_NOT_FOUND ->
                    fail(member.generation() > JOINS ? Kind.LOST : Kind.FATAL, cause(response));
            default -> fail(Kind.FATAL, cause(response));
        }
    }

    private static RuntimeException cause(ConsumerGroupHeartbeatResponse response) {
        return Errors.of(
                response.errorCode(),
                Objects.requireNonNullElse(
                        response.errorMessage(), response.errorCode().message()));
    }

    /** What the last one said may have been heard or not. */
    private void again() {
        sayAll = true;
        schedule(settings.backoffMs());
    }

    private void fail(Kind kind, RuntimeException cause) {
        halt();
        report(new Heard(kind, Map.of(), cause));
    }

    private void accepted(ConsumerGroupHeartbeatResponse response) {
        member = new Member(member.id(), response.memberEpoch(), settings.instanceId());
        ConsumerGroupHeartbeatResponse.Assignment assignment = response.assignment();
        if (assignment != null) {
            Map<Uuid, List<Integer>> told = new TreeMap<>();
            assignment
                    .topicPartitions()
                    .forEach(each -> told.put(each.topicId(), List.copyOf(each.partitions())));
            report(new Heard(Kind.ASSIGNED, told, null));
        }
        if (saySubscription || sayOwned) {
            beat();
        } else {
            schedule(response.heartbeatIntervalMs());
        }
    }

    private void report(Heard news) {
        heard.add(news);
        waiting.raise();
    }
}
