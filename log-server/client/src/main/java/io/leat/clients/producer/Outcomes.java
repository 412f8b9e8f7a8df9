package io.leat.clients.producer;

import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Errors;
import io.leat.clients.producer.ProduceRequests.Sent;
import io.leat.common.Node;
import io.leat.common.errors.ClusterAuthorizationException;
import io.leat.common.errors.DisconnectException;
import io.leat.common.errors.InvalidMetadataException;
import io.leat.common.errors.NetworkException;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.TopicAuthorizationException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ProduceResponse;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a batch after a request: done, sent again, split, or failed, and what
 * that means for the sequence of its partition. Owned by the client's loop.
 */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    /** The broker looked at the batch and did not append it; the sequence has no gap. */
    private static final Set<ErrorCode> REFUSALS =
            Set.of(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    ErrorCode.RECORD_LIST_TOO_LARGE,
                    ErrorCode.INVALID_RECORD,
                    ErrorCode.INVALID_TIMESTAMP,
                    ErrorCode.CORRUPT_MESSAGE,
                    ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                    ErrorCode.INVALID_REQUIRED_ACKS,
                    ErrorCode.TOPIC_AUTHORIZATION_FAILED,
                    ErrorCode.INVALID_TOPIC_EXCEPTION,
                    ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
                    ErrorCode.NOT_ENOUGH_REPLICAS,
                    ErrorCode.TRANSACTION_ABORTABLE);

    private final ClientIo io;
    private final Accumulator accumulator;
    private final ProducerSettings settings;
    private final Transactions transactions;
    private final ProducerStats stats;

    Outcomes(
            ClientIo io,
            Accumulator accumulator,
            ProducerSettings settings,
            Transactions transactions,
            ProducerStats stats) {
        this.io = io;
        this.accumulator = accumulator;
        this.settings = settings;
        this.transactions = transactions;
        this.stats = stats;
    }

    void answered(
            Sent sent, ProduceResponse.PartitionProduceResponse answer, ProduceResponse response) {
        if (answer == null) {
            failed(sent, new NetworkException("The broker did not answer for " + sent.batch()));
            return;
        }
        ErrorCode error = answer.errorCode();
        switch (error) {
            case NONE -> succeeded(sent, answer.baseOffset(), answer.logAppendTimeMs());
            case DUPLICATE_SEQUENCE_NUMBER -> succeeded(sent, -1, -1);
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> tooLarge(sent, error);
            default -> {
                hint(sent, answer, response);
                RuntimeException cause = exception(sent, error, answer.errorMessage());
                if (mayRetry(sent, error, cause)) {
                    retry(sent, cause);
                } else {
                    fail(sent, error, cause);
                }
            }
        }
    }

    private static RuntimeException exception(Sent sent, ErrorCode error, String message) {
        return switch (error) {
            case TOPIC_AUTHORIZATION_FAILED ->
                    new TopicAuthorizationException(Set.of(sent.queue().partition.topic()));
            case CLUSTER_AUTHORIZATION_FAILED ->
                    new ClusterAuthorizationException(
                            "The producer is not authorized to do idempotent sends");
            default -> Errors.of(error, message);
        };
    }

    /**
     * The broker has the batch. While the answer to an earlier one is missing (it went over a
     * connection that broke) nobody hears of it: callbacks of one partition run in order.
     */
    void succeeded(Sent sent, long baseOffset, long logAppendTimeMs) {
        ProducerBatch batch = sent.batch();
        batch.acknowledgement = new BatchResult(baseOffset, logAppendTimeMs, null);
        if (batch.baseSequence < 0 || batch.done()) {
            acknowledge(sent.queue(), batch, batch.acknowledgement);
        }
        announce(sent.queue());
    }

    /** Ends the batches that are acknowledged and have no other before them any more. */
    private void announce(PartitionQueue queue) {
        for (ProducerBatch first = queue.firstOutstanding();
                first != null && first.acknowledgement != null;
                first = queue.firstOutstanding()) {
            acknowledge(queue, first, first.acknowledgement);
        }
    }

    private void acknowledge(PartitionQueue queue, ProducerBatch batch, BatchResult result) {
        queue.acknowledged(batch);
        end(batch, result);
    }

    /** The request failed as a whole; the broker may have the batch. */
    void failed(Sent sent, RuntimeException cause) {
        boolean maybeSent =
                cause instanceof DisconnectException || cause instanceof TimeoutException;
        if (maybeSent || cause instanceof InvalidMetadataException) {
            io.metadata().refresh();
        }
        if (sent.batch().done()) {
            settle(sent);
        } else if (mayRetry(sent, ErrorCode.NETWORK_EXCEPTION, cause)) {
            retry(sent, cause);
        } else {
            lost(sent.queue(), sent.batch(), cause);
        }
    }

    private boolean mayRetry(Sent sent, ErrorCode error, RuntimeException cause) {
        ProducerBatch batch = sent.batch();
        if (batch.done()
                || batch.attempts > settings.retries()
                        && settings.retries() >= 0
                        && settings.retries() != Integer.MAX_VALUE) {
            return false;
        }
        long now = io.clock().millis();
        if (batch.createdMs + settings.deliveryTimeoutMs() <= now) {
            return false;
        }
        if (error == ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER && settings.idempotent()) {
            PartitionQueue queue = sent.queue();
            return !queue.unresolved() && (batch.sequenceReset || !queue.isNext(batch));
        }
        return cause instanceof RetriableException && !transactions.dropsRetries();
    }

    private void retry(Sent sent, RuntimeException cause) {
        ProducerBatch batch = sent.batch();
        LOG.debug("Sending {} again after {}", batch, cause.toString());
        batch.sequenceReset = false;
        batch.retryAtMs =
                io.clock().millis() + settings.backoff().afterMs(batch.attempts, io.entropy());
        stats.retried.add(batch.count());
        if (cause instanceof InvalidMetadataException) {
            io.metadata().refresh();
        }
        sent.queue().requeue(batch);
    }

    private void tooLarge(Sent sent, ErrorCode error) {
        ProducerBatch batch = sent.batch();
        if (batch.done() || batch.count() == 1) {
            fail(sent, error, Errors.of(error));
            return;
        }
        stats.splits.increment();
        List<ProducerBatch> parts = batch.split();
        accumulator.replaced(batch, parts);
        sent.queue().replace(batch, parts);
    }

    private void fail(Sent sent, ErrorCode error, RuntimeException cause) {
        if (sent.batch().done()) {
            settle(sent);
        } else if (REFUSALS.contains(error)) {
            sent.queue().refused(sent.batch());
            end(sent.batch(), BatchResult.failed(cause));
            transactions.batchFailed(cause);
            announce(sent.queue());
        } else {
            lost(sent.queue(), sent.batch(), cause);
        }
    }

    /** The answer to a batch that had expired before it came: nothing more to tell anybody. */
    private void settle(Sent sent) {
        sent.queue().outstanding.remove(sent.batch());
        announce(sent.queue());
    }

    /** Ends a batch of which nobody knows whether the broker has it. */
    void lost(PartitionQueue queue, ProducerBatch batch, RuntimeException cause) {
        queue.lost(batch);
        if (end(batch, BatchResult.failed(cause))) {
            transactions.batchFailed(cause);
        }
        announce(queue);
    }

    private boolean end(ProducerBatch batch, BatchResult result) {
        accumulator.ended(batch);
        boolean first = batch.complete(result);
        if (first) {
            stats.sent.add(batch.count());
            if (result.error() != null) {
                stats.failed.add(batch.count());
            }
        }
        return first;
    }

    /**
     * Takes the leader the broker names (KIP-951), so that the retry need not wait for metadata.
     */
    private void hint(
            Sent sent, ProduceResponse.PartitionProduceResponse answer, ProduceResponse response) {
        int leader = answer.currentLeader().leaderId();
        if (leader < 0) {
            return;
        }
        Node node = null;
        for (ProduceResponse.NodeEndpoint endpoint : response.nodeEndpoints()) {
            if (endpoint.nodeId() == leader) {
                node = new Node(leader, endpoint.host(), endpoint.port(), endpoint.rack());
            }
        }
        io.metadata()
                .leaderHint(
                        sent.queue().partition, leader, answer.currentLeader().leaderEpoch(), node);
    }
}
