package io.leat.log.protocol.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A schema with a mistake is refused with one line that names file, line and mistake. */
class SchemaErrorsTest {

    private static final String HEAD = "data D  versions 2-5  flexible 4+";

    private static void refused(String expected, String... lines) {
        var failure =
                assertThrows(
                        SchemaException.class,
                        () -> SchemaParser.parse("bad.msg", String.join("\n", lines)));
        assertEquals(expected, failure.getMessage());
    }

    /** One wrong field in line 3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a: int32  5-4                  | '5-4' is no range of versions such as 3, 3-5 or 3+
                    a: int32  3-x                  | '3-x' is no range of versions such as 3, 3-5 or 3+
                    a: int32  3 4                  | '3 4' is no range of versions such as 3, 3-5 or 3+
                    a: int32  99999999999+         | '99999999999+' is no range of versions such as 3, 3-5 or 3+
                    a: int32  6+                   | the message has no version 6+
                    a: int32  0-1                  | the message has no version 0-1
                    a: string  nullable            | 'nullable' needs a value
                    a: string  nullable all        | 'all' is no range of versions such as 3, 3-5 or 3+
                    a: int32  4+, tag              | 'tag' needs a value
                    a: int32  4+, tag one          | 'one' is no number from 0 to 9999
                    a: int32  3+, tag 0            | a tagged field needs flexible versions
                    a: int32  4+, ignoreable       | unknown attribute 'ignoreable'
                    a: integer                     | there is no type integer
                    a: [Part]                      | there is no type Part
                    a: [[int8]]                    | an array of arrays has no encoding
                    a: int8 = 128                  | the type does not have the value '128'
                    a: uint16 = -1                 | the type does not have the value '-1'
                    a: bool = yes                  | the type does not have the value 'yes'
                    a: string = "x"                | the type does not have the value '"x"'
                    a: string = null               | the type does not have the value 'null'
                    a: [int8] = 4                  | the type does not have the value '4'
                    a int32                        | expected 'name: type = default versions, attributes'
                    b: int8                        | a second field is called b
                    a: int8  4+, tag 3             | a second field has tag 3
                    """)
    void shouldNameTheLineOfAWrongField(String field, String mistake) {
        refused("bad.msg:3: " + mistake, HEAD, "  b: int16  4+, tag 3", "  " + field, "  c: int8");
    }

    @Test
    void shouldNameTheLineOfAWrongMessage() {
        refused("bad.msg:2: expected api, record, key, value or data", "# D", "date D  versions 0");
        refused(
                "bad.msg:1: 'new' is no range of versions such as 3, 3-5 or 3+",
                "data D  versions new",
                "  a: int8");
        refused(
                "bad.msg:1: '4-' is no range of versions such as 3, 3-5 or 3+",
                "data D  versions 0-5  flexible 4-",
                "  a: int8");
        refused("bad.msg:1: api needs a number", "api Some  versions 0", "request");
        refused("bad.msg:1: data has no number", "data 3 Some  versions 0", "  a: int8");
        refused(
                "bad.msg:1: '70000' is no number from 0 to 9999",
                "record 70000 Some  versions 0",
                "  a: int8");
        refused("bad.msg:1: 'request' does not follow", "api 1 Some  versions 0", "response");
        refused("bad.msg:1: 'response' does not follow", "api 1 Some  versions 0", "request");
    }

    @Test
    void shouldNameTheLineOfWrongLayout() {
        refused("bad.msg:3: is not aligned with the field above", HEAD, "   a: int8", "  b: int8");
        refused("bad.msg:2: only a structure has fields", HEAD, "  a: int8", "    b: int8");
        refused(
                "bad.msg:1: two structures are called P",
                HEAD,
                "  a: [P]",
                "    x: int8",
                "  b: P",
                "    y: int8");
        refused(
                "bad.msg:5: there is no type Q",
                HEAD,
                "  a: [P]",
                "struct P",
                "  x: int8",
                "  y: Q");
    }

    @Test
    void shouldReadASharedStructureAndBothKindsOfNull() {
        List<Schema> schemas =
                SchemaParser.parse(
                        "good.msg",
                        String.join(
                                "\n",
                                "data D  versions 0-3",
                                "  a: P",
                                "  b: [P]?  1+, nullable 2+ # why",
                                "struct P",
                                "  x: int8 = -128"));
        Schema schema = schemas.get(0);
        assertEquals(List.of("P"), schema.structs().stream().map(Struct::name).toList());
        Field b = schema.root().fields().get(1);
        assertEquals("1+", b.versions().toString());
        assertEquals("2+", b.nullable().toString());
        assertEquals("why", b.comment());
    }
}
