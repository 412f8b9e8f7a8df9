package io.leat.log.protocol.codegen;

import io.leat.log.protocol.codegen.Schema.Kind;
import java.util.Comparator;
import java.util.List;

/** Prints the classes that read a message whose kind is known only at run time. */
final class DispatchWriter {

    private DispatchWriter() {}

    /** ApiMessages: the body of any request or response. */
    static String apiMessages(List<Schema> schemas) {
        JavaText java = new JavaText();
        java.line("package " + RecordWriter.PACKAGE + ";").blank();
        java.line("import io.leat.log.protocol.ApiKey;");
        java.line("import io.leat.log.protocol.ApiMessage;");
        java.line("import io.leat.log.protocol.Reader;").blank();
        java.line("/** Reads the body of any request or response. */");
        java.line("public final class ApiMessages {").blank();
        java.line("private ApiMessages() {}").blank();
        api(java, schemas, Kind.REQUEST, "readRequest");
        java.blank();
        api(java, schemas, Kind.RESPONSE, "readResponse");
        return java.line("}").toString();
    }

    private static void api(JavaText java, List<Schema> schemas, Kind kind, String method) {
        java.line("public static ApiMessage " + method + "(ApiKey key, Reader in) {");
        java.line("return switch (key) {");
        for (Schema schema : of(schemas, kind)) {
            String key = RecordWriter.apiKey(schema.api());
            java.line("case " + key + " -> " + schema.name() + ".read(in);");
        }
        java.line("};").line("}");
    }

    /** MetadataRecords: any record of the metadata log. */
    static String metadataRecords(List<Schema> schemas) {
        JavaText java = new JavaText();
        java.line("package " + RecordWriter.PACKAGE + ";").blank();
        java.line("import io.leat.log.protocol.LogRecord;");
        java.line("import io.leat.log.protocol.MalformedMessageException;");
        java.line("import io.leat.log.protocol.Reader;");
        java.line("import io.leat.log.protocol.Versions;");
        java.line("import java.nio.ByteBuffer;").blank();
        java.line("/** Reads any record of the metadata log. */");
        java.line("public final class MetadataRecords {").blank();
        java.line("private MetadataRecords() {}").blank();
        java.line("public static LogRecord read(int type, int version, ByteBuffer bytes) {");
        java.line("Reader in = versions(type).reader(bytes, version);");
        java.line("return switch (type) {");
        for (Schema schema : of(schemas, Kind.RECORD)) {
            java.line("case " + schema.name() + ".TYPE -> " + schema.name() + ".read(in);");
        }
        java.line("default -> throw unknown(type);").line("};").line("}").blank();
        java.line("/** The versions of the record of {@code type}. */");
        java.line("public static Versions versions(int type) {");
        java.line("return switch (type) {");
        for (Schema schema : of(schemas, Kind.RECORD)) {
            java.line("case " + schema.name() + ".TYPE -> " + schema.name() + ".VERSIONS;");
        }
        java.line("default -> throw unknown(type);").line("};").line("}").blank();
        java.line("private static MalformedMessageException unknown(int type) {");
        java.statement(
                "return new MalformedMessageException(",
                "\"There is no metadata record of type \" + type);");
        return java.line("}").line("}").toString();
    }

    private static List<Schema> of(List<Schema> schemas, Kind kind) {
        return schemas.stream()
                .filter(schema -> schema.kind() == kind)
                .sorted(Comparator.comparingInt(Schema::id))
                .toList();
    }
}
