package io.leat.clients.consumer;

import io.leat.common.Configurable;
import io.leat.common.TopicPartition;
import java.util.Map;

/**
 * Sees, and may change, what a consumer returns and commits. Runs on the polling thread; what it
 * throws is logged and otherwise ignored.
 */
public interface ConsumerInterceptor<K, V> extends Configurable, AutoCloseable {

    /** Called with the records just before poll returns them; returns what poll shall return. */
    ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records);

    /** Called after offsets were committed. */
    void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets);

    @Override
    void close();
}
