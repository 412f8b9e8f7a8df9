package io.leat.log.protocol.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Prints the Java record of one message, with the records of its structures inside. */
final class RecordWriter {

    /** The field of responses that says how long their client should wait. */
    private static final String THROTTLE = "throttleTimeMs";

    static final String PACKAGE = "io.leat.log.protocol.message";

    private static final String[] IMPORTABLE = {
        "io.leat.log.protocol.ApiKey",
        "io.leat.log.protocol.ApiMessage",
        "io.leat.log.protocol.ErrorCode",
        "io.leat.log.protocol.LogRecord",
        "io.leat.log.protocol.Message",
        "io.leat.log.protocol.Reader",
        "io.leat.log.protocol.Records",
        "io.leat.log.protocol.Uuid",
        "io.leat.log.protocol.Versions",
        "io.leat.log.protocol.Writer",
        "java.nio.ByteBuffer",
        "java.util.List",
        "org.jspecify.annotations.Nullable",
    };

    private final Schema schema;
    private final JavaText java = new JavaText();

    private RecordWriter(Schema schema) {
        this.schema = schema;
    }

    /** The source of the record of {@code schema}. */
    static String write(Schema schema) {
        RecordWriter writer = new RecordWriter(schema);
        writer.message();
        String body = writer.java.toString();
        return "package " + PACKAGE + ";\n\n" + imports(body) + "\n" + body;
    }

    private static String imports(String body) {
        TreeSet<String> imports = new TreeSet<>();
        for (String type : IMPORTABLE) {
            String simple = type.substring(type.lastIndexOf('.') + 1);
            if (body.matches("(?s).*\\b" + simple + "\\b.*")) {
                imports.add("import " + type + ";\n");
            }
        }
        return String.join("", imports);
    }

    private void message() {
        doc();
        header(schema.root(), " implements " + schema.kind().supertype() + " {");
        java.blank();
        constants();
        methods(schema.root(), true);
        for (Struct struct : schema.structs()) {
            java.blank();
            header(struct, " {");
            methods(struct, false);
            java.line("}");
        }
        java.line("}");
    }

    private void doc() {
        String what =
                schema.kind().api()
                        ? "The "
                                + schema.kind().name().toLowerCase(Locale.ROOT)
                                + " of "
                                + schema.api()
                                + " (API key "
                                + schema.id()
                                + ")"
                        : schema.name();
        java.line(
                "/** "
                        + what
                        + ", versions "
                        + schema.versions()
                        + ". From "
                        + schema.file()
                        + ". */");
    }

    private void header(Struct struct, String after) {
        List<String> components =
                struct.fields().stream()
                        .map(field -> code(field).type() + " " + field.name())
                        .toList();
        java.call("public record " + struct.name() + "(", components, ")" + after);
    }

    private void constants() {
        VersionRange versions = schema.versions();
        VersionRange flexible = schema.flexible();
        String from = flexible.isEmpty() ? "Versions.NEVER" : "" + flexible.lowest();
        java.line(
                "public static final Versions VERSIONS = Versions.of("
                        + versions.lowest()
                        + ", "
                        + versions.highest()
                        + ", "
                        + from
                        + ");");
        if (schema.kind().supertype().equals("LogRecord")) {
            java.line("public static final short TYPE = " + schema.id() + ";");
        }
    }

    private void methods(Struct struct, boolean top) {
        java.blank();
        read(struct, top);
        java.blank();
        write(struct, top);
        if (top) {
            identity();
        }
        java.blank();
        java.line("public static Builder builder() {").line("return new Builder();").line("}");
        java.blank();
        toBuilder(struct);
        java.blank();
        builder(struct);
    }

    private void identity() {
        if (schema.kind().api()) {
            getter("ApiKey apiKey()", "ApiKey." + apiKey(schema.api()));
            if (schema.root().fields().stream().anyMatch(f -> f.name().equals(THROTTLE))) {
                getter(
                        "ApiMessage throttled(int timeMs)",
                        "toBuilder()." + THROTTLE + "(timeMs).build()");
            }
        } else if (schema.kind().supertype().equals("LogRecord")) {
            getter("short recordType()", "TYPE");
        }
        getter("Versions versions()", "VERSIONS");
    }

    private void getter(String signature, String value) {
        java.blank();
        java.line("@Override");
        java.line("public " + signature + " {").line("return " + value + ";").line("}");
    }

