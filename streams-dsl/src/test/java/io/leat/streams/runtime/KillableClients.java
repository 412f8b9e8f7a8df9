package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.CloseOptions;
import io.leat.clients.consumer.CloseOptions.GroupMembershipOperation;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.producer.Producer;
import io.leat.streams.KafkaClientSupplier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that can be cut off: from then on nothing is sent, committed or aborted through them and
 * no group is left, as if the process had ended. Safe for several threads.
 */
final class KillableClients implements KafkaClientSupplier {

    private static final Set<String> HARMLESS = Set.of("wakeup", "hashCode", "equals", "toString");

    private final RealClients real = new RealClients();
    private final AtomicInteger sendsLeft = new AtomicInteger(Integer.MAX_VALUE);

    /** Cuts off at the {@code sends}-th record from now, thus amid a transaction. */
    void cutAfter(int sends) {
        sendsLeft.set(sends);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return real.getAdmin(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return killable(Producer.class, real.getProducer(config));
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return killable(Consumer.class, real.getConsumer(config));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return killable(Consumer.class, real.getRestoreConsumer(config));
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return killable(Consumer.class, real.getGlobalConsumer(config));
    }

    @SuppressWarnings("unchecked")
    private <T extends AutoCloseable> T killable(Class<?> type, T client) {
        return (T)
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> call(client, method, arguments));
    }

    private Object call(Object client, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("send")) {
            sendsLeft.updateAndGet(left -> left > 0 && left < Integer.MAX_VALUE ? left - 1 : left);
        }
        if (sendsLeft.get() == 0 && !HARMLESS.contains(method.getName())) {
            if (!method.getName().equals("close")) {
                throw new IllegalStateException("cut off");
            }
            abandon(client);
            return null;
        }
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Gives back threads and connections and says nothing to the server. */
    private static void abandon(Object client) {
        if (client instanceof Producer<?, ?> producer) {
            producer.close(Duration.ZERO);
        } else if (client instanceof Consumer<?, ?> consumer) {
            consumer.close(
                    CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP)
                            .withTimeout(Duration.ZERO));
        }
    }
}
