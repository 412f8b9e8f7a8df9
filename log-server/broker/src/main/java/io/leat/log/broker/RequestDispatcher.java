package io.leat.log.broker;

import io.leat.log.broker.metrics.NodeMetrics;
import io.leat.log.broker.quota.ClientQuotas;
import io.leat.log.broker.security.Login;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames into calls of handlers. Immutable: one for all connections, used on the loop of
 * each.
 */
final class RequestDispatcher {

    private final Handlers handlers;

    RequestDispatcher(Handlers handlers) {
        this.handlers = handlers;
    }

    /** Where requests are counted. */
    NodeMetrics metrics() {
        return handlers.metrics();
    }

    /** What requests may take. */
    RequestMemory memory() {
        return handlers.memory();
    }

    /** What limits those who ask; null where only nodes ask. */
    @Nullable ClientQuotas quotas() {
        return handlers.quotas();
    }

    /**
     * Hands the request whose header was read to its handler. {@code body} stands behind the
     * header.
     *
     * @throws MalformedMessageException if the body does not follow the protocol
     */
    void dispatch(
            Client client,
            RequestHeader header,
            Frame frame,
            ByteBuffer body,
            PendingReply<ApiMessage> reply) {
        Login login = client.login();
        Handler<?, ?> handler = handlers.get(header.apiKey());
        if (login != null && !login.permits(header.apiKey())) {
            reply.close("it has not logged in and asks for " + header.apiKey());
        } else if (handler == null) {
            refuse(header, unserved(header), body, reply);
        } else if (Handlers.served(handler).contains(header.apiVersion())) {
            call(handler, client, header, frame, body, reply);
        } else {
            refuse(header, versionRefusal(header, Handlers.served(handler)), body, reply);
        }
    }

    /** How to refuse: the error, the version to say it in, and what the log says otherwise. */
    private record Refusal(ErrorCode error, int version, String reason) {}

    private static Refusal unserved(RequestHeader header) {
        ApiKey key = header.apiKey();
        boolean sasl = key == ApiKey.SASL_HANDSHAKE || key == ApiKey.SASL_AUTHENTICATE;
        return new Refusal(
                sasl ? ErrorCode.ILLEGAL_SASL_STATE : ErrorCode.UNSUPPORTED_VERSION,
                VersionRange.of(key).nearest(header.apiVersion()),
                key + " requests are not served here");
    }

    private static Refusal versionRefusal(RequestHeader header, VersionRange served) {
        // A client that asks for an unknown version of ApiVersions expects the layout of version 0.
        boolean bootstrap = header.apiKey() == ApiKey.API_VERSIONS;
        return new Refusal(
                ErrorCode.UNSUPPORTED_VERSION,
                bootstrap ? 0 : served.nearest(header.apiVersion()),
                header.apiKey()
                        + " version "
                        + header.apiVersion()
                        + " is not served, only "
                        + served.min()
                        + " to "
                        + served.max());
    }

    /** An error in the nearest schema: the connection stays usable, unlike with Kafka's brokers. */
    private static void refuse(
            RequestHeader header,
            Refusal refusal,
            ByteBuffer body,
            PendingReply<ApiMessage> reply) {
        Reader in = header.body(body, refusal.version);
        ApiMessage response = Refusals.of(header.apiKey(), in, refusal.error);
        if (response == null) {
            reply.close(refusal.reason);
        } else {
            reply.version(refusal.version);
            reply.complete(response);
        }
    }

    private <Q extends ApiMessage> void call(
            Handler<Q, ?> handler,
            Client client,
            RequestHeader header,
            Frame frame,
            ByteBuffer body,
            PendingReply<ApiMessage> reply) {
        Reader in = header.body(body.duplicate());
        Q request = handler.read(in);
        in.end();
        reply.patienceMs(Patience.of(request));
        if (Patience.isReplica(request)) {
            reply.unlimited();
        }
        String clientId = header.clientId() == null ? "" : header.clientId();
        RequestContext context =
                new RequestContext(
                        client,
                        header.apiKey(),
                        header.apiVersion(),
                        clientId,
                        client.principal(),
                        frame);
        Forwarder forwarder = handlers.forwarder();
        if (forwarder != null
                && forwarder.forwards(handler)
                && !handler.concernsThisNode(request)) {
            forwarder.forward(
                    context,
                    header,
                    reply,
                    error ->
                            refuse(
                                    header,
                                    new Refusal(error, header.apiVersion(), error.message()),
                                    body,
                                    reply));
        } else {
            handlers.handle(handler, context, request, reply);
        }
    }
}
