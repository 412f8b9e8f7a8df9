package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;

/**
 * Turns frames into calls of handlers. Immutable: one for all connections, used on the loop of
 * each.
 */
final class RequestDispatcher {

    private final Handlers handlers;

    RequestDispatcher(Handlers handlers) {
        this.handlers = handlers;
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
        Handler<?, ?> handler = handlers.get(header.apiKey());
        if (handler == null) {
            reply.close(header.apiKey() + " requests are not served here");
            return;
        }
        VersionRange served = Handlers.served(handler);
        if (!served.contains(header.apiVersion())) {
            refuse(handler, header, served, reply);
            return;
        }
        call(handler, client, header, frame, body, reply);
    }

    /** Error 35 in the nearest schema: the connection stays usable, unlike with Kafka's brokers. */
    private static void refuse(
            Handler<?, ?> handler,
            RequestHeader header,
            VersionRange served,
            PendingReply<ApiMessage> reply) {
        ApiMessage refusal = handler.unsupportedVersion();
        if (refusal == null) {
            reply.close(
                    header.apiKey()
                            + " version "
                            + header.apiVersion()
                            + " is not served, only "
                            + served.min()
                            + " to "
                            + served.max());
            return;
        }
        // A client that asks for an unknown version of ApiVersions expects the layout of version 0.
        boolean bootstrap = header.apiKey() == ApiKey.API_VERSIONS;
        reply.version(bootstrap ? 0 : served.nearest(header.apiVersion()));
        reply.complete(refusal);
    }

    @SuppressWarnings("unchecked") // a handler reads exactly what it handles
    private static <Q extends ApiMessage> void call(
            Handler<Q, ?> handler,
            Client client,
            RequestHeader header,
            Frame frame,
            ByteBuffer body,
            PendingReply<ApiMessage> reply) {
        Reader in = header.body(body);
        Q request = handler.read(in);
        in.end();
        String clientId = header.clientId() == null ? "" : header.clientId();
        RequestContext context =
                new RequestContext(
                        client,
                        header.apiKey(),
                        header.apiVersion(),
                        clientId,
                        Principal.ANONYMOUS,
                        frame);
        ((Handler<Q, ApiMessage>) handler).handle(context, request, reply);
    }
}
