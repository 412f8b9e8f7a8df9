package io.leat.log.broker.telemetry;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.PushTelemetryRequest;
import io.leat.log.protocol.message.PushTelemetryResponse;
import io.leat.log.protocol.record.Compression;

/**
 * PushTelemetry, version 0 (KIP-714): takes the metrics of a client. Whether it may push is decided
 * on the first loop; what it pushed is read on the connection's.
 */
public final class PushTelemetryHandler
        implements Handler<PushTelemetryRequest, PushTelemetryResponse> {

    private final ClientTelemetry telemetry;

    public PushTelemetryHandler(Broker broker) {
        this.telemetry = broker.telemetry();
    }

    @Override
    public ApiKey key() {
        return ApiKey.PUSH_TELEMETRY;
    }

    @Override
    public PushTelemetryRequest read(Reader in) {
        return PushTelemetryRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            PushTelemetryRequest request,
            Reply<PushTelemetryResponse> reply) {
        Uuid id = request.clientInstanceId();
        if (id.equals(Uuid.ZERO) || id.equals(Uuid.METADATA_TOPIC)) {
            complete(reply, ErrorCode.INVALID_REQUEST);
        } else {
            telemetry.loop().execute(() -> decide(context, request, reply));
        }
    }

    private void decide(
            RequestContext context,
            PushTelemetryRequest request,
            Reply<PushTelemetryResponse> reply) {
        PushingClient client = telemetry.client(request.clientInstanceId(), context);
        long nowMs = telemetry.loop().clock().millis();
        ErrorCode error = client.pushes(request.subscriptionId(), request.terminating(), nowMs);
        if (error == ErrorCode.NONE) {
            error = refusal(request);
            client.failed(error);
        }
        if (telemetry.counted(error) != ErrorCode.NONE || !request.metrics().hasRemaining()) {
            complete(reply, error);
            return;
        }
        Compression compression = Compression.forId(request.compressionType());
        context.loop()
                .execute(
                        () -> {
                            TelemetryPayload payload =
                                    TelemetryPayload.read(
                                            request.metrics(), compression, telemetry.bytesMax());
                            telemetry.loop().execute(() -> take(client, payload, reply));
                        });
    }

    private ErrorCode refusal(PushTelemetryRequest request) {
        int codec = request.compressionType();
        if (codec < 0 || codec >= Compression.values().length) {
            return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
        }
        return request.metrics().remaining() > telemetry.bytesMax()
                ? ErrorCode.TELEMETRY_TOO_LARGE
                : ErrorCode.NONE;
    }

    private void take(
            PushingClient client, TelemetryPayload payload, Reply<PushTelemetryResponse> reply) {
        if (payload.error() == ErrorCode.NONE) {
            telemetry.take(client, payload);
        } else {
            client.failed(payload.error());
        }
        complete(reply, payload.error());
    }

    private static void complete(Reply<PushTelemetryResponse> reply, ErrorCode error) {
        reply.complete(PushTelemetryResponse.builder().errorCode(error).build());
    }
}
