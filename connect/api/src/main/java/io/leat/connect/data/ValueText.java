package io.leat.connect.data;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as text that {@link ValueParser} reads. */
final class ValueText {

    private ValueText() {}

    /** Adds {@code value}; {@code embedded} in a list or map, where texts are in quotes. */
    static void append(StringBuilder text, @Nullable Object value, boolean embedded) {
        Object plain = value;
        if (value instanceof byte[] bytes) {
            plain = Base64.getEncoder().encodeToString(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            plain = Base64.getEncoder().encodeToString(bytes);
        } else if (value instanceof java.util.Date date) {
            plain = Values.dateFormatFor(date).format(date);
        }
        if (plain instanceof Iterable<?> elements) {
            text.append('[');
            appendAll(text, elements.iterator());
            text.append(']');
        } else if (plain instanceof Map<?, ?> map) {
            text.append('{');
            appendAll(text, map.entrySet().iterator());
            text.append('}');
        } else if (plain instanceof Map.Entry<?, ?> entry) {
            append(text, entry.getKey(), true);
            text.append(':');
            append(text, entry.getValue(), true);
        } else if (plain instanceof CharSequence
                && embedded
                && !(value instanceof java.util.Date)) {
            text.append('"').append(escape(plain.toString())).append('"');
        } else {
            text.append(plain);
        }
    }

    static void appendAll(StringBuilder text, Iterator<?> values) {
        String separator = "";
        while (values.hasNext()) {
            text.append(separator);
            append(text, values.next(), true);
            separator = ",";
        }
    }

    static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
