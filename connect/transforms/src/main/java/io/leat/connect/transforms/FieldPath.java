package io.leat.connect.transforms;

import io.leat.common.config.ConfigException;
import io.leat.connect.data.Field;
import io.leat.connect.data.Schema;
import io.leat.connect.data.Struct;
import io.leat.connect.errors.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to a field: its name (V1), or names of nested fields with dots between them, in backticks
 * where a name itself has a dot (V2, KIP-821). Immutable.
 */
record FieldPath(List<String> steps) {

    static FieldPath of(String text, String version) {
        return new FieldPath(version.equalsIgnoreCase("V1") ? List.of(text) : parse(text));
    }

    private static List<String> parse(String text) {
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '`' && step.isEmpty()) {
                int end = closing(text, at + 1);
                step.append(text, at + 1, end);
                at = end + 1;
            } else if (c == '.') {
                steps.add(step.toString().replace("\\`", "`"));
                step.setLength(0);
                at++;
            } else {
                step.append(c);
                at++;
            }
        }
        steps.add(step.toString().replace("\\`", "`"));
        return List.copyOf(steps);
    }

    /** The backtick that is followed by a dot or the end, and not escaped. */
    private static int closing(String text, int from) {
        for (int end = text.indexOf('`', from); end >= 0; end = text.indexOf('`', end + 1)) {
            boolean last = end + 1 == text.length() || text.charAt(end + 1) == '.';
            if (last && text.charAt(end - 1) != '\\') {
                return end;
            }
        }
        throw new ConfigException("field", text, "has a backtick that nothing closes");
    }

    /** The schema at the end of the way. */
    Schema schema(Schema root) {
        Schema at = root;
        for (String step : steps) {
            Field field = at.type() == Schema.Type.STRUCT ? at.field(step) : null;
            if (field == null) {
                throw new DataException("there is no field '" + step + "' in " + at);
            }
            at = field.schema();
        }
        return at;
    }

    /** The value at the end of the way; null when something on it is. */
    @Nullable Object value(Struct root, boolean replaceNull) {
        Object at = root;
        for (String step : steps) {
            if (!(at instanceof Struct struct)) {
                return null;
            }
            at = replaceNull ? struct.get(step) : struct.getWithoutDefault(step);
        }
        return at;
    }

    @Nullable Object value(Map<String, ?> root) {
        Object at = root;
        for (String step : steps) {
            if (!(at instanceof Map<?, ?> map)) {
                return null;
            }
            at = map.get(step);
        }
        return at;
    }
}
