package io.leat.streams.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serializer;
import io.leat.streams.KeyQueryMetadata;
import io.leat.streams.StreamsMetadata;
import io.leat.streams.errors.InvalidStateStoreException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.state.HostInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries of stores over HTTP. Its own event loop takes the questions, its worker threads
 * read the stores that are here, and other instances are asked for the rest.
 *
 * <pre>
 * GET /stores                                     which stores there are, and which instances have them
 * GET /stores/STORE/keys/KEY                      the value of a key, wherever it is
 * GET /stores/STORE/keys?from=&amp;to=&amp;limit=&amp;after=  rows of all instances, a page at a time
 * GET /stores/STORE/keys/KEY?asOf=                the version of then, of a versioned store
 * GET /stores/STORE/windows/KEY?from=&amp;to=         the windows of a key
 * GET /stores/STORE/sessions/KEY?from=&amp;to=        the sessions of a key
 * GET /stores/STORE/versions/KEY?from=&amp;to=        the versions of a key
 * </pre>
 */
public final class QueryServer implements AutoCloseable {

    private static final long START_SECONDS = 20;
    private static final long AGAIN_MS = 20;

    private final Queryable target;
    private final LocalAnswers local;
    private final Vertx vertx;
    private final Access access;
    private final Peers peers;
    private final HttpServer server;
    private volatile @Nullable HostInfo own;

