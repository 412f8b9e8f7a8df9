package io.leat.clients.producer;

import io.leat.common.TopicPartition;
import io.leat.common.header.Headers;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A chain of interceptors; what one throws is logged and does not reach the application. */
final class Interceptors<K, V> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

    private final List<ProducerInterceptor<K, V>> chain;

    Interceptors(List<ProducerInterceptor<K, V>> chain) {
        this.chain = List.copyOf(chain);
    }

    boolean isEmpty() {
        return chain.isEmpty();
    }

    ProducerRecord<K, V> onSend(ProducerRecord<K, V> record) {
        ProducerRecord<K, V> current = record;
        for (ProducerInterceptor<K, V> interceptor : chain) {
            try {
                current = interceptor.onSend(current);
            } catch (RuntimeException e) {
                LOG.warn("An interceptor failed on a record to {}", record.topic(), e);
            }
        }
        return current;
    }

    void onEnd(RecordMetadata metadata, Exception exception, Headers headers) {
        for (ProducerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.onAcknowledgement(metadata, exception, headers);
            } catch (RuntimeException e) {
                LOG.warn("An interceptor failed on an acknowledgement", e);
            }
        }
    }

    /** A record failed before it got into a batch. */
    void onSendError(ProducerRecord<K, V> record, Exception cause) {
        int partition = record.partition() == null ? -1 : record.partition();
        onEnd(
                new RecordMetadata(
                        new TopicPartition(record.topic(), partition), -1, -1, -1, -1, -1),
                cause,
                record.headers());
    }

    @Override
    public void close() {
        for (ProducerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.close();
            } catch (RuntimeException e) {
                LOG.warn("An interceptor failed to close", e);
            }
        }
    }
}
