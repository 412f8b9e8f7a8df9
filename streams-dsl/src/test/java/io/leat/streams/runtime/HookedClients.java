package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.producer.Producer;
import io.leat.streams.KafkaClientSupplier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Clients of which a test hears each call before it is done, and may fail it. Safe for all threads.
 */
final class HookedClients implements KafkaClientSupplier {

    /** Which client it is. */
    enum Kind {
        PRODUCER,
        CONSUMER,
        RESTORE,
        GLOBAL
    }

    /** A client that was asked for. */
    record Made(Kind kind, Map<String, Object> config) {}

    /** Hears of calls; what it throws the caller gets. */
    interface Hook {
        void before(Kind kind, String method, Object[] arguments) throws Exception;

        /** What the caller gets without asking the client; null to ask it. */
        default @Nullable Object instead(Kind kind, String method) throws Exception {
            return null;
        }
    }

    final List<Made> made = new CopyOnWriteArrayList<>();
    private final RealClients real = new RealClients();
    private final Hook hook;

    HookedClients(Hook hook) {
        this.hook = hook;
    }

    @SuppressWarnings("unchecked")
    private <T> T hooked(Kind kind, Class<?> type, T client, Map<String, Object> config) {
        made.add(new Made(kind, Map.copyOf(config)));
        return (T)
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            hook.before(kind, method.getName(), arguments);
                            Object other = hook.instead(kind, method.getName());
                            if (other != null) {
                                return other;
                            }
                            try {
                                return method.invoke(client, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return real.getAdmin(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return hooked(Kind.PRODUCER, Producer.class, real.getProducer(config), config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return hooked(Kind.CONSUMER, Consumer.class, real.getConsumer(config), config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return hooked(Kind.RESTORE, Consumer.class, real.getRestoreConsumer(config), config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return hooked(Kind.GLOBAL, Consumer.class, real.getGlobalConsumer(config), config);
    }
}
