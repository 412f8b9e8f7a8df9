package io.leat.log.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The versions that Kafka 4 dropped have the bytes that Apache Kafka 3.9 gave them. */
class OldVersionsTest {

    @Test
    void shouldReadAndWriteWhatKafka3Did() throws Exception {
        List<URL> urls = new ArrayList<>();
        Path old = Path.of(System.getProperty("leat.old.clients"), "kafka-clients-3.9.1.jar");
        urls.add(old.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("kafka")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(
                        urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Callable<?> check =
                    (Callable<?>)
                            loader.loadClass(OldVersions.class.getName())
                                    .getConstructor()
                                    .newInstance();
            List<?> compared = (List<?>) check.call();
            assertEquals(36, compared.size(), compared.toString());
            assertTrue(compared.contains("FetchResponse v3"), compared.toString());
        }
    }
}
