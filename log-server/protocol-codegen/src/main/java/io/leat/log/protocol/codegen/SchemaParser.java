package io.leat.log.protocol.codegen;

import io.leat.log.protocol.codegen.Schema.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code .msg} file. Used once, on one thread.
 *
 * <pre>
 * api 3 Metadata  versions 0-13  flexible 9+      a key; "request" and "response" follow
 * record 2 TopicRecord  versions 0  flexible 0+   also: key, value; "data" has no number
 *
 * request
 *   name: type = default  10+, nullable 11+, tag 0, ignorable   # comment
 * struct Name                                     shared by fields above that only name it
 * </pre>
 *
 * A type is a primitive, a structure whose fields follow with more indentation, or {@code [type]};
 * {@code ?} behind it means nullable in each version.
 */
final class SchemaParser {

    private static final Pattern HEAD =
            Pattern.compile(
                    "(api|record|key|value|data)\\s+(?:(\\d+)\\s+)?(\\w+)\\s+versions\\s+(\\S+)"
                            + "(?:\\s+flexible\\s+(\\S+))?");
    private static final Pattern FIELD =
            Pattern.compile("(\\w+):\\s+([\\w\\[\\]]+)(\\?)?(?:\\s+=\\s+([^\\s,]+))?(.*)");

    private record Line(int number, int indent, String text, String comment) {}

    private final String file;
    private final List<Line> lines = new ArrayList<>();
    private final List<Schema> schemas = new ArrayList<>();
    private List<Struct> structs = new ArrayList<>();
    private VersionRange versions = VersionRange.ALL;
    private VersionRange flexible = VersionRange.NONE;
    private int next;

    private SchemaParser(String file) {
        this.file = file;
    }

    /** The messages of a file with this name and text. */
    static List<Schema> parse(String file, String text) {
        SchemaParser parser = new SchemaParser(file);
        parser.split(text);
        parser.parse();
        return parser.schemas;
    }