    private QueryServer(Queryable target, Vertx vertx, Access access) {
        this.target = target;
        this.local = new LocalAnswers(target);
        this.vertx = vertx;
        this.access = access;
        this.peers = new Peers(vertx, access);
        this.server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHttp2ClearTextEnabled(false)
                                        .setMaxInitialLineLength(64 * 1024))
                        .requestHandler(this::handle);
    }

    /**
     * Starts to listen.
     *
     * @throws StreamsException if the port is taken, or everybody could ask who should not
     */
    public static QueryServer start(Queryable target, Listen listen) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
        Access access;
        try {
            access = Access.of(listen, vertx);
        } catch (RuntimeException e) {
            await(vertx.close());
            throw e;
        }
        QueryServer made = new QueryServer(target, vertx, access);
        try {
            await(made.server.listen(listen.port(), listen.host()));
        } catch (RuntimeException e) {
            made.close();
            throw new StreamsException(
                    "Queries cannot be served on "
                            + listen.host()
                            + ":"
                            + listen.port()
                            + " ("
                            + e.getMessage()
                            + "): set queries.http.port to a free port.",
                    e);
        }
        return made;
    }

    private static <T> void await(Future<T> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StreamsException(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamsException("interrupted", e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    /** Where others reach this instance, as {@code application.server} says. */
    public void own(HostInfo address) {
        own = address;
    }

    private void handle(HttpServerRequest request) {
        if (!access.allows(request)) {
            request.response().putHeader("www-authenticate", "Bearer");
            send(request, Reply.failure(Reply.UNAUTHORIZED, "the token is missing or wrong"));
            return;
        }
        answer(request)
                .recover(failure -> Future.succeededFuture(failed(failure)))
                .onSuccess(reply -> send(request, reply));
    }

    private static void send(HttpServerRequest request, Reply reply) {
        request.response()
                .setStatusCode(reply.status())
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(Json.bytes(reply.body())));
    }

    private static Reply failed(Throwable failure) {
        int status =
                failure instanceof IllegalArgumentException
                        ? Reply.BAD_REQUEST
                        : failure instanceof InvalidStateStoreException
                                ? Reply.NOT_NOW
                                : Reply.FAILED;
        return Reply.failure(status, String.valueOf(failure.getMessage()));
    }

    private Future<Reply> answer(HttpServerRequest request) {
        Ask ask;
        try {
            ask = Ask.of(request);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(
                    Reply.failure(Reply.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        if (request.method() != HttpMethod.GET) {
            return Future.succeededFuture(Reply.failure(405, "stores are only read: use GET"));
        }
        List<String> path = ask.path();
        if (path.isEmpty() || !path.get(0).equals("stores") || path.size() > 4) {
            return Future.succeededFuture(nothingThere(ask));
        }
        if (path.size() == 1) {
            return vertx.executeBlocking(this::stores);
        }
        if (!known(ask.store())) {
            return Future.succeededFuture(
                    Reply.failure(Reply.NOT_FOUND, "no instance has a store " + ask.store()));
        }
        String what = path.size() > 2 ? path.get(2) : "";
        return switch (what + path.size()) {
            case "keys3" -> patiently(ask, () -> range(ask));
            case "keys4" -> patiently(ask, () -> ofKey(ask, local::value));
            case "windows4" -> patiently(ask, () -> ofKey(ask, local::windows));
            case "sessions4" -> patiently(ask, () -> ofKey(ask, local::sessions));
            case "versions4" -> patiently(ask, () -> ofKey(ask, local::versions));
            default -> Future.succeededFuture(nothingThere(ask));
        };
    }

    private static Reply nothingThere(Ask ask) {
        return Reply.failure(
                Reply.NOT_FOUND,
                "there is nothing at "
                        + ask.uri()
                        + ": ask for /stores, /stores/STORE/keys, /stores/STORE/keys/KEY, or"
                        + " windows, sessions or versions in place of keys");
    }

    /** Asks again while it is too early, as long as the question allows. */
    private Future<Reply> patiently(Ask ask, Supplier<Future<Reply>> answer) {
        return patiently(ask.local() ? 0 : ask.waitMs(), answer);
    }

    private Future<Reply> patiently(long leftMs, Supplier<Future<Reply>> answer) {
        return answer.get()
                .compose(
                        reply ->
                                reply.status() != Reply.NOT_NOW || leftMs <= 0
                                        ? Future.succeededFuture(reply)
                                        : vertx.timer(AGAIN_MS, TimeUnit.MILLISECONDS)
                                                .compose(
                                                        again ->
                                                                patiently(
                                                                        leftMs - AGAIN_MS,
                                                                        answer)));
    }

    private boolean known(String store) {
        return target.keys(store) != null
                || target.instances().stream()
                        .anyMatch(one -> one.stateStoreNames().contains(store));
    }

    private Reply stores() {
        TreeMap<String, TreeSet<String>> byStore = new TreeMap<>();
        for (StreamsMetadata instance : target.instances()) {
            for (String store : instance.stateStoreNames()) {
                byStore.computeIfAbsent(store, first -> new TreeSet<>())
                        .add(instance.hostInfo().host() + ":" + instance.hostInfo().port());
            }
        }
        Reply reply = new Reply(Reply.OK, Json.object());
        ArrayNode listed = reply.body().putArray("stores");
        byStore.forEach(
                (store, hosts) -> {
                    ArrayNode all = listed.addObject().put("name", store).putArray("instances");
                    hosts.forEach(all::add);
                });
        return reply;
    }

    /** Answers for a key from the parts of a store that are here. */
    private interface KeyAnswer {
        Reply of(Ask ask, Object key, @Nullable Integer partition);
    }

    /** An answer from here, or who has one. */
    private record Route(@Nullable Reply here, List<HostInfo> there, String uri) {

        static Route here(Reply reply) {
            return new Route(reply, List.of(), "");
        }
    }

    private Future<Reply> ofKey(Ask ask, KeyAnswer answer) {
        return vertx.executeBlocking(() -> route(ask, answer))
                .compose(
                        route ->
                                route.here() != null
                                        ? Future.succeededFuture(route.here())
                                        : peers.first(route.there(), route.uri()));
    }

    @SuppressWarnings("unchecked")
    private Route route(Ask ask, KeyAnswer answer) {
        Serde<?> serde = target.keys(ask.store());
        if (serde == null) {
            // Whoever has a part of the store knows how its keys are written.
            return ask.local() || ask.forwarded()
                    ? Route.here(Reply.failure(Reply.NOT_NOW, "the store is elsewhere"))
                    : new Route(null, having(ask.store()), ask.forwardedUri());
        }
        Object key = Json.key(ask.path().get(3), serde);
        KeyQueryMetadata where =
                target.where(ask.store(), key, (Serializer<Object>) serde.serializer());
        if (where.partition() < 0) {
            return Route.here(answer.of(ask, key, null));
        }
        if (where.activeHost().equals(own)) {
            return Route.here(answer.of(ask, key, where.partition()));
        }
        if (ask.local()) {
            return Route.here(answer.of(ask.ofCopy(), key, where.partition()));
        }
        List<HostInfo> hosts = new ArrayList<>(List.of(where.activeHost()));
        hosts.addAll(where.standbyHosts());
        hosts.remove(HostInfo.unavailable());
        return new Route(null, hosts, ask.localUri());
    }

    private List<HostInfo> having(String store) {
        return target.instances().stream()
                .filter(one -> one.stateStoreNames().contains(store))
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(own))
                .toList();
    }

    private Future<Reply> range(Ask ask) {
        List<Future<Reply>> parts = new ArrayList<>();
        Serde<?> serde = target.keys(ask.store());
        if (serde != null) {
            parts.add(vertx.executeBlocking(() -> local.range(ask, serde)));
        }
        if (!ask.local()) {
            for (HostInfo host : Set.copyOf(having(ask.store()))) {
                parts.add(peers.one(host, ask.localUri()));
            }
        }
        if (ask.local()) {
            return parts.isEmpty()
                    ? Future.succeededFuture(Reply.failure(Reply.NOT_NOW, "the store is elsewhere"))
                    : parts.get(0);
        }
        return Future.all(parts)
                .map(
                        all ->
                                Gathered.page(
                                        parts.stream().map(Future::result).toList(), ask.limit()));
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
