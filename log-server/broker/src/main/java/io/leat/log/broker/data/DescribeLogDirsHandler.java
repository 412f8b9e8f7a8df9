package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeLogDirsRequest;
import io.leat.log.protocol.message.DescribeLogDirsResponse;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.Offload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** DescribeLogDirs, versions 1 to 5: the directory, and the size of each replica. Stateless. */
public final class DescribeLogDirsHandler
        implements Handler<DescribeLogDirsRequest, DescribeLogDirsResponse> {

    /** Of the file system; -1 if it is not known. */
    private record Space(long total, long usable) {}

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
        Map<String, List<DescribeLogDirsResponse.Partition>> found = new TreeMap<>();
        Disk disk = broker.disk();
        if (disk == null) {
            reply.complete(DescribeLogDirsResponse.builder().build());
            return;
        }
        PartitionFanOut fanOut =
                new PartitionFanOut(
                        context.loop(),
                        () ->
                                space.run(
                                        () -> new Space(disk.totalBytes(), usable(disk)),
                                        context.loop(),
                                        (space, failure) ->
                                                reply.complete(response(disk, space, found))));
        for (Shard shard : broker.shards().shards()) {
            Consumer<Map<String, List<DescribeLogDirsResponse.Partition>>> answered =
                    fanOut.expect(
                            part ->
                                    part.forEach(
                                            (topic, replicas) ->
                                                    found.computeIfAbsent(
                                                                    topic, t -> new ArrayList<>())
                                                            .addAll(replicas)));
            shard.loop().execute(() -> answered.accept(measure(shard, wanted)));
        }
        fanOut.asked();
    }

    private static long usable(Disk disk) {
        long bytes = disk.usableBytes();
        return bytes == Long.MAX_VALUE ? -1 : bytes;
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
    private static Map<String, List<DescribeLogDirsResponse.Partition>> measure(
            Shard shard, @Nullable Map<String, Set<Integer>> wanted) {
        Map<String, List<DescribeLogDirsResponse.Partition>> found = new HashMap<>();
        for (Partition partition : shard.partitions()) {
            TopicIdPartition id = partition.id();
            boolean asked =
                    wanted == null
                            || wanted.getOrDefault(id.topic(), Set.of()).contains(id.partition());
            if (asked && partition instanceof LogPartition data) {
                long lag = Math.max(0, data.log().highWatermark() - data.log().endOffset());
                found.computeIfAbsent(id.topic(), t -> new ArrayList<>())
                        .add(
                                new DescribeLogDirsResponse.Partition(
                                        id.partition(), data.log().sizeInBytes(), lag, false));
            }
        }
        return found;
    }

    private DescribeLogDirsResponse response(
            Disk disk,
            @Nullable Space space,
            Map<String, List<DescribeLogDirsResponse.Partition>> found) {
        List<DescribeLogDirsResponse.Topic> topics = new ArrayList<>();
        found.forEach(
                (name, partitions) ->
                        topics.add(new DescribeLogDirsResponse.Topic(name, partitions)));
        DescribeLogDirsResponse.Result.Builder directory =
                DescribeLogDirsResponse.Result.builder().logDir(disk.root()).topics(topics);
        if (space == null) {
            directory.errorCode(ErrorCode.KAFKA_STORAGE_ERROR);
        } else {
            directory.totalBytes(space.total()).usableBytes(space.usable());
        }
        return DescribeLogDirsResponse.builder().results(List.of(directory.build())).build();
    }
}
