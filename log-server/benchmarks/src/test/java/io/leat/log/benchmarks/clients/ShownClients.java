package io.leat.log.benchmarks.clients;

import io.leat.log.runtime.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the ids of the clients whose metrics a Leat server shows: it shows them for a minute after
 * the last push. A thread of its own looks.
 */
final class ShownClients implements AutoCloseable {

    private static final Pattern SERIES =
            Pattern.compile("(?m)^org_apache_kafka_.*client_id=\"([^\"]*)\"");
    private static final int EVERY_SECONDS = 10;

    private final Endpoint admin;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    ShownClients(Endpoint admin) {
        this.admin = admin;
        looking.scheduleWithFixedDelay(this::look, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try (InputStream page = URI.create("http://" + admin + "/metrics").toURL().openStream()) {
            Matcher found = SERIES.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            while (found.find()) {
                ids.add(found.group(1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All until now. */
    Set<String> ids() {
        look();
        return ids;
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
