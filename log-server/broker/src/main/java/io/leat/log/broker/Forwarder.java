package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.Versions;
import io.leat.log.protocol.Writer;
import io.leat.log.protocol.message.ApiMessages;
import io.leat.log.protocol.message.DefaultPrincipalData;
import io.leat.log.protocol.message.EnvelopeRequest;
import io.leat.log.protocol.message.EnvelopeResponse;
import io.leat.log.runtime.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Brings requests that only the controller decides to it, in envelopes (KIP-590), so that a client
 * may ask any broker. Safe on every loop.
 *
 * <p>While there is no controller, or it just changed, it tries again for a while: the client waits
 * instead of having to find out.
 */
public final class Forwarder {

    private static final long PATIENCE_MS = 10_000;
    private static final long RETRY_MS = 50;
    private static final int CLIENT_ADDRESS_BYTES = 4;

    private final EventLoop loop;
    private final ActiveController controller;
    private final ControllerCalls calls;

    public Forwarder(EventLoop loop, ActiveController controller, ControllerCalls calls) {
        this.loop = loop;
        this.controller = controller;
        this.calls = calls;
    }

    /** Whether requests to {@code handler} have to leave this node. */
    boolean forwards(Handler<?, ?> handler) {
        return handler.decidedByController() && !controller.isHere();
    }

    /**
     * Forwards the request in the frame of {@code context}.
     *
     * @param refuse answers the client with an error, in the version it asked in
     */
    void forward(
            RequestContext context,
            RequestHeader header,
            Reply<ApiMessage> reply,
            Consumer<ErrorCode> refuse) {
        forward(context, header, context.frame().bytes().duplicate(), reply::complete, refuse);
    }

    /**
     * Forwards {@code request}, the part of that in {@code context} that this node did not answer.
     *
     * @param refuse answers the client with an error
     */
    public void pass(
            RequestContext context,
            ApiMessage request,
            Consumer<ApiMessage> answered,
            Consumer<ErrorCode> refuse) {
        RequestHeader header =
                new RequestHeader(
                        context.apiKey(), (short) context.apiVersion(), 0, context.clientId());
        ByteBuffer[] parts = header.frame(request);
        ByteBuffer data =
                ByteBuffer.allocate(Arrays.stream(parts).mapToInt(ByteBuffer::remaining).sum());
        Arrays.stream(parts).forEach(data::put);
        forward(context, header, data.flip(), answered, refuse);
    }

    private void forward(
            RequestContext context,
            RequestHeader header,
            ByteBuffer request,
            Consumer<ApiMessage> answered,
            Consumer<ErrorCode> refuse) {
        EnvelopeRequest envelope =
                EnvelopeRequest.builder()
                        .requestData(request)
                        .requestPrincipal(principal(context.principal()))
                        .clientHostAddress(address(context.remote().host()))
                        .build();
        new Attempts(envelope, header, answered, refuse).next();
    }

    /** One request until it is answered, or patience ends. */
    private final class Attempts {

        private final EnvelopeRequest envelope;
        private final RequestHeader header;
        private final Consumer<ApiMessage> whenAnswered;
        private final Consumer<ErrorCode> refuse;
        private final long deadlineMs = loop.clock().millis() + PATIENCE_MS;

        Attempts(
                EnvelopeRequest envelope,
                RequestHeader header,
                Consumer<ApiMessage> whenAnswered,
                Consumer<ErrorCode> refuse) {
            this.envelope = envelope;
            this.header = header;
            this.whenAnswered = whenAnswered;
            this.refuse = refuse;
        }

        void next() {
            calls.send(envelope, this::answered, this::failed);
        }

        private void answered(EnvelopeResponse response) {
            ByteBuffer data = response.responseData();
            if (response.errorCode() != ErrorCode.NONE || data == null) {
                failed(response.errorCode());
                return;
            }
            ApiMessage unwrapped;
            try {
                unwrapped = unwrap(data);
            } catch (MalformedMessageException e) {
                refuse.accept(ErrorCode.UNKNOWN_SERVER_ERROR);
                return;
            }
            whenAnswered.accept(unwrapped);
        }

        private ApiMessage unwrap(ByteBuffer data) {
            ApiKey key = header.apiKey();
            int version = header.apiVersion();
            ResponseHeader.read(data, key, version);
            return ApiMessages.readResponse(
                    key, new Reader(data, version, key.flexible((short) version)));
        }

        private void failed(ErrorCode error) {
            boolean again =
                    error == ErrorCode.NOT_CONTROLLER
                            || error == ErrorCode.NETWORK_EXCEPTION
                            || error == ErrorCode.REQUEST_TIMED_OUT;
            if (again && loop.clock().millis() < deadlineMs) {
                loop.schedule(RETRY_MS, this::next);
            } else {
                refuse.accept(again ? ErrorCode.REQUEST_TIMED_OUT : error);
            }
        }
    }

    private static ByteBuffer principal(Principal principal) {
        Versions versions = DefaultPrincipalData.VERSIONS;
        Writer out = versions.writer(0);
        out.int16((short) 0); // the version of what follows
        DefaultPrincipalData.builder()
                .type(principal.kind())
                .name(principal.name())
                .build()
                .write(out);
        return out.toBuffer();
    }

    /** The bytes of a numeric address; of a name, which only simulations have, none. */
    private static ByteBuffer address(String host) {
        boolean numeric = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        try {
            return numeric
                    ? ByteBuffer.wrap(InetAddress.getByName(host).getAddress())
                    : ByteBuffer.allocate(CLIENT_ADDRESS_BYTES);
        } catch (UnknownHostException e) {
            return ByteBuffer.allocate(CLIENT_ADDRESS_BYTES);
        }
    }
}
