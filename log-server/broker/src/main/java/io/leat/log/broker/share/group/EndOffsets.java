package io.leat.log.broker.share.group;

import io.leat.log.broker.Broker;
import io.leat.log.broker.NodeAddresses;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import java.util.List;
import java.util.function.LongConsumer;

/** Finds where partitions end, here or at other brokers. Owned by one loop. */
final class EndOffsets {

    static final long UNKNOWN = -1;

    private static final int LATEST = -1;
    private static final int CONSUMER = -1;
    private static final int VERSION = 7;
    private static final long TIMEOUT_MS = 5_000;

    private final Broker broker;
    private final EventLoop loop;
    private final Peers peers;

    EndOffsets(Broker broker, EventLoop loop) {
        this.broker = broker;
        this.loop = loop;
        this.peers =
                new Peers(broker.ports().network(), loop, "broker-" + broker.nodeId() + "-lag");
    }

    /** Where consumers find the end at present; {@link #UNKNOWN} if nobody can tell. */
    void find(TopicImage topic, PartitionImage partition, LongConsumer found) {
        if (partition.leader() == broker.nodeId()) {
            findHere(topic, partition, found);
            return;
        }
        Endpoint leader = NodeAddresses.of(broker.config()).of(broker.image(), partition.leader());
        if (leader == null) {
            found.accept(UNKNOWN);
            return;
        }
        peers.send(
                leader,
                request(topic.name(), partition.partition()),
                VERSION,
                TIMEOUT_MS,
                new PeerCallback<ListOffsetsResponse>() {
                    @Override
                    public void answered(ListOffsetsResponse response, Frame frame) {
                        found.accept(offset(response));
                    }

                    @Override
                    public void failed(PeerException cause) {
                        found.accept(UNKNOWN);
                    }
                });
    }

    private void findHere(TopicImage topic, PartitionImage partition, LongConsumer found) {
        PartitionRef ref =
                broker.topics().find(broker.image(), topic.name(), partition.partition());
        if (ref == null) {
            found.accept(UNKNOWN);
            return;
        }
        ref.post(
                open -> {
                    boolean leads =
                            open instanceof LogPartition data
                                    && data.checkEpoch(-1) == ErrorCode.NONE;
                    long end =
                            leads && open instanceof LogPartition data
                                    ? data.bound(false)
                                    : UNKNOWN;
                    if (loop.inLoop()) {
                        found.accept(end);
                    } else {
                        loop.execute(() -> found.accept(end));
                    }
                });
    }

    private static ListOffsetsRequest request(String topic, int partition) {
        return ListOffsetsRequest.builder()
                .replicaId(CONSUMER)
                .topics(
                        List.of(
                                new ListOffsetsRequest.Topic(
                                        topic,
                                        List.of(
                                                ListOffsetsRequest.Partition.builder()
                                                        .partitionIndex(partition)
                                                        .currentLeaderEpoch(-1)
                                                        .timestamp(LATEST)
                                                        .build()))))
                .build();
    }

    private static long offset(ListOffsetsResponse response) {
        for (ListOffsetsResponse.TopicResponse topic : response.topics()) {
            for (ListOffsetsResponse.PartitionResponse each : topic.partitions()) {
                return each.errorCode() == ErrorCode.NONE ? each.offset() : UNKNOWN;
            }
        }
        return UNKNOWN;
    }
}
