package io.leat.log.cli.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * What is printed for one event, with the time in UTC: {@code 2026-01-31T09:15:02.007Z WARN text}.
 * Stateless.
 */
final class LogLine {

    private static final int TIME_LENGTH = "2026-01-31T09:15:02.007".length();
    private static final int LEVEL_LENGTH = "ERROR".length();

    private LogLine() {}

    static String of(LogEvent event) {
        long epochMillis = event.epochMillis();
        Level level = event.level();
        StringBuilder line = new StringBuilder(160);
        // Never a whole second: then all digits are printed, and the last ones are cut off.
        int nanos = (int) Math.floorMod(epochMillis, 1_000L) * 1_000_000 + 1;
        long seconds = Math.floorDiv(epochMillis, 1_000L);
        line.append(LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC));
        line.setLength(TIME_LENGTH);
        line.append("Z ").append(level.name());
        for (int length = level.name().length(); length <= LEVEL_LENGTH; length++) {
            line.append(' ');
        }
        appendPrintable(line, event.text());
        line.append('\n');
        Throwable thrown = event.thrown();
        if (thrown != null) {
            StringWriter stack = new StringWriter();
            thrown.printStackTrace(new PrintWriter(stack, true));
            line.append(stack);
        }
        return line.toString();
    }

    /**
     * Control characters are escaped: names that clients choose can neither end the line and forge
     * another one nor command the terminal.
     */
    private static void appendPrintable(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= ' ' && letter < 0x7f || letter >= 0xa0 && !isLineEnd(letter)) {
                line.append(letter);
            } else if (letter == '\n') {
                line.append("\\n");
            } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
            }
        }
    }

    private static boolean isLineEnd(char letter) {
        return letter == 0x2028 || letter == 0x2029;
    }
}
