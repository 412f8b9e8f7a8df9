package io.leat.log.testkit.sim;

import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.sim.SimNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Clients that write and read, and what they learnt: an offset has one value for ever, once it was
 * acknowledged or read. Owned by the loop of their machine.
 */
final class ReplicaClients {

    private final ScriptedController controller;
    private final SimNode host;
    private final Entropy dice;
    private final int partitions;
    private final int replicas;
    private final List<Map<Long, String>> known = new ArrayList<>();
    private int written;
    int acknowledged;
    int read;
    boolean stopped;

    ReplicaClients(ScriptedController controller, SimNode host, int partitions, int replicas) {
        this.controller = controller;
        this.host = host;
        this.dice = host.entropy();
        this.partitions = partitions;
        this.replicas = replicas;
        for (int p = 0; p < partitions; p++) {
            known.add(new TreeMap<>());
        }
    }

    /** What is known of each offset of a partition. */
    Map<Long, String> known(int partition) {
        return known.get(partition);
    }

    void start() {
        for (int i = 0; i < 3; i++) {
            host.ports().loop().execute(new Writer("w" + i)::next);
        }
        for (int p = 0; p < partitions; p++) {
            host.ports().loop().execute(new Reader(p)::next);
            host.ports().loop().execute(new Reader(p)::next);
        }
    }

    private void learn(int partition, long offset, String value) {
        String before = known.get(partition).putIfAbsent(offset, value);
        if (before != null && !before.equals(value)) {
            throw new AssertionError(
                    "offset " + offset + " of " + partition + " was " + before + ", is " + value);
        }
    }

    private int leader(int partition) {
        int leader = controller.partition(partition).leader();
        return leader < 0 || dice.nextInt(6) == 0 ? 1 + dice.nextInt(replicas) : leader;
    }

    private final class Writer implements PeerCallback<ProduceResponse> {

        private final Peers peers;
        private int partition;
        private List<String> values = List.of();

        Writer(String name) {
            peers = new Peers(host.ports().network(), host.ports().loop(), name);
        }

        void next() {
            if (stopped) {
                return;
            }
            partition = dice.nextInt(partitions);
            values = new ArrayList<>();
            BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
            for (int n = 1 + dice.nextInt(3); n > 0; n--) {
                String value = "v" + written++;
                values.add(value);
                builder.append(1, null, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
            }
            var data =
                    ProduceRequest.PartitionProduceData.builder()
                            .index(partition)
                            .records(Records.of(builder.build()))
                            .build();
            var topic =
                    ProduceRequest.TopicProduceData.builder()
                            .topicId(ScriptedController.TOPIC)
                            .partitionData(List.of(data))
                            .build();
            ProduceRequest request =
                    ProduceRequest.builder()
                            .acks((short) -1)
                            .timeoutMs(400)
                            .topicData(List.of(topic))
                            .build();
            peers.send(ReplicaNode.endpoint(leader(partition)), request, 13, 1000, this);
        }

        @Override
        public void answered(ProduceResponse response, Frame frame) {
            var answer = response.responses().get(0).partitionResponses().get(0);
            if (answer.errorCode() == ErrorCode.NONE) {
                acknowledged++;
                for (int i = 0; i < values.size(); i++) {
                    learn(partition, answer.baseOffset() + i, values.get(i));
                }
            }
            pause();
        }

        @Override
        public void failed(PeerException cause) {
            pause();
        }

        private void pause() {
            host.ports().loop().schedule(1 + dice.nextInt(30), this::next);
        }
    }

    /** Reads from any replica, from the beginning, and at times again. */
    private final class Reader implements PeerCallback<FetchResponse> {

        private final int partition;
        private final Peers peers;
        private long offset;
        private int epoch;

        Reader(int partition) {
            this.partition = partition;
            this.peers = new Peers(host.ports().network(), host.ports().loop(), "r" + partition);
        }

        void next() {
            if (stopped) {
                return;
            }
            // Without an epoch a leader that was replaced may answer that it never saw the offset.
            epoch = dice.nextInt(2) == 0 ? controller.partition(partition).leaderEpoch() : -1;
            var wanted =
                    FetchRequest.Partition.builder()
                            .partition(partition)
                            .currentLeaderEpoch(epoch)
                            .fetchOffset(offset)
                            .partitionMaxBytes(1 << 16)
                            .build();
            var topic =
                    FetchRequest.Topic.builder()
                            .topicId(ScriptedController.TOPIC)
                            .partitions(List.of(wanted))
                            .build();
            FetchRequest request =
                    FetchRequest.builder()
                            .maxWaitMs(50)
                            .minBytes(1)
                            .maxBytes(1 << 20)
                            .topics(List.of(topic))
                            .build();
            int from = 1 + dice.nextInt(replicas);
            peers.send(ReplicaNode.endpoint(from), request, 17, 500, this);
        }

        @Override
        public void answered(FetchResponse response, Frame frame) {
            var answer = response.responses().get(0).partitions().get(0);
            if (answer.errorCode() == ErrorCode.OFFSET_OUT_OF_RANGE && epoch >= 0) {
                throw new AssertionError("offset " + offset + ", which was read, is gone");
            }
            Records records = answer.records();
            if (answer.errorCode() == ErrorCode.NONE && records != null) {
                for (RecordBatch batch : RecordBatch.in(records.toBuffer())) {
                    learn(batch);
                }
            }
            host.ports().loop().schedule(dice.nextInt(40), this::next);
        }

        private void learn(RecordBatch batch) {
            try (RecordCursor cursor = RecordCursor.open(batch)) {
                while (cursor.next()) {
                    ReplicaClients.this.learn(
                            partition,
                            cursor.offset(),
                            new String(cursor.valueBytes(), StandardCharsets.UTF_8));
                    read++;
                    offset = Math.max(offset, cursor.offset() + 1);
                }
            }
            if (dice.nextInt(20) == 0) {
                offset = 0;
            }
        }

        @Override
        public void failed(PeerException cause) {
            host.ports().loop().schedule(20, this::next);
        }
    }
}
