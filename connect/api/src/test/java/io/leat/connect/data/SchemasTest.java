package io.leat.connect.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.connect.errors.DataException;
import io.leat.connect.errors.SchemaBuilderException;
import io.leat.connect.errors.SchemaProjectorException;
import io.leat.connect.header.ConnectHeaders;
import io.leat.connect.header.Header;
import io.leat.connect.util.ConnectorUtils;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemasTest {

    private static final Schema ROW =
            SchemaBuilder.struct()
                    .name("row")
                    .version(1)
                    .field("id", Schema.INT32_SCHEMA)
                    .field("text", SchemaBuilder.string().optional().defaultValue("none").build())
                    .field("tags", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
                    .build();

    @Test
    void shouldHoldValuesThatFitTheSchemaAndRefuseOthers() {
        Struct row = new Struct(ROW).put("id", 7).put("tags", List.of("a"));
        row.validate();
        assertEquals(7, row.getInt32("id"));
        assertEquals("none", row.get("text"));
        assertNull(row.getWithoutDefault("text"));
        assertEquals(List.of("a"), row.<String>getArray("tags"));
        assertThrows(DataException.class, () -> row.put("id", "seven"));
        assertThrows(DataException.class, () -> row.put("tags", List.of(1)));
        assertThrows(DataException.class, () -> row.put("other", 1));
        assertThrows(DataException.class, () -> row.getInt64("id"));
        DataException missing = assertThrows(DataException.class, new Struct(ROW)::validate);
        assertTrue(missing.getMessage().contains("'id'"), missing.getMessage());
    }

    @Test
    void shouldReadBytesOfBothKinds() {
        Schema schema = SchemaBuilder.struct().field("b", Schema.BYTES_SCHEMA).build();
        byte[] bytes = {1, 2};
        assertArrayEquals(bytes, new Struct(schema).put("b", bytes).getBytes("b"));
        assertArrayEquals(bytes, new Struct(schema).put("b", ByteBuffer.wrap(bytes)).getBytes("b"));
    }

    @Test
    void shouldSetEachPropertyOfASchemaOnce() {
        assertThrows(SchemaBuilderException.class, () -> SchemaBuilder.int8().name("a").name("b"));
        assertThrows(SchemaBuilderException.class, () -> SchemaBuilder.int8().defaultValue("x"));
        assertThrows(
                SchemaBuilderException.class,
                () -> SchemaBuilder.int8().field("f", Schema.INT8_SCHEMA));
        assertThrows(DataException.class, Schema.INT8_SCHEMA::fields);
        assertEquals(SchemaBuilder.int8().doc("d").build(), SchemaBuilder.int8().doc("d").build());
        assertNotEquals(SchemaBuilder.int8().doc("d").build(), Schema.INT8_SCHEMA);
    }

    @Test
    void shouldStoreLogicalTypesAsNumbersAndBytes() {
        Schema decimal = Decimal.schema(2);
        BigDecimal price = new BigDecimal("12.34");
        assertEquals(price, Decimal.toLogical(decimal, Decimal.fromLogical(decimal, price)));
        assertThrows(
                DataException.class, () -> Decimal.fromLogical(decimal, new BigDecimal("1.2")));
        assertEquals(1, Date.fromLogical(Date.SCHEMA, new java.util.Date(86_400_000L)));
        assertThrows(
                DataException.class,
                () -> Date.fromLogical(Date.SCHEMA, new java.util.Date(86_400_001L)));
        assertEquals(new java.util.Date(5), Timestamp.toLogical(Timestamp.SCHEMA, 5L));
    }

    @Test
    void shouldProjectARowToALaterVersion() {
        Schema later =
                SchemaBuilder.struct()
                        .name("row")
                        .version(2)
                        .field("id", Schema.INT64_SCHEMA)
                        .field("extra", SchemaBuilder.string().defaultValue("x").build())
                        .build();
        Struct projected =
                (Struct) SchemaProjector.project(ROW, new Struct(ROW).put("id", 7), later);
        assertEquals(7L, projected.getInt64("id"));
        assertEquals("x", projected.getString("extra"));
        Schema impossible =
                SchemaBuilder.struct().name("row").field("id", Schema.STRING_SCHEMA).build();
        assertThrows(
                SchemaProjectorException.class,
                () -> SchemaProjector.project(ROW, new Struct(ROW).put("id", 7), impossible));
        assertThrows(
                SchemaProjectorException.class,
                () ->
                        SchemaProjector.project(
                                Schema.OPTIONAL_INT8_SCHEMA, null, Schema.INT8_SCHEMA));
        assertSame(
                null,
                SchemaProjector.project(
                        Schema.OPTIONAL_INT8_SCHEMA, null, Schema.OPTIONAL_INT16_SCHEMA));
    }

    @Test
    void shouldKeepHeadersInOrderAndChangeCopies() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("a", "1").addInt("b", 2).addString("a", "3");
        ConnectHeaders copy = headers.duplicate();
        copy.retainLatest("a");
        assertEquals(3, headers.size());
        assertEquals(2, copy.size());
        assertEquals("3", copy.lastWithName("a").value());
        copy.apply("b", header -> header.rename("c"));
        copy.apply(header -> header.key().equals("a") ? null : header);
        List<String> keys = new ArrayList<>();
        for (Header header : copy) {
            keys.add(header.key());
        }
        assertEquals(List.of("c"), keys);
        assertThrows(DataException.class, () -> headers.add("x", "text", Schema.INT32_SCHEMA));
    }

    @Test
    void shouldDivideWorkEvenly() {
        assertEquals(
                List.of(List.of(1, 2), List.of(3, 4), List.of(5)),
                ConnectorUtils.groupPartitions(List.of(1, 2, 3, 4, 5), 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> ConnectorUtils.groupPartitions(List.of(1), 0));
    }

    @Test
    void shouldInferSchemasOfValues() {
        assertEquals(
                SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build(),
                Values.inferSchema(Map.of("a", 1)));
        assertNull(Values.inferSchema(List.of(1, "a")));
        assertEquals(Decimal.schema(1), Values.inferSchema(new BigDecimal("1.5")));
    }
}