    private void split(String text) {
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            int hash = raw.indexOf('#');
            String code = (hash < 0 ? raw : raw.substring(0, hash)).stripTrailing();
            String comment = hash < 0 ? "" : raw.substring(hash + 1).strip();
            if (!code.isEmpty()) {
                String stripped = code.stripLeading();
                lines.add(new Line(number, code.length() - stripped.length(), stripped, comment));
            }
        }
    }

    private void parse() {
        while (next < lines.size()) {
            Line line = lines.get(next++);
            Matcher head = HEAD.matcher(line.text);
            if (!head.matches()) {
                throw error(line, "expected api, record, key, value or data");
            }
            versions = range(line, head.group(4));
            flexible = head.group(5) == null ? VersionRange.NONE : range(line, head.group(5));
            int id = id(line, head.group(1), head.group(2));
            String name = head.group(3);
            if (head.group(1).equals("api")) {
                section(line, "request", Kind.REQUEST, id, name + "Request");
                section(line, "response", Kind.RESPONSE, id, name + "Response");
            } else {
                message(line, Kind.valueOf(head.group(1).toUpperCase(Locale.ROOT)), id, name);
            }
        }
    }

    private int id(Line line, String kind, @Nullable String id) {
        boolean needed = !kind.equals("data");
        if (needed != (id != null)) {
            throw error(line, kind + (needed ? " needs a number" : " has no number"));
        }
        return id == null ? -1 : number(line, id);
    }

    private int number(Line line, String text) {
        if (!text.matches("\\d{1,4}")) {
            throw error(line, "'" + text + "' is no number from 0 to 9999");
        }
        return Integer.parseInt(text);
    }

    private VersionRange range(Line line, String text) {
        return VersionRange.parse(text)
                .orElseThrow(
                        () ->
                                error(
                                        line,
                                        "'"
                                                + text
                                                + "' is no range of versions such as 3, 3-5 or"
                                                + " 3+"));
    }

    private void section(Line head, String keyword, Kind kind, int id, String name) {
        if (next == lines.size() || !lines.get(next).text.equals(keyword)) {
            throw error(head, "'" + keyword + "' does not follow");
        }
        message(lines.get(next++), kind, id, name);
    }

    private void message(Line head, Kind kind, int id, String name) {
        structs = new ArrayList<>();
        Struct root = new Struct(name, fields(head.indent));
        while (next < lines.size() && lines.get(next).text.startsWith("struct ")) {
            Line shared = lines.get(next++);
            struct(shared, shared.text.substring("struct ".length()).strip());
        }
        check(head, root);
        schemas.add(
                new Schema(
                        kind,
                        id,
                        name,
                        versions,
                        flexible,
                        root,
                        structs,
                        file,
                        head.number,
                        head.comment));
    }

    private void struct(Line head, String name) {
        int place = structs.size();
        List<Field> fields = fields(head.indent);
        structs.add(place, new Struct(name, fields));
    }

    private List<Field> fields(int parentIndent) {
        List<Field> fields = new ArrayList<>();
        int indent = -1;
        while (next < lines.size() && lines.get(next).indent > parentIndent) {
            Line line = lines.get(next++);
            indent = indent < 0 ? line.indent : indent;
            if (line.indent != indent) {
                throw error(line, "is not aligned with the field above");
            }
            Field field = field(line);
            fields.add(field);
            if (next < lines.size() && lines.get(next).indent > indent) {
                struct(line, structName(line, field.type()));
            }
        }
        return fields;
    }

    private String structName(Line line, Type type) {
        Type element = type instanceof Type.Array array ? array.element() : type;
        if (element instanceof Type.Struct struct) {
            return struct.name();
        }
        throw error(line, "only a structure has fields");
    }

    private Field field(Line line) {
        Matcher field = FIELD.matcher(line.text);
        if (!field.matches()) {
            throw error(line, "expected 'name: type = default versions, attributes'");
        }
        VersionRange where = versions;
        @Nullable VersionRange nullable = field.group(3) == null ? null : VersionRange.ALL;
        OptionalInt tag = OptionalInt.empty();
        boolean ignorable = false;
        for (String attribute : field.group(5).split(",")) {
            String[] words = attribute.strip().split("\\s+", 2);
            switch (words[0]) {
                case "" -> {}
                case "nullable" -> nullable = range(line, argument(line, words));
                case "tag" -> tag = OptionalInt.of(number(line, argument(line, words)));
                case "ignorable" -> ignorable = true;
                default -> where = range(line, attribute(line, attribute.strip()));
            }
        }
        if (where.and(versions).isEmpty()) {
            throw error(line, "the message has no version " + where);
        }
        Type type = type(line, field.group(2));
        boolean everNull = nullable != null;
        return new Field(
                field.group(1),
                type,
                where,
                nullable == null ? VersionRange.NONE : nullable.and(where),
                checkedTag(line, tag, where),
                checkedDefault(line, field.group(4), type, everNull),
                ignorable,
                line.comment,
                line.number);
    }

    private String attribute(Line line, String text) {
        if (!Character.isDigit(text.charAt(0))) {
            throw error(line, "unknown attribute '" + text + "'");
        }
        return text;
    }

    private String argument(Line line, String[] words) {
        if (words.length < 2) {
            throw error(line, "'" + words[0] + "' needs a value");
        }
        return words[1];
    }

    private @Nullable String checkedDefault(
            Line line, @Nullable String fallback, Type type, boolean everNull) {
        if (fallback == null) {
            return null;
        }
        boolean fits =
                fallback.equals("null")
                        ? everNull
                        : type instanceof Type.Primitive primitive && primitive.holds(fallback);
        if (!fits) {
            throw error(line, "the type does not have the value '" + fallback + "'");
        }
        return fallback;
    }

    private Type type(Line line, String text) {
        Type type = Type.parse(text);
        if (type instanceof Type.Array array && array.element() instanceof Type.Array) {
            throw error(line, "an array of arrays has no encoding");
        }
        return type;
    }

    private OptionalInt checkedTag(Line line, OptionalInt tag, VersionRange where) {
        if (tag.isPresent() && !flexible.covers(where.and(versions))) {
            throw error(line, "a tagged field needs flexible versions");
        }
        return tag;
    }

    private void check(Line head, Struct root) {
        List<Struct> all = new ArrayList<>(structs);
        all.add(root);
        for (Struct struct : all) {
            if (all.stream().filter(other -> other.name().equals(struct.name())).count() > 1) {
                throw error(head, "two structures are called " + struct.name());
            }
            Set<String> names = new HashSet<>();
            Set<Integer> tags = new HashSet<>();
            for (Field field : struct.fields()) {
                if (!names.add(field.name())) {
                    throw error(field, "a second field is called " + field.name());
                }
                if (field.tagged() && !tags.add(field.tag().orElseThrow())) {
                    throw error(field, "a second field has tag " + field.tag().orElseThrow());
                }
                checkType(field);
            }
        }
    }

    private void checkType(Field field) {
        Type type = field.type();
        Type element = type instanceof Type.Array array ? array.element() : type;
        if (element instanceof Type.Struct used
                && structs.stream().noneMatch(s -> s.name().equals(used.name()))) {
            throw error(field, "there is no type " + used.name());
        }
    }

    private SchemaException error(Field field, String message) {
        return new SchemaException(file, field.line(), message);
    }

    private SchemaException error(Line line, String message) {
        return new SchemaException(file, line.number, message);
    }
}
