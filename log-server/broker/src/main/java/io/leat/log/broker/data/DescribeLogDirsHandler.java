package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.DescribeLogDirsRequest;
import io.leat.log.protocol.message.DescribeLogDirsResponse;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.Offload;
import io.leat.log.storage.LogDirectory;
import io.leat.log.storage.PartitionLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** DescribeLogDirs, versions 1 to 5: the folders, and the size of each replica. Stateless. */
public final class DescribeLogDirsHandler
        implements Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> {

    /** Of the file system; -1 if it is not known. */
    private record Space(long total, long usable) {}

    /** A replica in a folder. */
    private record Found(Uuid directory, String topic, DescribeLogDirsResponse.Partition size) {}

    private final Broker broker;
    private final Offload.Lane space;

    public DescribeLogDirsHandler(Broker broker) {
        this.broker = broker;
        this.space = broker.ports().offload().lane("space");
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_LOG_DIRS;
    }

    @Override
    public DescribeLogDirsRequest read(Reader in) {
        return DescribeLogDirsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeLogDirsRequest request,
            Reply<DescribeLogDirsResponse> reply) {
        Map<String, Set<Integer>> wanted = wanted(request);
        List<Found> found = new ArrayList<>();
        PartitionFanOut fanOut =
                new PartitionFanOut(
                        context.loop(),
                        () ->
                                space.run(
                                        this::spaces,
                                        context.loop(),
                                        (spaces, failure) ->
                                                reply.complete(
                                                        response(
                                                                spaces == null ? Map.of() : spaces,
                                                                found))));
        for (Shard shard : broker.shards().shards()) {
            Consumer<List<Found>> answered = fanOut.expect(found::addAll);
            shard.loop().execute(() -> answered.accept(measure(shard, wanted)));
        }
        fanOut.asked();
    }

    /** By folder; those that do not tell are left out. Blocks. */
    private Map<Uuid, Space> spaces() {
        Map<Uuid, Space> spaces = new HashMap<>();
        for (LogDirectory directory : broker.directories().all()) {
            try {
                long usable = directory.disk().usableBytes();
                spaces.put(
                        directory.id(),
                        new Space(
                                directory.disk().totalBytes(),
                                usable == Long.MAX_VALUE ? -1 : usable));
            } catch (DiskException e) {
                continue; // it is told as a folder that cannot be used
            }
        }
        return spaces;
    }

    /** Partitions by topic; null means all. */
    private static @Nullable Map<String, Set<Integer>> wanted(DescribeLogDirsRequest request) {
        if (request.topics() == null) {
            return null;
        }
        Map<String, Set<Integer>> wanted = new HashMap<>();
        request.topics()
                .forEach(
                        topic ->
                                wanted.computeIfAbsent(topic.topic(), t -> new HashSet<>())
                                        .addAll(topic.partitions()));
        return wanted;
    }

    /** On the shard's loop. */
    private static List<Found> measure(Shard shard, @Nullable Map<String, Set<Integer>> wanted) {
        List<Found> found = new ArrayList<>();
        for (Partition partition : shard.partitions()) {
            TopicIdPartition id = partition.id();
            boolean asked =
                    wanted == null
                            || wanted.getOrDefault(id.topic(), Set.of()).contains(id.partition());
            if (asked && partition instanceof LogPartition data) {
                PartitionLog log = data.log();
                long lag = Math.max(0, log.highWatermark() - log.endOffset());
                found.add(found(data.directory(), id, log, lag, false));
                ReplicaMove move = data.moves().current();
                PartitionLog copy = move == null ? null : move.copy();
                if (move != null && copy != null) {
                    long left = Math.max(0, log.endOffset() - copy.endOffset());
                    found.add(found(move.to(), id, copy, left, true));
                }
            }
        }
        return found;
    }

    private static Found found(
            LogDirectory directory,
            TopicIdPartition id,
            PartitionLog log,
            long lag,
            boolean future) {
        return new Found(
                directory.id(),
                id.topic(),
                new DescribeLogDirsResponse.Partition(
                        id.partition(), log.sizeInBytes(), lag, future));
    }

    private DescribeLogDirsResponse response(Map<Uuid, Space> spaces, List<Found> found) {
        List<DescribeLogDirsResponse.Result> results = new ArrayList<>();
        for (LogDirectory directory : broker.directories().all()) {
            Space space = spaces.get(directory.id());
            DescribeLogDirsResponse.Result.Builder result =
                    DescribeLogDirsResponse.Result.builder().logDir(directory.path());
            if (space == null || !directory.isOnline()) {
                result.errorCode(ErrorCode.KAFKA_STORAGE_ERROR);
            } else {
                result.totalBytes(space.total())
                        .usableBytes(space.usable())
                        .isCordoned(broker.directories().cordon().has(directory))
                        .topics(topics(directory, found));
            }
            results.add(result.build());
        }
        for (LogDirectories.Missing each : broker.directories().missing()) {
            results.add(
                    DescribeLogDirsResponse.Result.builder()
                            .logDir(each.path())
                            .errorCode(ErrorCode.KAFKA_STORAGE_ERROR)
                            .build());
        }
        return DescribeLogDirsResponse.builder().results(results).build();
    }

    private static List<DescribeLogDirsResponse.Topic> topics(
            LogDirectory directory, List<Found> found) {
        Map<String, List<DescribeLogDirsResponse.Partition>> sizes = new TreeMap<>();
        for (Found each : found) {
            if (each.directory().equals(directory.id())) {
                sizes.computeIfAbsent(each.topic(), t -> new ArrayList<>()).add(each.size());
            }
        }
        return sizes.entrySet().stream()
                .map(each -> new DescribeLogDirsResponse.Topic(each.getKey(), each.getValue()))
                .toList();
    }
}
