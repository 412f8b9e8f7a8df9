package io.leat.log.server.admin;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.node.StartException;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Secret;
import io.leat.log.transport.RealPorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says over HTTP how a server is. It has an event loop and a worker of its own, and costs nothing
 * where {@code leat.admin.listener} is not set.
 *
 * <pre>
 * GET /metrics        in the text format of Prometheus
 * GET /health/live    200 as long as the process does its work; else restart it
 * GET /health/ready   200 while clients may be sent here
 * </pre>
 */
public final class AdminServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";
    private static final long START_SECONDS = 20;
    private static final int LINE_BYTES_MAX = 2_048;
    private static final int IDLE_SECONDS = 60;
    private static final int SCRAPES_MAX = 4;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final byte @Nullable [] token;
    private final Health health;
    private final MetricsPage metrics;
    private final AtomicInteger scrapes = new AtomicInteger();
    private int port;

    private AdminServer(
            Endpoint endpoint, @Nullable Secret token, BrokerNode node, RealPorts ports) {
        this.endpoint = endpoint;
        this.token = token == null ? null : expected(token);
        this.health = new Health(node, ports.ports().loop());
        this.metrics = new MetricsPage(node, ports);
        this.vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setUseDaemonThread(true)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
    }

    private static byte[] expected(Secret token) {
        return ("Bearer " + token.text()).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Listens where the settings say; null if they say nowhere.
     *
     * @throws StartException if it cannot listen there
     */
    public static @Nullable AdminServer start(
            BrokerConfig config, BrokerNode node, RealPorts ports) {
        String text = config.find(BrokerKeys.ADMIN_LISTENER);
        if (text == null || text.isBlank()) {
            return null;
        }
        Endpoint endpoint = endpoint(text);
        Secret token = config.find(BrokerKeys.ADMIN_TOKEN);
        refuseStrangers(config, endpoint, token);
        AdminServer made = new AdminServer(endpoint, token, node, ports);
        try {
            made.listen();
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        log.info(
                "Metrics and health: http://{}/metrics, /health/live, /health/ready",
                made.endpoint());
        return made;
    }

    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text.trim());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    BrokerKeys.ADMIN_LISTENER.name()
                            + ": "
                            + e.getMessage()
                            + ", as 127.0.0.1:9644");
        }
    }

    private static void refuseStrangers(
            BrokerConfig config, Endpoint endpoint, @Nullable Secret token) {
        boolean loopback = new ListenerAddress("ADMIN", endpoint).loopback();
        if (!loopback && token == null && !config.get(BrokerKeys.INSECURE)) {
            throw new StartException(
                    BrokerKeys.ADMIN_LISTENER.name()
                            + "="
                            + endpoint
                            + " can be reached by other machines, and metrics name topics and"
                            + " groups. Set "
                            + BrokerKeys.ADMIN_TOKEN.name()
                            + ", listen on 127.0.0.1, or accept that with leat.insecure=true");
        }
    }

    private void listen() {
        HttpServer server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHttp2ClearTextEnabled(false)
                                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                                        .setIdleTimeout(IDLE_SECONDS))
                        .requestHandler(this::answer);
        try {
            server.listen(endpoint.port(), endpoint.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartException(
                    "Cannot serve metrics on "
                            + endpoint
                            + ": "
                            + cause.getMessage()
                            + ". Choose another port with "
                            + BrokerKeys.ADMIN_LISTENER.name()
                            + " (port 0 is any free one)",
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while starting", e);
        }
        port = server.actualPort();
    }

    /** Where it listens, with the actual port. */
    public Endpoint endpoint() {
        return new Endpoint(endpoint.host(), port);
    }

    /** From now on clients should go elsewhere: the server is about to stop. */
    public void drain() {
        health.drain();
    }

    private void answer(HttpServerRequest request) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            end(request, METHOD_NOT_ALLOWED, JSON, "{\"error\":\"only GET is answered\"}");
            return;
        }
        switch (String.valueOf(request.path())) {
            case "/health/live" -> health.live().onComplete(live -> end(request, live.result()));
            case "/health/ready" -> end(request, health.ready());
            case "/metrics" -> scrape(request);
            default ->
                    end(
                            request,
                            NOT_FOUND,
                            JSON,
                            "{\"error\":\"ask for /metrics, /health/live or /health/ready\"}");
        }
    }

    private void scrape(HttpServerRequest request) {
        if (!permitted(request)) {
            request.response().putHeader("www-authenticate", "Bearer");
            end(request, UNAUTHORIZED, JSON, "{\"error\":\"show the token of the settings\"}");
            return;
        }
        if (scrapes.incrementAndGet() > SCRAPES_MAX) {
            scrapes.decrementAndGet();
            end(request, UNAVAILABLE, JSON, "{\"error\":\"too many at once\"}");
            return;
        }
        Future<String> page = vertx.executeBlocking(metrics::text);
        page.onComplete(
                done -> {
                    scrapes.decrementAndGet();
                    if (done.succeeded()) {
                        end(request, OK, TEXT, done.result());
                    } else {
                        log.warn("Metrics cannot be gathered", done.cause());
                        end(request, FAILED, JSON, "{\"error\":\"see the log of the server\"}");
                    }
                });
    }

    /** In constant time, whatever is shown. */
    private boolean permitted(HttpServerRequest request) {
        String shown = request.getHeader("authorization");
        return token == null
                || shown != null
                        && MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
    }

    private static void end(HttpServerRequest request, Health.State state) {
        end(request, state.good() ? OK : UNAVAILABLE, JSON, state.json());
    }

    private static void end(HttpServerRequest request, int status, String type, String body) {
        request.response().setStatusCode(status).putHeader("content-type", type);
        if (request.method() == HttpMethod.HEAD) {
            request.response().end();
        } else {
            request.response().end(body);
        }
    }

    @Override
    public void close() {
        vertx.close();
    }
}
