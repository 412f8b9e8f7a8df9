package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.message.DefaultPrincipalData;
import io.leat.log.protocol.message.EnvelopeRequest;
import io.leat.log.protocol.message.EnvelopeResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Envelope: a request of a client that another broker brings to the controller (KIP-590). */
final class EnvelopeHandler implements Handler<EnvelopeRequest, EnvelopeResponse> {

    private final Handlers handlers;
    private final ActiveController controller;

    EnvelopeHandler(Handlers handlers, ActiveController controller) {
        this.handlers = handlers;
        this.controller = controller;
    }

    @Override
    public ApiKey key() {
        return ApiKey.ENVELOPE;
    }

    @Override
    public EnvelopeRequest read(Reader in) {
        return EnvelopeRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context, EnvelopeRequest request, Reply<EnvelopeResponse> reply) {
        if (!controller.isHere()) {
            reply.complete(refused(ErrorCode.NOT_CONTROLLER));
            return;
        }
        ByteBuffer data = request.requestData().duplicate();
        try {
            RequestHeader header = RequestHeader.read(data);
            Handler<?, ?> handler = handlers.get(header.apiKey());
            if (handler == null
                    || !handler.decidedByController()
                    || !Handlers.served(handler).contains(header.apiVersion())) {
                reply.complete(refused(ErrorCode.INVALID_REQUEST));
                return;
            }
            call(handler, context, request, header, data, reply);
        } catch (MalformedMessageException e) {
            reply.complete(refused(ErrorCode.INVALID_REQUEST));
        }
    }

    private static EnvelopeResponse refused(ErrorCode error) {
        return EnvelopeResponse.builder().errorCode(error).build();
    }

    private <Q extends ApiMessage> void call(
            Handler<Q, ?> handler,
            RequestContext outer,
            EnvelopeRequest envelope,
            RequestHeader header,
            ByteBuffer body,
            Reply<EnvelopeResponse> reply) {
        Reader in = header.body(body);
        Q request = handler.read(in);
        in.end();
        Client asking = outer.client().behalf(host(envelope.clientHostAddress()));
        RequestContext context =
                new RequestContext(
                        asking,
                        header.apiKey(),
                        header.apiVersion(),
                        header.clientId() == null ? "" : header.clientId(),
                        principal(envelope.requestPrincipal()),
                        outer.frame());
        handlers.handle(handler, context, request, new Inner(header, reply));
    }

    /** The address of who asked the other broker. */
    private static String host(ByteBuffer address) {
        byte[] bytes = new byte[address.remaining()];
        address.duplicate().get(bytes);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new MalformedMessageException("a client address of " + bytes.length + " bytes");
        }
    }

    private static Principal principal(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            return Principal.ANONYMOUS;
        }
        Reader in = new Reader(bytes.duplicate(), 0, true);
        in.int16();
        DefaultPrincipalData data = DefaultPrincipalData.read(in);
        return new Principal(data.type(), data.name());
    }

    /** Puts the answer of the inner request into the envelope's. */
    private record Inner(RequestHeader header, Reply<EnvelopeResponse> reply)
            implements Reply<ApiMessage> {

        @Override
        public void complete(ApiMessage response, Runnable released) {
            ByteBuffer[] parts =
                    new ResponseHeader(header.correlationId()).frame(response, header.apiVersion());
            int size = 0;
            for (ByteBuffer part : parts) {
                size += part.remaining();
            }
            ByteBuffer data = ByteBuffer.allocate(size);
            for (ByteBuffer part : parts) {
                data.put(part.duplicate());
            }
            released.run();
            reply.complete(EnvelopeResponse.builder().responseData(data.flip()).build());
        }

        @Override
        public void none() {
            reply.complete(refused(ErrorCode.INVALID_REQUEST));
        }

        @Override
        public void close(String reason) {
            reply.complete(refused(ErrorCode.INVALID_REQUEST));
        }
    }
}
