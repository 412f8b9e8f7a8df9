package io.leat.streams.crash;

import io.leat.clients.ClientsOn;
import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.streams.KafkaClientSupplier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clients on simulated ports, whose steps of a commit are {@link CommitPoints}. Immutable. */
final class WatchedClients implements KafkaClientSupplier {

    private static final long PROCESSING_MS = 30;

    private final Instance instance;
    private final ClientsOn clients;
    private final CommitPoints points;

    WatchedClients(Instance instance, ClientsOn clients, CommitPoints points) {
        this.instance = instance;
        this.clients = clients;
        this.points = points;
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return clients.admin(config);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return (Producer<byte[], byte[]>)
                watched(
                        Producer.class,
                        clients.producer(
                                config, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = getRestoreConsumer(config);
        return (Consumer<byte[], byte[]>) watched(Consumer.class, consumer);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return clients.consumer(
                new HashMap<>(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    private Object watched(Class<?> type, Object client) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(client, method, arguments));
    }

    private @Nullable Object call(Object client, Method method, Object @Nullable [] arguments)
            throws Throwable {
        String point = point(method.getName(), arguments);
        if (point != null) {
            return points.around(instance, point, () -> invoke(client, method, arguments));
        }
        Object result = invoke(client, method, arguments);
        if (result instanceof ConsumerRecords<?, ?> records && !records.isEmpty()) {
            // Records take their time, or all of them would be one commit.
            instance.host().ports().threads().sleep(PROCESSING_MS);
        }
        return result;
    }

    private static @Nullable String point(String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "send" ->
                    arguments != null && arguments[0] instanceof ProducerRecord<?, ?> record
                            ? "send to " + record.topic()
                            : null;
            case "flush" -> "flush of the producer";
            case "sendOffsetsToTransaction" -> "sendOffsetsToTransaction";
            case "commitTransaction" -> "commitTransaction";
            case "commitSync" -> "commitSync of offsets";
            default -> null;
        };
    }

    private static @Nullable Object invoke(
            Object client, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
