package io.leat.log.cli;

import io.leat.clients.producer.ProducerRecord;
import io.leat.common.header.internals.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a line becomes a record: {@code headers<TAB>key<TAB>value}, of which headers and key are
 * optional. Immutable.
 */
public final class LineSyntax {

    private final String topic;
    private final boolean withKey;
    private final boolean withHeaders;
    private final boolean lenient;
    private final String keySeparator;
    private final String headersDelimiter;
    private final Pattern headersSeparator;
    private final String headersKeySeparator;
    private final @Nullable String nullMarker;

    /**
     * @param properties {@code parse.key}, {@code parse.headers}, {@code ignore.error}, {@code
     *     key.separator}, {@code headers.delimiter}, {@code headers.separator}, {@code
     *     headers.key.separator}, {@code null.marker}, with the defaults of Kafka's reader of lines
     */
    public LineSyntax(String topic, Map<String, String> properties) {
        this.topic = topic;
        this.withKey = flag(properties, "parse.key");
        this.withHeaders = flag(properties, "parse.headers");
        this.lenient = flag(properties, "ignore.error");
        this.keySeparator = properties.getOrDefault("key.separator", "\t");
        this.headersDelimiter = properties.getOrDefault("headers.delimiter", "\t");
        String separator = properties.getOrDefault("headers.separator", ",");
        this.headersSeparator = Pattern.compile(separator);
        this.headersKeySeparator = properties.getOrDefault("headers.key.separator", ":");
        this.nullMarker = properties.get("null.marker");
        differ("headers.delimiter", headersDelimiter, "headers.separator", separator);
        differ("headers.delimiter", headersDelimiter, "headers.key.separator", headersKeySeparator);
        differ("headers.separator", separator, "headers.key.separator", headersKeySeparator);
        if (nullMarker != null) {
            differ("null.marker", nullMarker, "key.separator", keySeparator);
            differ("null.marker", nullMarker, "headers.delimiter", headersDelimiter);
            differ("null.marker", nullMarker, "headers.separator", separator);
            differ("null.marker", nullMarker, "headers.key.separator", headersKeySeparator);
        }
    }

    private static boolean flag(Map<String, String> properties, String name) {
        return Boolean.parseBoolean(properties.getOrDefault(name, "false").trim());
    }

    private static void differ(String name, String value, String other, String otherValue) {
        if (value.equals(otherValue)) {
            throw new CommandFailure(name + " and " + other + " may not be equal.");
        }
    }

    /**
     * @param number of the line, from 1
     */
    ProducerRecord<byte[], byte[]> record(String line, long number) {
        int at = 0;
        String headers = null;
        if (withHeaders) {
            headers = part(line, at, headersDelimiter, "headers delimiter", number);
            at += headers == null ? 0 : headers.length() + headersDelimiter.length();
        }
        String key = null;
        if (withKey) {
            key = part(line, at, keySeparator, "key separator", number);
            at += key == null ? 0 : key.length() + keySeparator.length();
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, bytes(key), bytes(line.substring(at)));
        if (headers != null && !headers.equals(nullMarker)) {
            headers(headers, number).forEach(record.headers()::add);
        }
        return record;
    }

    /** Up to the separator; null if there is none and that is no mistake. */
    private @Nullable String part(
            String line, int from, String separator, String name, long number) {
        int end = line.indexOf(separator, from);
        if (end >= 0) {
            return line.substring(from, end);
        }
        if (lenient) {
            return null;
        }
        throw new CommandFailure(
                "no " + name + " '" + separator + "' on line number " + number + ": " + line);
    }

    private List<RecordHeader> headers(String text, long number) {
        List<RecordHeader> headers = new ArrayList<>();
        for (String pair : headersSeparator.split(text)) {
            int colon = pair.indexOf(headersKeySeparator);
            if (colon < 0 && !lenient) {
                throw new CommandFailure(
                        "no header key separator '"
                                + headersKeySeparator
                                + "' in '"
                                + pair
                                + "' on line number "
                                + number);
            }
            String name = colon < 0 ? pair : pair.substring(0, colon);
            if (name.equals(nullMarker)) {
                throw new CommandFailure(
                        "a header on line number " + number + " has the null marker as its name.");
            }
            String value = colon < 0 ? null : pair.substring(colon + headersKeySeparator.length());
            headers.add(new RecordHeader(name, bytes(value)));
        }
        return headers;
    }

    private byte @Nullable [] bytes(@Nullable String text) {
        return text == null || text.equals(nullMarker)
                ? null
                : text.getBytes(StandardCharsets.UTF_8);
    }
}
