package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
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

/**
 * AlterReplicaLogDirs, versions 1 and 2: a replica that is in the folder already stays there; none
 * moves to another one so far, which is INVALID_REQUEST. Stateless.
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
        for (AlterReplicaLogDirsRequest.AlterReplicaLogDir directory : request.dirs()) {
            for (AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic topic : directory.topics()) {
                for (int number : topic.partitions()) {
                    ErrorCode outcome = outcome(directory.path(), topic.name(), number);
                    results.computeIfAbsent(topic.name(), t -> new ArrayList<>())
                            .add(new AlterReplicaLogDirPartitionResult(number, outcome));
                }
            }
        }
        List<AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult> topics = new ArrayList<>();
        results.forEach(
                (name, partitions) ->
                        topics.add(
                                new AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult(
                                        name, partitions)));
        reply.complete(AlterReplicaLogDirsResponse.builder().results(topics).build());
    }

    private ErrorCode outcome(String path, String topic, int number) {
        LogDirectory directory = broker.directories().find(path);
        if (directory == null) {
            return ErrorCode.LOG_DIR_NOT_FOUND;
        }
        PartitionRef ref = broker.topics().find(broker.image(), topic, number);
        if (ref == null) {
            return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        if (!ref.serves()) {
            return ErrorCode.REPLICA_NOT_AVAILABLE;
        }
        return directory.equals(broker.directories().find(ref.id()))
                ? ErrorCode.NONE
                : ErrorCode.INVALID_REQUEST;
    }
}
