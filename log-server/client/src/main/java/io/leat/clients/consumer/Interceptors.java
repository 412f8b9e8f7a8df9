package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The interceptors of a consumer, in order; a failing one is left out. On the polling thread. */
final class Interceptors<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

    private final List<ConsumerInterceptor<K, V>> chain;

    Interceptors(List<ConsumerInterceptor<K, V>> chain) {
        this.chain = chain;
    }

    ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records) {
        ConsumerRecords<K, V> current = records;
        for (ConsumerInterceptor<K, V> interceptor : chain) {
            try {
                current = interceptor.onConsume(current);
            } catch (RuntimeException e) {
                LOG.warn("An interceptor failed in onConsume", e);
            }
        }
        return current;
    }

    void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (ConsumerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.onCommit(offsets);
            } catch (RuntimeException e) {
                LOG.warn("An interceptor failed in onCommit", e);
            }
        }
    }

    void close() {
        for (ConsumerInterceptor<K, V> interceptor : chain) {
            try {
                interceptor.close();
            } catch (RuntimeException e) {
                LOG.warn("An interceptor failed in close", e);
            }
        }
    }
}
