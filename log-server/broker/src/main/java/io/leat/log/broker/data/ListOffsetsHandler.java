package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ListOffsetsRequest;
import io.leat.log.protocol.message.ListOffsetsResponse;
import io.leat.log.protocol.message.ListOffsetsResponse.PartitionResponse;
import io.leat.log.protocol.message.ListOffsetsResponse.TopicResponse;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.storage.PartitionLog;
import io.leat.log.storage.StorageException;
import io.leat.log.storage.TimestampOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** ListOffsets: first, last and newest offsets, and lookups by timestamp. Stateless. */
public final class ListOffsetsHandler implements Handler<ListOffsetsRequest, ListOffsetsResponse> {

    /** The first version with leader epochs. */
    private static final int LEADER_EPOCH_VERSION = 4;

    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;

    /** Below this version clients do not know OFFSET_NOT_AVAILABLE. */
    private static final int FIRST_NOT_AVAILABLE_VERSION = 5;

    private final Broker broker;

    public ListOffsetsHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.LIST_OFFSETS;
    }

    @Override
    public ListOffsetsRequest read(Reader in) {
        return ListOffsetsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, ListOffsetsRequest request, Reply<ListOffsetsResponse> reply) {
        MetadataImage image = broker.image();
        ErrorCode unknown =
                context.apiVersion() >= FIRST_NOT_AVAILABLE_VERSION
                        ? ErrorCode.OFFSET_NOT_AVAILABLE
                        : ErrorCode.LEADER_NOT_AVAILABLE;
        List<PartitionResponse[]> results = new ArrayList<>();
        PartitionFanOut fanOut =
                new PartitionFanOut(
                        context.loop(),
                        () -> reply.complete(response(context.apiVersion(), request, results)));
        for (ListOffsetsRequest.Topic topic : request.topics()) {
            PartitionResponse[] slots = new PartitionResponse[topic.partitions().size()];
            results.add(slots);
            for (int i = 0; i < slots.length; i++) {
                int slot = i;
                ListOffsetsRequest.Partition wanted = topic.partitions().get(i);
                Consumer<PartitionResponse> done = fanOut.expect(result -> slots[slot] = result);
                PartitionRef ref =
                        broker.topics().find(image, topic.name(), wanted.partitionIndex());
                if (ref == null) {
                    done.accept(failed(wanted, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
                } else {
                    boolean committed = request.isolationLevel() == 1;
                    ref.post(
                            partition -> {
                                if (partition instanceof LogPartition data) {
                                    look(data, wanted, committed, unknown, done);
                                } else {
                                    done.accept(failed(wanted, ref.absence()));
                                }
                            });
                }
            }
        }
        fanOut.asked();
    }

    private static void look(
            LogPartition data,
            ListOffsetsRequest.Partition wanted,
            boolean committed,
            ErrorCode unknown,
            Consumer<PartitionResponse> done) {
        ErrorCode refusal = data.checkEpoch(wanted.currentLeaderEpoch());
        if (refusal != ErrorCode.NONE) {
            done.accept(failed(wanted, refusal));
            return;
        }
        PartitionLog log = data.log();
        long bound = data.bound(committed);
        long timestamp = wanted.timestamp();
        boolean readsTheEnd = timestamp >= MAX_TIMESTAMP && timestamp != EARLIEST;
        if (readsTheEnd && !data.caughtUp()) {
            done.accept(failed(wanted, unknown));
        } else if (timestamp == LATEST) {
            done.accept(found(wanted, new TimestampOffset(-1, bound, data.leaderEpoch())));
        } else if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            long start = log.startOffset();
            done.accept(found(wanted, new TimestampOffset(-1, start, log.epochAt(start))));
        } else if (timestamp == LATEST_TIERED || timestamp == EARLIEST_PENDING_UPLOAD) {
            done.accept(found(wanted, null));
        } else {
            search(data, wanted, bound, done);
        }
    }

    private static void search(
            LogPartition data,
            ListOffsetsRequest.Partition wanted,
            long bound,
            Consumer<PartitionResponse> done) {
        Callable<@Nullable TimestampOffset> plan;
        try {
            plan =
                    wanted.timestamp() == MAX_TIMESTAMP
                            ? data.log().planMaxTimestamp(bound)
                            : data.log().planTimeLookup(wanted.timestamp(), bound);
        } catch (StorageException e) {
            done.accept(failed(wanted, e.code()));
            return;
        }
        data.offload(
                plan,
                (result, failure) ->
                        done.accept(
                                failure == null
                                        ? found(wanted, result)
                                        : failed(wanted, ErrorCode.KAFKA_STORAGE_ERROR)));
    }

    private static PartitionResponse found(
            ListOffsetsRequest.Partition wanted, @Nullable TimestampOffset result) {
        return PartitionResponse.builder()
                .partitionIndex(wanted.partitionIndex())
                .timestamp(result == null ? -1 : result.timestamp())
                .offset(result == null ? -1 : result.offset())
                .leaderEpoch(result == null ? -1 : result.leaderEpoch())
                .build();
    }

    private static PartitionResponse failed(ListOffsetsRequest.Partition wanted, ErrorCode error) {
        return PartitionResponse.builder()
                .partitionIndex(wanted.partitionIndex())
                .errorCode(error)
                .timestamp(-1)
                .offset(-1)
                .build();
    }

    private static ListOffsetsResponse response(
            int version, ListOffsetsRequest request, List<PartitionResponse[]> results) {
        List<TopicResponse> topics = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            List<PartitionResponse> partitions = Arrays.asList(results.get(i));
            if (version < LEADER_EPOCH_VERSION) {
                partitions.replaceAll(found -> found.toBuilder().leaderEpoch(-1).build());
            }
            topics.add(
                    TopicResponse.builder()
                            .name(request.topics().get(i).name())
                            .partitions(partitions)
                            .build());
        }
        return ListOffsetsResponse.builder().topics(topics).build();
    }
}
