package io.leat.log.broker.coordinator;

import io.leat.log.broker.Images;
import io.leat.log.broker.NodeAddresses;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.coordinator.transaction.MarkerSender;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.WriteTxnMarkersRequest;
import io.leat.log.protocol.message.WriteTxnMarkersResponse;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the markers of one coordinator's loop to the leaders of partitions: here in process, on
 * other brokers by WriteTxnMarkers. Owned by that loop.
 */
final class Markers implements MarkerSender {

    private static final long TIMEOUT_MS = 10_000;

    private final EventLoop loop;
    private final int nodeId;
    private final Images images;
    private final NodeAddresses addresses;
    private final LocalMarkers local;
    private final Peers peers;

    Markers(
            EventLoop loop,
            int nodeId,
            Images images,
            NodeAddresses addresses,
            LocalMarkers local,
            Peers peers) {
        this.loop = loop;
        this.nodeId = nodeId;
        this.images = images;
        this.addresses = addresses;
        this.local = local;
        this.peers = peers;
    }

    @Override
    public void send(
            TransactionMarker marker,
            Set<TopicPartition> partitions,
            Consumer<Map<TopicPartition, Result>> results) {
        MetadataImage image = images.current();
        Map<Integer, List<TopicPartition>> remote = new TreeMap<>();
        Map<TopicPartition, Result> known = new HashMap<>();
        for (TopicPartition each : partitions) {
            TopicImage topic = image.topic(each.topic());
            PartitionImage partition = topic == null ? null : topic.partition(each.partition());
            if (partition == null) {
                known.put(each, result(each, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
            } else if (partition.leader() == nodeId) {
                local.write(each, marker, error -> answer(results, each, error));
            } else {
                remote.computeIfAbsent(partition.leader(), id -> new ArrayList<>()).add(each);
            }
        }
        remote.forEach(
                (leader, there) -> {
                    Endpoint to = addresses.of(image, leader);
                    if (to == null) { // no leader at this moment
                        there.forEach(each -> known.put(each, Result.RETRY));
                    } else {
                        send(to, marker, there, results);
                    }
                });
        if (!known.isEmpty()) {
            later(results, known);
        }
    }

    private void answer(
            Consumer<Map<TopicPartition, Result>> results, TopicPartition to, ErrorCode error) {
        later(results, Map.of(to, result(to, error)));
    }

    /** Never at once: the caller still walks through its partitions. */
    private void later(
            Consumer<Map<TopicPartition, Result>> results, Map<TopicPartition, Result> part) {
        loop.execute(() -> results.accept(part));
    }

    private void send(
            Endpoint to,
            TransactionMarker marker,
            List<TopicPartition> partitions,
            Consumer<Map<TopicPartition, Result>> results) {
        peers.send(
                to,
                request(marker, partitions),
                ApiKey.WRITE_TXN_MARKERS.maxStableVersion(),
                TIMEOUT_MS,
                new PeerCallback<WriteTxnMarkersResponse>() {
                    @Override
                    public void answered(WriteTxnMarkersResponse response, Frame frame) {
                        later(results, results(partitions, response));
                    }

                    @Override
                    public void failed(PeerException cause) {
                        Map<TopicPartition, Result> again = new HashMap<>();
                        partitions.forEach(each -> again.put(each, Result.RETRY));
                        later(results, again);
                    }
                });
    }

    private static WriteTxnMarkersRequest request(
            TransactionMarker marker, List<TopicPartition> partitions) {
        Map<String, List<Integer>> topics = new LinkedHashMap<>();
        for (TopicPartition each : partitions) {
            topics.computeIfAbsent(each.topic(), t -> new ArrayList<>()).add(each.partition());
        }
        List<WriteTxnMarkersRequest.WritableTxnMarkerTopic> named = new ArrayList<>();
        topics.forEach(
                (topic, indexes) ->
                        named.add(
                                new WriteTxnMarkersRequest.WritableTxnMarkerTopic(topic, indexes)));
        return WriteTxnMarkersRequest.builder()
                .markers(
                        List.of(
                                WriteTxnMarkersRequest.WritableTxnMarker.builder()
                                        .producerId(marker.producer().id())
                                        .producerEpoch(marker.producer().epoch())
                                        .transactionResult(marker.commit())
                                        .topics(named)
                                        .coordinatorEpoch(marker.coordinatorEpoch())
                                        .transactionVersion((byte) marker.transactionVersion())
                                        .build()))
                .build();
    }

    /** What the answer says of each partition; of one it leaves out, nothing is known. */
    private Map<TopicPartition, Result> results(
            List<TopicPartition> partitions, WriteTxnMarkersResponse response) {
        Map<TopicPartition, Result> all = new HashMap<>();
        partitions.forEach(each -> all.put(each, Result.RETRY));
        for (WriteTxnMarkersResponse.WritableTxnMarkerResult marker : response.markers()) {
            for (WriteTxnMarkersResponse.WritableTxnMarkerTopicResult topic : marker.topics()) {
                topic.partitions()
                        .forEach(
                                p -> {
                                    TopicPartition each =
                                            new TopicPartition(topic.name(), p.partitionIndex());
                                    all.replace(each, result(each, p.errorCode()));
                                });
            }
        }
        return all;
    }

    private Result result(TopicPartition partition, ErrorCode error) {
        return switch (error) {
            case NONE -> Result.WRITTEN;
            case TRANSACTION_COORDINATOR_FENCED, INVALID_PRODUCER_EPOCH -> Result.FENCED;
            case UNKNOWN_TOPIC_OR_PARTITION -> isGone(partition) ? Result.GONE : Result.RETRY;
            default -> Result.RETRY;
        };
    }

    private boolean isGone(TopicPartition partition) {
        @Nullable TopicImage topic = images.current().topic(partition.topic());
        return topic == null;
    }
}
