package io.leat.log.broker.legacy;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.FetchResponse.FetchableTopicResponse;
import io.leat.log.protocol.message.FetchResponse.PartitionData;
import io.leat.log.protocol.messageset.MessageSetWriter;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One fetch of an old client on its way. Owned by the connection's loop.
 *
 * <p>Where there is nothing for it but control records, or batches that compaction emptied, it asks
 * again behind them: the client would go on asking for the same offset without ever getting past.
 */
final class OldFetchPass implements Reply<FetchResponse> {

    /** The version in which the modern handler is asked: the first that may have all codecs. */
    private static final int ASKED_VERSION = 10;

    private static final int FIRST_WITH_TIMESTAMPS = 2;
    private static final long NANOS_PER_MS = 1_000_000;

    private final Handler<FetchRequest, FetchResponse> modern;
    private final RequestContext asking;
    private final Reply<FetchResponse> reply;
    private final int magic;
    private final int bytesMax;
    private final long deadline;
    private FetchRequest request;
    private Runnable gone = () -> {};
    private boolean closed;

    OldFetchPass(
            Broker broker,
            Handler<FetchRequest, FetchResponse> modern,
            RequestContext context,
            FetchRequest request,
            Reply<FetchResponse> reply) {
        this.modern = modern;
        this.request = request;
        this.reply = reply;
        this.magic = context.apiVersion() < FIRST_WITH_TIMESTAMPS ? 0 : 1;
        int limit = broker.config().get(BrokerKeys.FETCH_BYTES_MAX);
        this.bytesMax = request.maxBytes() < 0 ? limit : Math.min(limit, request.maxBytes());
        this.asking =
                new RequestContext(
                        context.client(),
                        context.apiKey(),
                        ASKED_VERSION,
                        context.clientId(),
                        context.principal(),
                        context.frame());
        this.deadline = now() + Math.max(0, request.maxWaitMs()) * NANOS_PER_MS;
    }

    void start() {
        reply.onClosed(
                () -> {
                    closed = true;
                    gone.run();
                });
        ask();
    }

    private long now() {
        return asking.loop().clock().nanos();
    }

    private void ask() {
        if (closed) {
            reply.none();
        } else {
            modern.handle(asking, request, this);
        }
    }

    @Override
    public void onClosed(Runnable action) {
        gone = action;
    }

    @Override
    public void complete(FetchResponse response, Runnable released) {
        Translation translation = new Translation();
        FetchResponse translated;
        try {
            translated = translation.of(response);
        } finally {
            released.run();
        }
        boolean nothing = !translation.written && !translation.failed;
        if (nothing && translation.skipped && now() < deadline) {
            int wait = (int) ((deadline - now()) / NANOS_PER_MS);
            List<FetchRequest.Topic> behind = translation.behind();
            request = request.toBuilder().maxWaitMs(wait).topics(behind).build();
            asking.loop().execute(this::ask);
        } else {
            reply.complete(translated);
        }
    }

    @Override
    public void none() {
        reply.none();
    }

    @Override
    public void close(String reason) {
        reply.close(reason);
    }

    /** What becomes of one response, whose partitions are those asked for, in their order. */
    private final class Translation {

        private final Iterator<FetchRequest.Partition> asked =
                request.topics().stream().flatMap(topic -> topic.partitions().stream()).iterator();
        private final List<Long> nextOffsets = new ArrayList<>();
        private int left = bytesMax;
        private boolean written;
        private boolean failed;

        /** Whether there was something to read that is nothing for this client. */
        private boolean skipped;

        FetchResponse of(FetchResponse response) {
            List<FetchableTopicResponse> topics = new ArrayList<>();
            for (FetchableTopicResponse topic : response.responses()) {
                List<PartitionData> partitions = new ArrayList<>();
                for (PartitionData data : topic.partitions()) {
                    partitions.add(translated(asked.next(), data));
                }
                topics.add(topic.toBuilder().partitions(partitions).build());
            }
            return response.toBuilder().responses(topics).build();
        }

        private PartitionData translated(FetchRequest.Partition wanted, PartitionData data) {
            PartitionData.Builder translated = data.toBuilder().abortedTransactions(null);
            failed |= data.errorCode() != ErrorCode.NONE;
            long from = wanted.fetchOffset();
            int limit = Math.max(0, Math.min(left, wanted.partitionMaxBytes()));
            MessageSetWriter set = new MessageSetWriter(magic, from, limit, !written);
            try {
                Records records = data.records();
                for (ByteBuffer part : (records == null ? Records.EMPTY : records).buffers()) {
                    RecordBatch.in(part).forEach(set::add);
                }
            } catch (InvalidBatchException e) {
                failed = true;
                nextOffsets.add(from);
                return translated.errorCode(e.code()).records(Records.EMPTY).build();
            }
            Records built = Records.of(set.build());
            written |= built.sizeInBytes() > 0;
            left = Math.max(0, left - built.sizeInBytes());
            nextOffsets.add(set.nextOffset());
            skipped |= set.nextOffset() > from;
            return translated.records(built).build();
        }

        /** What to ask for next: what was skipped is not wanted any more. */
        List<FetchRequest.Topic> behind() {
            Iterator<Long> next = nextOffsets.iterator();
            List<FetchRequest.Topic> topics = new ArrayList<>();
            for (FetchRequest.Topic topic : request.topics()) {
                List<FetchRequest.Partition> partitions = new ArrayList<>();
                for (FetchRequest.Partition each : topic.partitions()) {
                    partitions.add(each.toBuilder().fetchOffset(next.next()).build());
                }
                topics.add(topic.toBuilder().partitions(partitions).build());
            }
            return topics;
        }
    }
}
