package io.leat.log.broker.telemetry;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsRequest;
import io.leat.log.protocol.message.GetTelemetrySubscriptionsResponse;
import io.leat.log.protocol.record.Compression;
import java.util.List;

/** GetTelemetrySubscriptions, version 0 (KIP-714): which metrics a client is to push, how often. */
public final class GetTelemetrySubscriptionsHandler
        implements Handler<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> {

    /** In the order of preference; none is always possible. */
    private static final List<Byte> CODECS =
            List.of(
                    (byte) Compression.ZSTD.id(),
                    (byte) Compression.LZ4.id(),
                    (byte) Compression.GZIP.id(),
                    (byte) Compression.SNAPPY.id());

    private final ClientTelemetry telemetry;

    public GetTelemetrySubscriptionsHandler(Broker broker) {
        this.telemetry = broker.telemetry();
    }

    @Override
    public ApiKey key() {
        return ApiKey.GET_TELEMETRY_SUBSCRIPTIONS;
    }

    @Override
    public GetTelemetrySubscriptionsRequest read(Reader in) {
        return GetTelemetrySubscriptionsRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            GetTelemetrySubscriptionsRequest request,
            Reply<GetTelemetrySubscriptionsResponse> reply) {
        telemetry.loop().execute(() -> reply.complete(answer(context, request)));
    }

    /** Totals are asked for, not what was added, because Prometheus wants them. */
    private GetTelemetrySubscriptionsResponse answer(
            RequestContext context, GetTelemetrySubscriptionsRequest request) {
        PushingClient client = telemetry.client(request.clientInstanceId(), context);
        ErrorCode error = telemetry.counted(client.asks(telemetry.loop().clock().millis()));
        if (error != ErrorCode.NONE) {
            return GetTelemetrySubscriptionsResponse.builder().errorCode(error).build();
        }
        return GetTelemetrySubscriptionsResponse.builder()
                .clientInstanceId(client.id())
                .subscriptionId(client.subscriptionId())
                .acceptedCompressionTypes(CODECS)
                .pushIntervalMs(client.wanted().intervalMs())
                .telemetryMaxBytes(telemetry.bytesMax())
                .deltaTemporality(false)
                .requestedMetrics(client.wanted().metrics())
                .build();
    }
}
