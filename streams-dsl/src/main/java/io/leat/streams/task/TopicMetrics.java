package io.leat.streams.task;

import static io.leat.common.metrics.Sensor.RecordingLevel.INFO;
import static io.leat.streams.metrics.Figure.TOTAL;

import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import java.nio.charset.StandardCharsets;

/** What a node reads from a topic, or writes to it. Owned by the task's thread. */
final class TopicMetrics {

    /** Timestamp, offset and partition of a record. */
    private static final int PLACE_BYTES = 8 + 8 + 4;

    private final int bytesPerRecord;
    private final Recorder records;
    private final Recorder bytes;

    private TopicMetrics(MetricGroup node, String topic, String what) {
        MetricGroup group = node.part("stream-topic-metrics", "topic", topic);
        bytesPerRecord = PLACE_BYTES + topic.getBytes(StandardCharsets.UTF_8).length;
        records = group.recorder(INFO, "records-" + what, "records " + what, TOTAL);
        bytes = group.recorder(INFO, "bytes-" + what, "bytes " + what, TOTAL);
    }

    static TopicMetrics consumed(MetricGroup node, String topic) {
        return new TopicMetrics(node, topic, "consumed");
    }

    static TopicMetrics produced(MetricGroup node, String topic) {
        return new TopicMetrics(node, topic, "produced");
    }

    /**
     * One record more.
     *
     * @param content the bytes of key and value
     */
    void add(int content, Headers headers) {
        records.add(1);
        bytes.add(bytesPerRecord + content + size(headers));
    }

    private static int size(Headers headers) {
        return headers instanceof RecordHeaders own
                ? own.sizeInBytes()
                : new RecordHeaders(headers).sizeInBytes();
    }
}
