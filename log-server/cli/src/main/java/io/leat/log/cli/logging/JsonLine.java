package io.leat.log.cli.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;

/**
 * One event as an object of JSON on one line, for programs that collect logs: {@code time}, {@code
 * level}, {@code logger}, {@code thread}, {@code message}, {@code pattern} if it differs, and
 * {@code stack}. By hand, because a server must not load a library of JSON for its first line.
 * Stateless.
 */
final class JsonLine {

    private JsonLine() {}

    static String of(LogEvent event) {
        StringBuilder line = new StringBuilder(240).append('{');
        member(line, "time", Instant.ofEpochMilli(event.epochMillis()).toString());
        member(line, "level", event.level().name());
        member(line, "logger", event.logger());
        member(line, "thread", Thread.currentThread().getName());
        member(line, "message", event.text());
        if (!event.pattern().equals(event.text())) {
            member(line, "pattern", event.pattern());
        }
        Throwable thrown = event.thrown();
        if (thrown != null) {
            StringWriter stack = new StringWriter();
            thrown.printStackTrace(new PrintWriter(stack, true));
            member(line, "stack", stack.toString());
        }
        return line.append("}\n").toString();
    }

    private static void member(StringBuilder line, String name, String value) {
        if (line.length() > 1) {
            line.append(',');
        }
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            append(line, value.charAt(i));
        }
        line.append('"');
    }

    /** Everything but what is plain: the line stays one, whatever clients call themselves. */
    private static void append(StringBuilder line, char letter) {
        if (letter == '"' || letter == '\\') {
            line.append('\\').append(letter);
        } else if (letter >= ' ' && letter < 0x7f || letter >= 0xa0 && letter < 0x2000) {
            line.append(letter);
        } else {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
        }
    }
}
