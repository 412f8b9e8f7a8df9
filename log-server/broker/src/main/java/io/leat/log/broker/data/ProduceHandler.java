package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.metrics.TopicTraffic;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceRequest.PartitionProduceData;
import io.leat.log.protocol.message.ProduceRequest.TopicProduceData;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.message.ProduceResponse.BatchIndexAndErrorMessage;
import io.leat.log.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.leat.log.protocol.message.ProduceResponse.TopicProduceResponse;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Produce: one batch per partition, each to the loop that owns the partition. Stateless. */
public final class ProduceHandler implements Handler<ProduceRequest, ProduceResponse> {

    private static final int FIRST_HINT_VERSION = 10;

    private final Broker broker;

    public ProduceHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.PRODUCE;
    }

    @Override
    public ProduceRequest read(Reader in) {
        return ProduceRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, ProduceRequest request, Reply<ProduceResponse> reply) {
        new Gather(context, request, reply).start();
    }

    /** One request on its way. Owned by the connection's loop. */
    private final class Gather {

        private final RequestContext context;
        private final ProduceRequest request;
        private final Reply<ProduceResponse> reply;
        private final EventLoop loop;
        private final List<Produced[]> results = new ArrayList<>();
        private int missing = 1;

        Gather(RequestContext context, ProduceRequest request, Reply<ProduceResponse> reply) {
            this.context = context;
            this.request = request;
            this.reply = reply;
            this.loop = context.loop();
        }

        void start() {
            MetadataImage image = broker.image();
            short acks = request.acks();
            for (TopicProduceData topic : request.topicData()) {
                Produced[] slots = new Produced[topic.partitionData().size()];
                results.add(slots);
                for (int i = 0; i < slots.length; i++) {
                    int slot = i;
                    Consumer<Produced> done = result -> arrived(slots, slot, result);
                    missing++;
                    if (acks < -1 || acks > 1) {
                        done.accept(Produced.failed(ErrorCode.INVALID_REQUIRED_ACKS));
                    } else {
                        send(image, topic, topic.partitionData().get(i), done);
                    }
                }
            }
            countDown();
        }

        private void send(
                MetadataImage image,
                TopicProduceData topic,
                PartitionProduceData data,
                Consumer<Produced> done) {
            boolean byId = context.apiVersion() >= 13;
            PartitionRef ref =
                    byId
                            ? broker.topics().find(image, topic.topicId(), data.index())
                            : broker.topics().find(image, topic.name(), data.index());
            Records records = data.records();
            if (ref == null) {
                boolean unknownId =
                        byId
                                && !topic.topicId().equals(Uuid.ZERO)
                                && image.topic(topic.topicId()) == null;
                done.accept(
                        Produced.failed(
                                unknownId
                                        ? ErrorCode.UNKNOWN_TOPIC_ID
                                        : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
                return;
            }
            int count = count(records);
            int size = records == null ? 0 : records.sizeInBytes();
            Consumer<Produced> answer =
                    result ->
                            onLoop(
                                    () -> {
                                        account(ref, result, count, size);
                                        done.accept(result);
                                    });
            if (records != null && records.buffers().size() > 1) {
                List<Produce> batches = records.buffers().stream().map(this::translated).toList();
                ref.post(
                        partition ->
                                produce(
                                        ref,
                                        partition,
                                        writes -> SeveralBatches.produce(writes, batches, answer),
                                        answer));
                return;
            }
            ByteBuffer bytes = (records == null ? Records.EMPTY : records).toBuffer();
            Produce produce = fromFrame() ? produce(bytes, context.frame()) : translated(bytes);
            ref.post(
                    partition ->
                            produce(
                                    ref,
                                    partition,
                                    writes -> writes.produce(produce, answer),
                                    answer));
        }

        /** Whether the batches are bytes of the request itself. */
        private boolean fromFrame() {
            return context.apiVersion() >= Produce.FIRST_BATCH_VERSION;
        }

        private Produce translated(ByteBuffer batch) {
            return produce(batch.duplicate(), null);
        }

        private Produce produce(ByteBuffer batch, @Nullable Frame frame) {
            return new Produce(
                    batch,
                    request.acks(),
                    request.timeoutMs(),
                    context.apiVersion(),
                    request.transactionalId(),
                    frame);
        }

        private static int count(@Nullable Records records) {
            int count = 0;
            if (records != null) {
                for (ByteBuffer each : records.buffers()) {
                    boolean whole = each.remaining() >= RecordBatch.RECORDS_AT;
                    count += whole ? RecordBatch.at(each).count() : 0;
                }
            }
            return count;
        }

        private void account(PartitionRef ref, Produced result, int records, int bytes) {
            TopicTraffic traffic = broker.metrics().of(loop).topic(ref.id().topic());
            if (result.error() == ErrorCode.NONE) {
                traffic.produced(records, bytes);
            } else {
                traffic.refused();
            }
        }

        private void produce(
                PartitionRef ref,
                @Nullable Partition partition,
                Consumer<PartitionWrites> action,
                Consumer<Produced> done) {
            if (partition instanceof LogPartition data) {
                action.accept(data.writes());
            } else {
                done.accept(Produced.failed(ref.absence()));
            }
        }

        private void onLoop(Runnable action) {
            if (loop.inLoop()) {
                action.run();
            } else {
                loop.execute(action);
            }
        }

        private void arrived(Produced[] slots, int slot, Produced result) {
            slots[slot] = result;
            countDown();
        }

        private void countDown() {
            if (--missing > 0) {
                return;
            }
            if (request.acks() != 0) {
                reply.complete(response());
                return;
            }
            for (Produced[] slots : results) {
                for (Produced result : slots) {
                    if (result.error() != ErrorCode.NONE) {
                        reply.close("produce without acknowledgement failed: " + result.error());
                        return;
                    }
                }
            }
            reply.none();
        }

        private static List<BatchIndexAndErrorMessage> errors(List<RecordFault> faults) {
            return faults.isEmpty()
                    ? List.of()
                    : faults.stream()
                            .map(each -> new BatchIndexAndErrorMessage(each.index(), each.reason()))
                            .toList();
        }

        private ProduceResponse response() {
            LeaderHints hints = new LeaderHints(broker, context, FIRST_HINT_VERSION);
            List<TopicProduceResponse> topics = new ArrayList<>();
            for (int t = 0; t < results.size(); t++) {
                TopicProduceData topic = request.topicData().get(t);
                List<PartitionProduceResponse> partitions = new ArrayList<>();
                for (int p = 0; p < results.get(t).length; p++) {
                    Produced result = results.get(t)[p];
                    int index = topic.partitionData().get(p).index();
                    PartitionProduceResponse.Builder answer =
                            PartitionProduceResponse.builder()
                                    .index(index)
                                    .errorCode(result.error())
                                    .baseOffset(result.baseOffset())
                                    .logAppendTimeMs(result.logAppendTime())
                                    .logStartOffset(result.logStart())
                                    .recordErrors(errors(result.faults()))
                                    .errorMessage(result.message());
                    LeaderHints.Leader leader =
                            hints.leader(topic.topicId(), topic.name(), index, result.error());
                    if (leader != null) {
                        answer.currentLeader(
                                new ProduceResponse.LeaderIdAndEpoch(leader.id(), leader.epoch()));
                    }
                    partitions.add(answer.build());
                }
                topics.add(
                        TopicProduceResponse.builder()
                                .name(topic.name())
                                .topicId(topic.topicId())
                                .partitionResponses(partitions)
                                .build());
            }
            return ProduceResponse.builder()
                    .responses(topics)
                    .nodeEndpoints(hints.endpoints(ProduceResponse.NodeEndpoint::new))
                    .build();
        }
    }
}
