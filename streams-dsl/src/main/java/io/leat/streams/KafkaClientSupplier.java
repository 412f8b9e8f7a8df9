package io.leat.streams;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.producer.Producer;
import java.util.Map;

/** Makes the clients of an application; replaced in tests and simulations. */
public interface KafkaClientSupplier {

    Admin getAdmin(Map<String, Object> config);

    Producer<byte[], byte[]> getProducer(Map<String, Object> config);

    /** The consumer that reads a thread's input. */
    Consumer<byte[], byte[]> getConsumer(Map<String, Object> config);

    /** The consumer that reads changelogs. */
    Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config);

    /** The consumer that reads global tables. */
    Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config);
}
