package io.leat.log.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a command that lists or describes prints: for people, or for programs. */
public final class OutputOptions {

    /** What people read, or one document of JSON or YAML with the same in it. */
    enum Format {
        TABLE,
        JSON,
        YAML
    }

    /** As it is written on the command line, whatever that is set up to take. */
    static final class FormatName implements ITypeConverter<Format> {

        @Override
        public Format convert(String name) {
            for (Format format : Format.values()) {
                if (format.name().equalsIgnoreCase(name)) {
                    return format;
                }
            }
            throw new TypeConversionException(
                    "expected table, json or yaml but was '" + name + "'");
        }
    }

    @Option(
            names = {"--output", "-o"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = FormatName.class,
            description = "table, json or yaml (default: ${DEFAULT-VALUE}).")
    Format format = Format.TABLE;

    /** Whether people read it. */
    public boolean isForPeople() {
        return format == Format.TABLE;
    }

    /** Prints maps, lists, strings, numbers and truth values as one document for programs. */
    public void print(Object document, PrintWriter out) {
        if (format == Format.YAML) {
            out.print(Yaml.of(document));
        } else {
            try {
                ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
                out.println(json.writeValueAsString(document));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + document, e);
            }
        }
        out.flush();
    }

    /** Prints tables for people, and one document with their rows, by name, for programs. */
    void print(Map<String, Table> tables, PrintWriter out) {
        if (isForPeople()) {
            tables.values().forEach(table -> table.print(out, Terminal.hasColours()));
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        tables.forEach((name, table) -> document.put(name, table.objects()));
        print((Object) document, out);
    }

    /** Prints tables for people, and their rows as one list for programs. */
    void print(List<Table> tables, PrintWriter out) {
        if (isForPeople()) {
            tables.forEach(table -> table.print(out, Terminal.hasColours()));
            return;
        }
        List<Map<String, ?>> rows = new ArrayList<>();
        tables.forEach(table -> rows.addAll(table.objects()));
        print(rows, out);
    }
}
