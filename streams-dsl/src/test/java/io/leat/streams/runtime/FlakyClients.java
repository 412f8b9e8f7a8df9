package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.clients.producer.Callback;
import io.leat.clients.producer.Producer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.streams.KafkaClientSupplier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients whose first record with a certain value is not sent. Safe for several threads. */
final class FlakyClients implements KafkaClientSupplier {

    private final RealClients real = new RealClients();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final String value;
    private final RuntimeException failure;

    FlakyClients(String value, RuntimeException failure) {
        this.value = value;
        this.failure = failure;
    }

    boolean failed() {
        return failed.get();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Producer<byte[], byte[]> producer = real.getProducer(config);
        return (Producer<byte[], byte[]>)
                Proxy.newProxyInstance(
                        Producer.class.getClassLoader(),
                        new Class<?>[] {Producer.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("send")
                                    && isTheOne((ProducerRecord<?, byte[]>) arguments[0])
                                    && failed.compareAndSet(false, true)) {
                                ((Callback) arguments[1]).onCompletion(null, failure);
                                return CompletableFuture.failedFuture(failure);
                            }
                            try {
                                return method.invoke(producer, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private boolean isTheOne(ProducerRecord<?, byte[]> record) {
        return record.value() != null && new String(record.value()).equals(value);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return real.getAdmin(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return real.getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return real.getRestoreConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return real.getGlobalConsumer(config);
    }
}
