package io.leat.log.cli.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leat.log.cli.CommandFailure;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.record.RecordCursor;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@code kafka-dump-log.sh} shows of keys and values. Stateless. */
interface RecordDecoder {

    /** What is shown of a record; null for what it does not have. */
    record Shown(@Nullable String key, @Nullable String payload) {}

    Shown show(RecordCursor record);

    /** As decoders of Kafka's make of keys and values, named by their classes. */
    static RecordDecoder ofClasses(String key, String value) {
        Function<byte[], String> keys = ofClass("--key-decoder-class", key);
        Function<byte[], String> values = ofClass("--value-decoder-class", value);
        return record ->
                new Shown(shown(record.keyBytes(), keys), shown(record.valueBytes(), values));
    }

    private static @Nullable String shown(
            byte @Nullable [] bytes, Function<byte[], String> decoder) {
        return bytes == null ? null : decoder.apply(bytes);
    }

    private static Function<byte[], String> ofClass(String option, String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "StringDecoder" -> bytes -> new String(bytes, UTF_8);
            case "DefaultDecoder" -> HexFormat.of()::formatHex;
            case "IntegerDecoder" -> bytes -> "" + number(option, bytes, Integer.BYTES).getInt();
            case "LongDecoder" -> bytes -> "" + number(option, bytes, Long.BYTES).getLong();
            default ->
                    throw new CommandFailure(
                            option
                                    + ": '"
                                    + name
                                    + "' is none of StringDecoder, DefaultDecoder, IntegerDecoder"
                                    + " and LongDecoder. Other classes are not loaded.");
        };
    }

    private static ByteBuffer number(String option, byte[] bytes, int least) {
        if (bytes.length < least) {
            throw new CommandFailure(
                    option
                            + ": a record has "
                            + bytes.length
                            + " bytes there, a number of this kind has "
                            + least
                            + ". StringDecoder shows text, DefaultDecoder any bytes.");
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Of a topic in which a coordinator keeps its state. */
    static RecordDecoder ofCoordinator(List<RecordKind> kinds) {
        return record -> {
            byte[] key = record.keyBytes();
            if (key == null) {
                throw new CommandFailure(
                        "The record at offset "
                                + record.offset()
                                + " has no key: it is none of those that this decoder is for.");
            }
            try {
                return RecordText.read(kinds, key, record.valueBytes())
                        .map(RecordDecoder::shown)
                        .orElseGet(
                                () ->
                                        new Shown(
                                                "Unknown record type "
                                                        + ByteBuffer.wrap(key).getShort()
                                                        + " at offset "
                                                        + record.offset()
                                                        + ", skipping.",
                                                null));
            } catch (MalformedMessageException e) {
                return new Shown(
                        "Error at offset " + record.offset() + ", skipping. " + e.getMessage(),
                        null);
            }
        };
    }

    private static Shown shown(RecordText.Coordinated record) {
        var key = RecordJson.object().put("type", String.valueOf(record.type()));
        key.set("data", RecordJson.of(record.key(), 0));
        RecordText.Value value = record.value();
        if (value == null) {
            return new Shown(key.toString(), "<DELETE>");
        }
        var payload = RecordJson.object().put("version", String.valueOf(value.version()));
        payload.set("data", value.json());
        return new Shown(key.toString(), payload.toString());
    }

    /** Of the metadata log, whose records have no keys. */
    static RecordDecoder ofMetadata() {
        return record -> {
            byte[] value = record.valueBytes();
            try {
                return new Shown(null, value == null ? "(no value)" : RecordText.metadata(value));
            } catch (MalformedMessageException e) {
                return new Shown(
                        null, "Error at " + record.offset() + ", skipping. " + e.getMessage());
            }
        };
    }
}
