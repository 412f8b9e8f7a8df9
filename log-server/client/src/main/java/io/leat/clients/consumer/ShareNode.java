package io.leat.clients.consumer;

import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.common.TopicIdPartition;
import io.leat.common.Uuid;
import io.leat.log.protocol.message.ShareAcknowledgeRequest;
import io.leat.log.protocol.message.ShareAcknowledgeResponse;
import io.leat.log.protocol.message.ShareFetchRequest;
import io.leat.log.protocol.message.ShareFetchResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The session of a share consumer with one broker: one request at a time, each with the next epoch.
 * Owned by the polling thread.
 */
final class ShareNode {

    private static final int CLOSES = -1;

    /** What a fetch may bring. */
    record Limits(int maxWaitMs, int minBytes, int maxBytes, int maxRecords, boolean exact) {}

    private final ClientIo io;
    private final int node;
    private final String groupId;
    private final String memberId;
    private final Set<TopicIdPartition> known = new LinkedHashSet<>();
    private int epoch;
    private CompletableFuture<?> inFlight;

    ShareNode(ClientIo io, int node, String groupId, String memberId) {
        this.io = io;
        this.node = node;
        this.groupId = groupId;
        this.memberId = memberId;
    }

    /** The request that is under way; null if there is none. */
    CompletableFuture<?> inFlight() {
        return inFlight;
    }

    boolean isBusy() {
        return inFlight != null && !inFlight.isDone();
    }

    boolean isOpen() {
        return epoch > 0;
    }

    /** The broker knows nothing of the session any more. */
    void lost() {
        epoch = 0;
        known.clear();
    }

    private void sent() {
        epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    }

    /** Fetches from {@code wanted}, and tells what is said about records the broker gave before. */
    CompletableFuture<ShareFetchResponse> fetch(
            Set<TopicIdPartition> wanted, Map<TopicIdPartition, ShareAcks> said, Limits limits) {
        boolean opens = epoch == 0;
        Set<TopicIdPartition> named = new LinkedHashSet<>(wanted);
        named.removeAll(known);
        named.addAll(said.keySet());
        Set<TopicIdPartition> gone = new LinkedHashSet<>(known);
        gone.removeAll(wanted);
        boolean renews = said.values().stream().anyMatch(ShareAcks::renews);
        ShareFetchRequest.Builder request =
                ShareFetchRequest.builder()
                        .groupId(groupId)
                        .memberId(memberId)
                        .shareSessionEpoch(epoch)
                        .isRenewAck(renews)
                        .shareAcquireMode((byte) (limits.exact() ? 1 : 0))
                        .batchSize(Math.max(1, limits.maxRecords()))
                        .topics(
                                byTopic(
                                        opens ? wanted : named,
                                        ShareFetchRequest.FetchTopic::new,
                                        each ->
                                                new ShareFetchRequest.FetchPartition(
                                                        each.partition(),
                                                        batches(
                                                                said.get(each),
                                                                ShareFetchRequest
                                                                                .AcknowledgementBatch
                                                                        ::new))))
                        .forgottenTopicsData(
                                byTopic(
                                        gone,
                                        ShareFetchRequest.ForgottenTopic::new,
                                        TopicIdPartition::partition));
        if (renews) {
            request.maxBytes(0).minBytes(0).maxRecords(0).maxWaitMs(0);
        } else {
            request.maxBytes(limits.maxBytes())
                    .minBytes(limits.minBytes())
                    .maxRecords(limits.maxRecords())
                    .maxWaitMs(limits.maxWaitMs());
        }
        known.clear();
        known.addAll(wanted);
        sent();
        CompletableFuture<ShareFetchResponse> answer =
                io.send(node, Call.of(request.build(), ShareFetchResponse::read));
        inFlight = answer;
        return answer;
    }

    /** Tells what is said about records the broker gave before. */
    CompletableFuture<ShareAcknowledgeResponse> acknowledge(
            Map<TopicIdPartition, ShareAcks> said, boolean closes) {
        ShareAcknowledgeRequest request =
                ShareAcknowledgeRequest.builder()
                        .groupId(groupId)
                        .memberId(memberId)
                        .shareSessionEpoch(closes ? CLOSES : epoch)
                        .isRenewAck(said.values().stream().anyMatch(ShareAcks::renews))
                        .topics(
                                byTopic(
                                        said.keySet(),
                                        ShareAcknowledgeRequest.AcknowledgeTopic::new,
                                        each ->
                                                new ShareAcknowledgeRequest.AcknowledgePartition(
                                                        each.partition(),
                                                        batches(
                                                                said.get(each),
                                                                ShareAcknowledgeRequest
                                                                                .AcknowledgementBatch
                                                                        ::new))))
                        .build();
        sent();
        CompletableFuture<ShareAcknowledgeResponse> answer =
                io.send(node, Call.of(request, ShareAcknowledgeResponse::read));
        inFlight = answer;
        return answer;
    }

    private interface BatchMaker<B> {
        B make(long first, long last, List<Byte> types);
    }

    private static <B> List<B> batches(ShareAcks said, BatchMaker<B> maker) {
        List<B> batches = new ArrayList<>();
        if (said != null) {
            said.batches()
                    .forEach(
                            each ->
                                    batches.add(
                                            maker.make(each.first(), each.last(), each.types())));
        }
        return batches;
    }

    private interface TopicMaker<T, P> {
        T make(io.leat.log.protocol.Uuid id, List<P> partitions);
    }

    private static <T, P> List<T> byTopic(
            Set<TopicIdPartition> all, TopicMaker<T, P> maker, Function<TopicIdPartition, P> part) {
        Map<Uuid, List<P>> topics = new LinkedHashMap<>();
        for (TopicIdPartition each : all) {
            topics.computeIfAbsent(each.topicId(), id -> new ArrayList<>()).add(part.apply(each));
        }
        List<T> made = new ArrayList<>();
        topics.forEach((id, parts) -> made.add(maker.make(wire(id), parts)));
        return made;
    }

    private static io.leat.log.protocol.Uuid wire(Uuid id) {
        return new io.leat.log.protocol.Uuid(
                id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