    /** The constant of ApiKey: words in upper case. */
    static String apiKey(String api) {
        return api.replaceAll("(?<=[a-z])([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private void read(Struct struct, boolean top) {
        java.line((top ? "public " : "") + "static " + struct.name() + " read(Reader in) {");
        for (Field field : struct.plain()) {
            java.statement(code(field).read());
        }
        if (!schema.flexible().isEmpty()) {
            readTags(struct.tagged());
        }
        List<String> names = struct.fields().stream().map(Field::name).toList();
        java.call("return new " + struct.name() + "(", names, ");");
        java.line("}");
    }

    private void readTags(List<Field> tagged) {
        if (tagged.isEmpty()) {
            java.line("in.skipTags();");
            return;
        }
        for (Field field : tagged) {
            FieldCode code = code(field);
            java.line(field.type().java() + " " + field.name() + " = " + code.fallback() + ";");
        }
        java.line("for (int left = in.tagCount(); left != 0; left--) {");
        java.line("int tag = in.tag();");
        java.line("int end = in.tagEnd();");
        java.line("switch (tag) {");
        for (Field field : tagged) {
            String value = code(field).readValue(field.everNull());
            String number = "" + field.tag().orElseThrow();
            java.line("case " + number + " -> " + field.name() + " = " + value + ";");
        }
        java.line("default -> in.skipTo(end);");
        java.line("}");
        java.line("in.endTag(end);");
        java.line("}");
    }

    private void write(Struct struct, boolean top) {
        if (top) {
            java.line("@Override");
        }
        java.line((top ? "public " : "") + "void write(Writer out) {");
        for (Field field : struct.plain()) {
            writeField(field);
        }
        if (!schema.flexible().isEmpty()) {
            List<Field> tagged = struct.tagged();
            java.line(tagged.isEmpty() ? "out.tags();" : "int tags = out.tags();");
            tagged.forEach(this::writeTag);
        }
        java.line("}");
    }

    private void writeField(Field field) {
        FieldCode code = code(field);
        String exists = field.versions().condition("out", schema.versions());
        String maybeNull = code.maybeNull("out");
        if (exists.isEmpty() && maybeNull.isEmpty()) {
            java.line(code.writeValue(field.everNull()));
            return;
        }
        if (maybeNull.isEmpty()) {
            java.line("if (" + exists + ") {").line(code.writeValue(field.everNull()));
        } else {
            java.line("if (" + maybeNull + ") {").line(code.writeValue(true));
            java.line(exists.isEmpty() ? "} else {" : "} else if (" + exists + ") {");
            java.line(code.writeValue(false));
        }
        if (!exists.isEmpty()) {
            refuse(field);
        }
        java.line("}");
    }

    private void writeTag(Field field) {
        FieldCode code = code(field);
        String exists = field.versions().condition("out", schema.versions());
        if (!exists.isEmpty()) {
            java.line("if (" + exists + ") {");
        }
        java.line("if (" + code.isNotDefault() + ") {");
        java.line("int size = out.tag(tags, " + field.tag().orElseThrow() + ");");
        java.line(code.writeValue(field.everNull()));
        java.line("out.endTag(size);");
        java.line("}");
        if (!exists.isEmpty()) {
            refuse(field);
            java.line("}");
        }
    }

    /** The branch of a version that lacks {@code field}. */
    private void refuse(Field field) {
        if (!field.ignorable()) {
            java.line("} else {");
            java.line("out.absent(" + code(field).isDefault() + ", \"" + field.name() + "\");");
        }
    }

    private void toBuilder(Struct struct) {
        java.line("public Builder toBuilder() {");
        List<String> parts = new ArrayList<>();
        parts.add("return new Builder()");
        for (Field field : struct.fields()) {
            parts.add("." + field.name() + "(" + field.name() + ")");
        }
        parts.add(parts.remove(parts.size() - 1) + ";");
        java.statement(parts.toArray(new String[0]));
        java.line("}");
    }

    private void builder(Struct struct) {
        java.line("/** Collects the components; each starts with the default of the schema. */");
        java.line("public static final class Builder {");
        java.blank();
        for (Field field : struct.fields()) {
            FieldCode code = code(field);
            java.line(
                    "private " + code.type() + " " + field.name() + " = " + code.fallback() + ";");
        }
        java.blank().line("private Builder() {}");
        for (Field field : struct.fields()) {
            String name = field.name();
            java.blank();
            java.line("public Builder " + name + "(" + code(field).type() + " " + name + ") {");
            java.line("this." + name + " = " + name + ";").line("return this;").line("}");
        }
        java.blank();
        List<String> names = struct.fields().stream().map(Field::name).toList();
        java.line("public " + struct.name() + " build() {");
        java.call("return new " + struct.name() + "(", names, ");");
        java.line("}");
        java.line("}");
    }

    private FieldCode code(Field field) {
        return new FieldCode(field, schema.versions());
    }
}
