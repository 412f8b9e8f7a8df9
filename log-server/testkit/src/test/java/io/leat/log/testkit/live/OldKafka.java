package io.leat.log.testkit.live;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;

/**
 * Clients of an old Apache Kafka, with their jar in a class loader of its own. Their transactions
 * are of the first version: the server learns of partitions by AddPartitionsToTxn.
 */
final class OldKafka implements Clients, AutoCloseable {

    private final String version;
    private final Loader loader;
    private final Clients clients;

    OldKafka(String version) throws ReflectiveOperationException, IOException {
        this.version = version;
        Path jar =
                Path.of(
                        System.getProperty("leat.old.clients"),
                        "kafka-clients-" + version + ".jar");
        this.loader = new Loader(jar.toUri().toURL(), origin());
        this.clients =
                within(
                        () ->
                                (Clients)
                                        loader.loadClass(KafkaSide.class.getName())
                                                .getConstructor()
                                                .newInstance());
    }

    private static URL origin() {
        return OldKafka.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public String name() {
        return "kafka-" + version;
    }

    @Override
    public LiveProducer producer(Map<String, String> settings) {
        return quietly(() -> clients.producer(settings));
    }

    @Override
    public LiveConsumer consumer(Map<String, String> settings) {
        return quietly(() -> clients.consumer(settings));
    }

    private interface Making<T> {
        T make() throws ReflectiveOperationException;
    }

    private <T> T quietly(Making<T> making) {
        try {
            return within(making);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Old clients find their classes through the thread's loader. */
    private <T> T within(Making<T> making) throws ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return making.make();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** Loads Kafka's classes, and ours that call them, itself; the rest comes from above. */
    private static final class Loader extends URLClassLoader {

        private static final String OURS = KafkaSide.class.getName();

        Loader(URL jar, URL tests) throws MalformedURLException {
            super(new URL[] {jar, tests}, OldKafka.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.apache.kafka.") && !name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
