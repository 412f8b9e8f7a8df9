package io.leat.log.testkit.cluster;

import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import io.leat.log.testkit.sim.SimulatedLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every replica of a table, held to its committed batches as soon as it is opened: whatever was
 * committed on its node has the newest value of each row there, though nobody may ever read it of
 * that one. Owned by the test script.
 */
final class TableReplicas {

    private static final int READ_BYTES = 1 << 20;

    private final SimulatedLog log;
    private final String topic;
    private final Map<String, TableModel> models;
    private final Map<SimNode, Watched> nodes = new HashMap<>();

    /**
     * @param models by partition, as far as anything is committed
     */
    TableReplicas(SimulatedLog log, String topic, Map<String, TableModel> models) {
        this.log = log;
        this.topic = topic;
        this.models = models;
        log.brokers().forEach(host -> nodes.put(host, new Watched()));
    }

    /** One broker, over all lives of its process. */
    private static final class Watched {
        private final Map<String, Long> committed = new HashMap<>();
        private @Nullable BrokerNode process;
        private int changes;
        private List<LogPartition> open = List.of();
    }

    /** A turn of a node has ended. */
    void turned(SimNode host) {
        Watched node = nodes.get(host);
        if (node == null || !log.node(host).booted()) {
            return;
        }
        refresh(host, node);
        for (LogPartition each : node.open) {
            long now = each.log().highWatermark();
            node.committed.merge(each.id().toString(), now, Math::max);
        }
    }

    /** The open replicas of the table on a broker. */
    List<LogPartition> on(SimNode host) {
        Watched node = nodes.get(host);
        return node == null ? List.of() : node.open;
    }

    /** What is wrong with those that are open. */
    List<String> judgeAll() {
        List<String> all = new ArrayList<>();
        nodes.forEach(
                (host, node) ->
                        node.open.forEach(
                                each -> {
                                    String found = wrong(host, node, each);
                                    if (found != null) {
                                        all.add(found);
                                    }
                                }));
        return all;
    }

    private void refresh(SimNode host, Watched node) {
        BrokerNode current = log.node(host);
        int changes = 0;
        for (Shard shard : current.broker().shards().shards()) {
            changes += shard.changes();
        }
        if (node.process == current && node.changes == changes) {
            return;
        }
        List<LogPartition> before = node.open;
        node.process = current;
        node.changes = changes;
        node.open = new ArrayList<>();
        for (Shard shard : current.broker().shards().shards()) {
            for (Partition each : shard.view()) {
                if (each instanceof LogPartition data && data.id().topic().equals(topic)) {
                    node.open.add(data);
                    String wrong = before.contains(data) ? null : wrong(host, node, data);
                    if (wrong != null) {
                        throw new Violation(wrong);
                    }
                }
            }
        }
    }

    private @Nullable String wrong(SimNode host, Watched node, LogPartition data) {
        String name = data.id().toString();
        PartitionLog replica = data.log();
        TableModel model = models.get(name);
        if (model == null || replica.isOffline() || replica.isTruncating()) {
            return null;
        }
        long bound = Math.min(node.committed.getOrDefault(name, 0L), replica.endOffset());
        List<String> wrong = model.judge(offsets(replica, bound), bound);
        return wrong.isEmpty() ? null : name + " on " + host + " " + wrong;
    }

    private static Set<Long> offsets(PartitionLog replica, long bound) {
        Set<Long> offsets = new HashSet<>();
        long at = replica.startOffset();
        while (at < bound) {
            LogRead read = read(replica, at, bound);
            for (ByteBuffer bytes : read.batches()) {
                for (RecordBatch batch : RecordBatch.in(bytes)) {
                    try (RecordCursor cursor = RecordCursor.open(batch)) {
                        while (cursor.next()) {
                            offsets.add(cursor.offset());
                        }
                    }
                }
            }
            long next = read.nextOffset();
            read.release().run();
            if (next <= at) {
                break;
            }
            at = next;
        }
        return offsets;
    }

    private static LogRead read(PartitionLog replica, long from, long bound) {
        LogRead tail = replica.readTail(from, bound, READ_BYTES, true);
        if (tail != null) {
            return tail;
        }
        try {
            return replica.planRead(from, bound, READ_BYTES, true).call();
        } catch (Exception e) {
            throw new IllegalStateException("cannot read a replica of the table", e);
        }
    }
}
