package io.leat.streams.errors;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.header.Headers;
import io.leat.common.header.internals.RecordHeaders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the records of the dead letter queue: the source bytes, and headers that say why. */
final class DeadLetters {

    static final DeadLetters NONE = new DeadLetters(null);
    private static final String PREFIX = "__streams.errors.";

    private final @Nullable String topic;

    private DeadLetters(@Nullable String topic) {
        this.topic = topic;
    }

    static DeadLetters of(Map<String, ?> configs) {
        Object name = configs.get("errors.dead.letter.queue.topic.name");
        return name == null ? NONE : new DeadLetters(name.toString());
    }

    List<ProducerRecord<byte[], byte[]>> records(ErrorHandlerContext context, Exception cause) {
        if (topic == null) {
            return List.of();
        }
        StringWriter stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        Headers headers = new RecordHeaders(context.headers());
        add(headers, "exception", cause.getClass().getName());
        add(headers, "message", cause.getMessage());
        add(headers, "stacktrace", stack.toString());
        add(headers, "topic", context.topic());
        add(headers, "partition", String.valueOf(context.partition()));
        add(headers, "offset", String.valueOf(context.offset()));
        return List.of(
                new ProducerRecord<>(
                        topic,
                        null,
                        context.timestamp(),
                        context.sourceRawKey(),
                        context.sourceRawValue(),
                        headers));
    }

    private static void add(Headers headers, String name, @Nullable String value) {
        headers.add(PREFIX + name, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
