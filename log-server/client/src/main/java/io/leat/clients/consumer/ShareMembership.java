package io.leat.clients.consumer;

import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Coordinators;
import io.leat.clients.network.Errors;
import io.leat.common.Uuid;
import io.leat.common.errors.RetriableException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ShareGroupHeartbeatRequest;
import io.leat.log.protocol.message.ShareGroupHeartbeatResponse;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps a member of a share group alive, and learns which partitions it is given. Owned by the
 * loop; the polling thread subscribes, and takes what was learnt.
 */
final class ShareMembership {

    private static final Coordinators.Kind GROUP = Coordinators.Kind.GROUP;
    private static final int LEAVES = -1;

    private final ClientIo io;
    private final String groupId;
    private final String rackId;
    private final Waiting waiting;
    private final long backoffMs;
    private final String memberId;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile Map<Uuid, List<Integer>> assigned = Map.of();
    private List<String> topics = List.of();
    private int epoch;
    private boolean tellsTopics;
    private boolean member;
    private long sequence;
    private Timer timer;

    ShareMembership(ClientIo io, String groupId, String rackId, Waiting waiting, long backoffMs) {
        this.io = io;
        this.groupId = groupId;
        this.rackId = rackId;
        this.waiting = waiting;
        this.backoffMs = backoffMs;
        this.memberId =
                new Uuid(io.entropy().nextLong() & ~(1L << 63), io.entropy().nextLong()).toString();
    }

    String memberId() {
        return memberId;
    }

    /** The partitions the member may fetch from. */
    Map<Uuid, List<Integer>> assigned() {
        return assigned;
    }

    /** What makes it useless to go on, once; null if nothing does. */
    RuntimeException takeFailure() {
        return failure.getAndSet(null);
    }

    void subscribe(TreeSet<String> names) {
        List<String> wanted = List.copyOf(names);
        io.loop()
                .execute(
                        () -> {
                            topics = wanted;
                            tellsTopics = true;
                            if (!member) {
                                member = true;
                                epoch = 0;
                            }
                            beat();
                        });
    }

    /** Leaves the group; completes when the coordinator knows, or cannot be told. */
    CompletableFuture<Void> leave() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        io.loop()
                .execute(
                        () -> {
                            boolean was = member;
                            halt();
                            member = false;
                            assigned = Map.of();
                            if (!was) {
                                left.complete(null);
                                return;
                            }
                            send(request(LEAVES, null))
                                    .whenComplete((response, e) -> left.complete(null));
                        });
        return left;
    }

    private void halt() {
        sequence++;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void later(long delayMs) {
        long current = sequence;
        timer =
                io.loop()
                        .schedule(
                                delayMs,
                                () -> {
                                    if (current == sequence && member) {
                                        beat();
                                    }
                                });
    }

    private ShareGroupHeartbeatRequest request(int atEpoch, List<String> names) {
        return ShareGroupHeartbeatRequest.builder()
                .groupId(groupId)
                .memberId(memberId)
                .memberEpoch(atEpoch)
                .rackId(rackId)
                .subscribedTopicNames(names)
                .build();
    }

    private CompletableFuture<ShareGroupHeartbeatResponse> send(
            ShareGroupHeartbeatRequest request) {
        Call<ShareGroupHeartbeatResponse> call =
                Call.of(request, ShareGroupHeartbeatResponse::read);
        return io.coordinators().find(GROUP, groupId).thenCompose(node -> io.send(node.id(), call));
    }

    private void beat() {
        halt();
        long current = sequence;
        boolean all = tellsTopics || epoch == 0;
        tellsTopics = false;
        send(request(epoch, all ? topics : null))
                .whenComplete(
                        (response, e) ->
                                io.loop()
                                        .execute(
                                                () -> {
                                                    if (current == sequence && member) {
                                                        answered(response, e);
                                                    }
                                                }));
    }

    private void answered(ShareGroupHeartbeatResponse response, Throwable e) {
        ErrorCode error = response == null ? ErrorCode.NETWORK_EXCEPTION : response.errorCode();
        switch (error) {
            case NONE -> {
                epoch = response.memberEpoch();
                if (response.assignment() != null) {
                    take(response.assignment());
                }
                later(response.heartbeatIntervalMs());
            }
            case UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH -> {
                epoch = 0;
                assigned = Map.of();
                waiting.raise();
                beat();
            }
            case NETWORK_EXCEPTION,
                    NOT_COORDINATOR,
                    COORDINATOR_NOT_AVAILABLE,
                    COORDINATOR_LOAD_IN_PROGRESS -> {
                tellsTopics = true;
                io.coordinators().forget(GROUP, groupId);
                RuntimeException cause = e == null ? null : Errors.unwrap(e);
                if (cause != null && !(cause instanceof RetriableException)) {
                    failed(cause);
                }
                later(backoffMs);
            }
            default -> failed(Errors.of(error, response.errorMessage()));
        }
    }

    private void failed(RuntimeException cause) {
        failure.set(cause);
        waiting.raise();
    }

    private void take(ShareGroupHeartbeatResponse.Assignment given) {
        Map<Uuid, List<Integer>> next = new HashMap<>();
        for (ShareGroupHeartbeatResponse.TopicPartitions each : given.topicPartitions()) {
            next.put(
                    new Uuid(each.topicId().high(), each.topicId().low()),
                    new ArrayList<>(each.partitions()));
        }
        assigned = Map.copyOf(next);
        waiting.raise();
    }
}
