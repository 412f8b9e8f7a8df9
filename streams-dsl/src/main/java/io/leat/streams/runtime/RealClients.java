package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.Producer;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.streams.KafkaClientSupplier;
import java.util.Map;

/** Clients that connect to a real server. */
public final class RealClients implements KafkaClientSupplier {

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new LeatProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new LeatConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }
}
