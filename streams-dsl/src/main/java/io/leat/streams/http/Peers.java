package io.leat.streams.http;

import io.leat.streams.state.HostInfo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.List;

/** Asks other instances. Safe for several threads. */
final class Peers {

    private static final long CONNECT_MS = 2_000;
    private static final long SILENT_MS = 35_000;

    private final HttpClient client;
    private final Access access;

    Peers(Vertx vertx, Access access) {
        this.access = access;
        client = vertx.createHttpClient(new HttpClientOptions().setMaxHeaderSize(64 * 1024));
    }

    /** The answer of the first instance that can be reached. */
    Future<Reply> first(List<HostInfo> hosts, String uri) {
        if (hosts.isEmpty()) {
            return Future.succeededFuture(
                    Reply.failure(Reply.NOT_NOW, "no instance has this now: ask again"));
        }
        return one(hosts.get(0), uri)
                .compose(
                        reply ->
                                reply.status() == Reply.UNREACHABLE && hosts.size() > 1
                                        ? first(hosts.subList(1, hosts.size()), uri)
                                        : Future.succeededFuture(reply));
    }

    /** What {@code host} says; that it cannot be reached is an answer too. */
    Future<Reply> one(HostInfo host, String uri) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost(host.host())
                        .setPort(host.port())
                        .setURI(uri)
                        .setConnectTimeout(CONNECT_MS)
                        .setIdleTimeout(SILENT_MS);
        access.sign(options);
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(
                        response ->
                                response.body()
                                        .map(body -> reply(response.statusCode(), body.getBytes())))
                .recover(
                        failure ->
                                Future.succeededFuture(
                                        Reply.failure(
                                                Reply.UNREACHABLE,
                                                "instance "
                                                        + host.host()
                                                        + ":"
                                                        + host.port()
                                                        + " does not answer: "
                                                        + failure.getMessage())));
    }

    private static Reply reply(int status, byte[] body) {
        try {
            return new Reply(status, Json.read(body));
        } catch (IOException e) {
            return Reply.failure(Reply.UNREACHABLE, "an instance did not answer with JSON");
        }
    }
}
