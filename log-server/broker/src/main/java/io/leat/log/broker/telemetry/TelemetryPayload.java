package io.leat.log.broker.telemetry;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.otlp.MetricPoint;
import io.leat.log.protocol.otlp.OtlpReader;
import io.leat.log.protocol.record.Compression;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What one push brought.
 *
 * @param error why it cannot be taken; then there is nothing in it
 * @param dropped numbers that were left out, because they were too many or had too long names
 */
record TelemetryPayload(ErrorCode error, List<MetricPoint> points, int dropped) {

    private static final int POINTS_MAX = 1_000;
    private static final int TEXT_MAX = 255;

    /** Reads it; {@code bytesMax} is how large it may be, also when it is decompressed. */
    static TelemetryPayload read(ByteBuffer data, Compression compression, int bytesMax) {
        try {
            byte[] compressed = new byte[data.remaining()];
            data.duplicate().get(compressed);
            byte[] metrics = decompressed(compressed, compression, bytesMax);
            return metrics.length > bytesMax
                    ? failed(ErrorCode.TELEMETRY_TOO_LARGE)
                    : parsed(ByteBuffer.wrap(metrics));
        } catch (IOException | RuntimeException e) { // codecs throw either for damaged input
            return failed(ErrorCode.INVALID_RECORD);
        }
    }

    /** At most one byte more than it may have. */
    private static byte[] decompressed(byte[] data, Compression compression, int bytesMax)
            throws IOException {
        try (InputStream in = compression.decompress(new ByteArrayInputStream(data))) {
            return in.readNBytes(bytesMax + 1);
        }
    }

    private static TelemetryPayload parsed(ByteBuffer metrics) throws MalformedMessageException {
        List<MetricPoint> points = new ArrayList<>();
        int[] dropped = {0};
        OtlpReader.read(
                metrics,
                point -> {
                    if (points.size() < POINTS_MAX && fits(point)) {
                        points.add(point);
                    } else {
                        dropped[0]++;
                    }
                    return dropped[0] < POINTS_MAX;
                });
        return new TelemetryPayload(ErrorCode.NONE, points, dropped[0]);
    }

    private static boolean fits(MetricPoint point) {
        return point.name().length() <= TEXT_MAX
                && !point.name().isEmpty()
                && point.attributes().values().stream().allMatch(v -> v.length() <= TEXT_MAX)
                && point.attributes().keySet().stream().allMatch(k -> k.length() <= TEXT_MAX);
    }

    private static TelemetryPayload failed(ErrorCode error) {
        return new TelemetryPayload(error, List.of(), 0);
    }
}
