package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.directory.LogDirectories;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AlterReplicaLogDirsRequest;
import io.leat.log.protocol.message.AlterReplicaLogDirsResponse;
import io.leat.log.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult;
import io.leat.log.storage.LogDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * AlterReplicaLogDirs, versions 1 and 2: replicas of this broker begin to move to other folders of
 * it (KIP-113). One that is not here yet is put into the folder when it comes, which is
 * REPLICA_NOT_AVAILABLE. Stateless.
 */
public final class AlterReplicaLogDirsHandler
        implements Handler<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> {

    private final Broker broker;

    public AlterReplicaLogDirsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.ALTER_REPLICA_LOG_DIRS;
    }

    @Override
    public AlterReplicaLogDirsRequest read(Reader in) {
        return AlterReplicaLogDirsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            AlterReplicaLogDirsRequest request,
            Reply<AlterReplicaLogDirsResponse> reply) {
        Map<String, List<AlterReplicaLogDirPartitionResult>> results = new TreeMap<>();
        PartitionFanOut fanOut =
                new PartitionFanOut(context.loop(), () -> reply.complete(response(results)));
        for (AlterReplicaLogDirsRequest.AlterReplicaLogDir directory : request.dirs()) {
            for (AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic topic : directory.topics()) {
                for (int number : topic.partitions()) {
                    Consumer<ErrorCode> answered =
                            fanOut.expect(
                                    outcome ->
                                            results.computeIfAbsent(
                                                            topic.name(), t -> new ArrayList<>())
                                                    .add(
                                                            new AlterReplicaLogDirPartitionResult(
                                                                    number, outcome)));
                    move(directory.path(), topic.name(), number, answered);
                }
            }
        }
        fanOut.asked();
    }

    private static AlterReplicaLogDirsResponse response(
            Map<String, List<AlterReplicaLogDirPartitionResult>> results) {
        List<AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult> topics = new ArrayList<>();
        results.forEach(
                (name, partitions) ->
                        topics.add(
                                new AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult(
                                        name, partitions)));
        return AlterReplicaLogDirsResponse.builder().results(topics).build();
    }

    private void move(String path, String topic, int number, Consumer<ErrorCode> done) {
        LogDirectories directories = broker.directories();
        LogDirectory directory = directories.find(path);
        if (directory == null || !directory.isOnline()) {
            boolean known =
                    directory != null
                            || directories.missing().stream().anyMatch(m -> m.path().equals(path));
            done.accept(known ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.LOG_DIR_NOT_FOUND);
            return;
        }
        if (directories.cordon().has(directory)) {
            done.accept(ErrorCode.INVALID_REPLICA_ASSIGNMENT);
            return;
        }
        PartitionRef ref = broker.topics().find(broker.image(), topic, number);
        if (ref == null) {
            done.accept(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
            return;
        }
        ref.post(
                partition -> {
                    if (partition instanceof LogPartition data) {
                        done.accept(data.moves().to(directory));
                    } else if (ref.isOffline()) {
                        done.accept(ErrorCode.KAFKA_STORAGE_ERROR);
                    } else {
                        directories.prefer(ref.id(), directory);
                        done.accept(ErrorCode.REPLICA_NOT_AVAILABLE);
                    }
                });
    }
}
