package io.leat.log.broker.directory;

import io.leat.log.broker.ControllerCalls;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest.DirectoryData;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest.PartitionData;
import io.leat.log.protocol.message.AssignReplicasToDirsRequest.TopicData;
import io.leat.log.protocol.message.AssignReplicasToDirsResponse;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells the controller in which folder replicas are (KIP-858), so that it knows what is lost with a
 * folder. Those of one turn, and those that come while a request is under way, share the next one.
 * Owned by the first loop.
 */
public final class DirectoryReports {

    private static final long RETRY_MS = 100;
    private static final int REPLICAS_MAX = 2_000;

    private final EventLoop loop;
    private final ControllerCalls calls;
    private final int nodeId;
    private final LongSupplier brokerEpoch;

    /** What the controller does not know yet. */
    private final Map<TopicIdPartition, Uuid> news = new LinkedHashMap<>();

    private boolean busy;

    /**
     * @param brokerEpoch of this process, as the controller knows it
     */
    public DirectoryReports(
            EventLoop loop, ControllerCalls calls, int nodeId, LongSupplier brokerEpoch) {
        this.loop = loop;
        this.calls = calls;
        this.nodeId = nodeId;
        this.brokerEpoch = brokerEpoch;
    }

    /** A replica is in the folder with this id. Safe on every loop. */
    public void tell(TopicIdPartition id, Uuid directory) {
        loop.execute(
                () -> {
                    news.put(id, directory);
                    if (!busy) {
                        busy = true;
                        loop.execute(this::send);
                    }
                });
    }

    private void send() {
        Map<TopicIdPartition, Uuid> told = new LinkedHashMap<>();
        for (Map.Entry<TopicIdPartition, Uuid> each : news.entrySet()) {
            if (told.size() < REPLICAS_MAX) {
                told.put(each.getKey(), each.getValue());
            }
        }
        calls.<AssignReplicasToDirsResponse>send(
                request(told),
                response -> {
                    if (response.errorCode() == ErrorCode.NONE) {
                        told.forEach(news::remove); // unless there is something newer
                        next(0);
                    } else {
                        next(RETRY_MS);
                    }
                },
                error -> next(RETRY_MS));
    }

    private void next(long delayMs) {
        if (news.isEmpty()) {
            busy = false;
        } else {
            loop.schedule(delayMs, this::send);
        }
    }

    private AssignReplicasToDirsRequest request(Map<TopicIdPartition, Uuid> told) {
        Map<Uuid, Map<Uuid, List<PartitionData>>> sorted = new LinkedHashMap<>();
        told.forEach(
                (id, directory) ->
                        sorted.computeIfAbsent(directory, d -> new LinkedHashMap<>())
                                .computeIfAbsent(id.topicId(), t -> new ArrayList<>())
                                .add(new PartitionData(id.partition())));
        List<DirectoryData> directories = new ArrayList<>();
        sorted.forEach(
                (directory, topics) -> {
                    List<TopicData> data = new ArrayList<>();
                    topics.forEach(
                            (topic, partitions) -> data.add(new TopicData(topic, partitions)));
                    directories.add(new DirectoryData(directory, data));
                });
        return AssignReplicasToDirsRequest.builder()
                .brokerId(nodeId)
                .brokerEpoch(brokerEpoch.getAsLong())
                .directories(directories)
                .build();
    }
}
