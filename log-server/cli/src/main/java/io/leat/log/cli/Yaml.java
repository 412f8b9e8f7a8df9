package io.leat.log.cli;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, strings, numbers and truth values as YAML 1.2 in block style. A string that
 * could be taken for anything else is written as JSON writes it, which is YAML, too; so there is
 * nothing here that a library of YAML, which every start would have to load, does better.
 * Stateless.
 */
final class Yaml {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

    private static final Set<String> WORDS =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    static String of(@Nullable Object document) {
        Yaml yaml = new Yaml();
        yaml.write(document, 0, false);
        return yaml.text.toString();
    }

    /**
     * @param behind whether it stands behind a dash, so that its first line is begun
     */
    private void write(@Nullable Object value, int depth, boolean behind) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            boolean first = behind;
            for (Map.Entry<?, ?> each : map.entrySet()) {
                indent(first ? 0 : depth);
                first = false;
                text.append(scalar(String.valueOf(each.getKey()))).append(':');
                child(each.getValue(), depth + 1);
            }
        } else if (value instanceof Collection<?> list && !list.isEmpty()) {
            boolean first = behind;
            for (Object each : list) {
                indent(first ? 0 : depth);
                first = false;
                text.append("- ");
                write(each, depth + 1, true);
            }
        } else {
            text.append(scalar(value)).append('\n');
        }
    }

    private void child(@Nullable Object value, int depth) {
        boolean nested =
                value instanceof Map<?, ?> map && !map.isEmpty()
                        || value instanceof Collection<?> list && !list.isEmpty();
        text.append(nested ? "\n" : " ");
        write(value, depth, false);
    }

    private void indent(int depth) {
        text.append("  ".repeat(depth));
    }

    private static String scalar(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            return "{}";
        }
        if (value instanceof Collection<?>) {
            return "[]";
        }
        if (value instanceof String string) {
            boolean plain =
                    PLAIN.matcher(string).matches()
                            && !WORDS.contains(string.toLowerCase(java.util.Locale.ROOT));
            return plain ? string : quoted(string);
        }
        return String.valueOf(value);
    }

    private static String quoted(String string) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : string.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
