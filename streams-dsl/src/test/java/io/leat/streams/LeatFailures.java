package io.leat.streams;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import io.leat.common.serialization.ByteArrayDeserializer;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.streams.errors.DeserializationExceptionHandler;
import io.leat.streams.errors.ErrorHandlerContext;
import io.leat.streams.errors.ProcessingExceptionHandler;
import io.leat.streams.errors.ProductionExceptionHandler;
import io.leat.streams.kstream.Consumed;
import io.leat.streams.kstream.Produced;
import io.leat.streams.processor.PunctuationType;
import io.leat.streams.processor.api.ContextualFixedKeyProcessor;
import io.leat.streams.processor.api.FixedKeyProcessorContext;
import io.leat.streams.processor.api.FixedKeyRecord;
import io.leat.streams.processor.api.Record;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.NullUnmarked;

/** A program that fails where it is told, on Leat. The same text as {@link KafkaFailures}. */
@NullUnmarked
final class LeatFailures {

    private LeatFailures() {}

    /** What handlers were asked, what came out, and how it ended. */
    static List<String> run(String where, String answer, String folder) {
        List<String> log = new ArrayList<>();
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.put("state.dir", folder);
        settings.put("errors.dead.letter.queue.topic.name", "dead");
        if (!answer.equals("DEFAULT")) {
            settings.put("deserialization.exception.handler", Asked.class.getName());
            settings.put("processing.exception.handler", AskedOfProcessing.class.getName());
            settings.put("production.exception.handler", AskedOfProduction.class.getName());
        }
        settings.put("log", log);
        settings.put("answer", answer);
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), settings)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "fine", 100);
            in.pipeInput(where.equals("key") ? "key" : "b", where, 200);
            in.pipeInput("c", "fine too", 300);
            for (String topic : List.of("out", "dead")) {
                driver.createOutputTopic(
                                topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                        .readRecordsToList()
                        .forEach(
                                r ->
                                        log.add(
                                                topic
                                                        + " "
                                                        + text(r.key())
                                                        + " "
                                                        + text(r.value())
                                                        + " "
                                                        + r.timestamp()
                                                        + text(r.headers())));
            }
        } catch (RuntimeException e) {
            log.add("failed with " + e.getClass().getSimpleName());
        }
        return log;
    }

    private static Topology topology() {
        Serde<String> strings = Serdes.String();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(strings, failing(null, "deserialize")))
                .filter((key, value) -> true)
                .mapValues(
                        value -> {
                            if (value.equals("process")) {
                                throw new IllegalStateException("told to");
                            }
                            return value.equals("cast") ? (String) (Object) value.length() : value;
                        })
                .processValues(Punctuating::new)
                .to("out", Produced.with(failing("key", null), failing("value", null)));
        return builder.build();
    }

    private static Serde<String> failing(String write, String read) {
        return Serdes.serdeFrom(
                (topic, data) -> {
                    if (data.equals(write)) {
                        throw new IllegalArgumentException("told to");
                    }
                    return data.getBytes(StandardCharsets.UTF_8);
                },
                (topic, data) -> {
                    String string = new String(data, StandardCharsets.UTF_8);
                    if (string.equals(read)) {
                        throw new IllegalArgumentException("told to");
                    }
                    return string;
                });
    }

    /** Fails in a punctuation after a certain record. */
    private static final class Punctuating
            extends ContextualFixedKeyProcessor<String, String, String> {

        private boolean fails;

        @Override
        public void init(FixedKeyProcessorContext<String, String> context) {
            super.init(context);
            context.schedule(
                    Duration.ofMillis(50),
                    PunctuationType.STREAM_TIME,
                    time -> {
                        if (fails) {
                            fails = false;
                            throw new IllegalStateException("told to");
                        }
                    });
        }

        @Override
        public void process(FixedKeyRecord<String, String> record) {
            fails = record.value().equals("punctuate");
            context().forward(record);
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> dead(ErrorHandlerContext context) {
        return List.of(
                new ProducerRecord<>(
                        "dead",
                        null,
                        context.timestamp(),
                        bytes(context.processorNodeId()),
                        bytes(context.topic() + context.offset())));
    }

    @SuppressWarnings("unchecked")
    private static String asked(
            Map<String, ?> configs, ErrorHandlerContext context, Object about, Exception e) {
        ((List<String>) configs.get("log"))
                .add(
                        context.taskId()
                                + " "
                                + context.processorNodeId()
                                + " "
                                + context.topic()
                                + "-"
                                + context.partition()
                                + "@"
                                + context.offset()
                                + " at "
                                + context.timestamp()
                                + text(context.headers())
                                + " "
                                + about
                                + " "
                                + e.getClass().getSimpleName());
        if (configs.get("answer").equals("THROW")) {
            throw new IllegalStateException("the handler");
        }
        return (String) configs.get("answer");
    }

    /** Asked about deserialization. */
    public static final class Asked implements DeserializationExceptionHandler {

        private Map<String, ?> configs;

        @Override
        public void configure(Map<String, ?> given) {
            configs = given;
        }

        @Override
        public Response handleError(
                ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception e) {
            return switch (asked(configs, context, text(record.value()), e)) {
                case "RESUME" -> Response.resume();
                case "BURY" -> Response.resume(dead(context));
                case "NOTHING" -> null;
                default -> Response.fail();
            };
        }
    }

    /** Asked about processing. */
    public static final class AskedOfProcessing implements ProcessingExceptionHandler {

        private Map<String, ?> configs;

        @Override
        public void configure(Map<String, ?> given) {
            configs = given;
        }

        @Override
        public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception e) {
            String about = record == null ? "punctuation" : String.valueOf(record.value());
            return switch (asked(configs, context, about, e)) {
                case "RESUME" -> Response.resume();
                case "BURY" -> Response.resume(dead(context));
                case "NOTHING" -> null;
                default -> Response.fail();
            };
        }
    }

    /** Asked about serialization. */
    public static final class AskedOfProduction implements ProductionExceptionHandler {

        private Map<String, ?> configs;

        @Override
        public void configure(Map<String, ?> given) {
            configs = given;
        }

        @Override
        public Response handleError(
                ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception e) {
            throw new IllegalStateException("nothing is sent");
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Response handleSerializationError(
                ErrorHandlerContext context,
                ProducerRecord record,
                Exception e,
                SerializationExceptionOrigin origin) {
            String about = origin + " " + record.topic() + record.key() + record.value();
            return switch (asked(configs, context, about, e)) {
                case "RESUME" -> Response.resume();
                case "RETRY" -> Response.retry();
                case "BURY" -> Response.resume(dead(context));
                case "NOTHING" -> null;
                default -> Response.fail();
            };
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Stack traces differ. */
    private static String text(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (Header header : headers) {
            if (!header.key().endsWith("stacktrace")) {
                text.append(' ').append(header.key()).append('=').append(text(header.value()));
            }
        }
        return text.toString();
    }
}
