package io.leat.connect.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.config.ConfigException;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaBuilder;
import io.leat.connect.data.Struct;
import io.leat.connect.errors.DataException;
import io.leat.connect.sink.SinkRecord;
import io.leat.connect.transforms.predicates.HasHeaderKey;
import io.leat.connect.transforms.predicates.RecordIsTombstone;
import io.leat.connect.transforms.predicates.TopicNameMatches;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the transforms make of a struct with a schema, of a map without, and of nothing. */
class RecordTransformsTest {

    private static final Schema PERSON =
            SchemaBuilder.struct()
                    .name("person")
                    .field("name", Schema.STRING_SCHEMA)
                    .field("age", Schema.INT32_SCHEMA)
                    .build();

    private final SinkRecord struct =
            new SinkRecord(
                    "people",
                    0,
                    null,
                    null,
                    PERSON,
                    new Struct(PERSON).put("name", "Ada").put("age", 36),
                    7);
    private final SinkRecord map =
            new SinkRecord("people", 0, null, null, null, Map.of("name", "Ada", "age", 36), 7);
    private final SinkRecord tombstone = new SinkRecord("people", 0, null, null, null, null, 7);

    private static <T extends Transformation<SinkRecord>> T with(T transform, String... settings) {
        Map<String, String> all = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        transform.configure(all);
        return transform;
    }

    @Test
    void shouldInsertFieldsIntoStructsAndMaps() {
        var insert =
                with(
                        new InsertField.Value<SinkRecord>(),
                        "static.field",
                        "from",
                        "static.value",
                        "test",
                        "offset.field",
                        "at");
        Struct changed = (Struct) insert.apply(struct).value();
        assertEquals("Ada", changed.get("name"));
        assertEquals("test", changed.get("from"));
        assertEquals(7L, changed.get("at"));
        assertEquals(
                Map.of("name", "Ada", "age", 36, "from", "test", "at", 7L),
                insert.apply(map).value());
        assertSame(tombstone, insert.apply(tombstone));
        assertEquals(2, ((Struct) struct.value()).schema().fields().size(), "the input stays");
    }

    @Test
    void shouldMakeEachChangedSchemaOnce() {
        var insert =
                with(
                        new InsertField.Value<SinkRecord>(),
                        "static.field",
                        "from",
                        "static.value",
                        "test");
        assertSame(insert.apply(struct).valueSchema(), insert.apply(struct).valueSchema());
    }

    @Test
    void shouldRenameAndLeaveOutFields() {
        var replace =
                with(new ReplaceField.Value<SinkRecord>(), "exclude", "age", "renames", "name:who");
        assertEquals("Struct{who=Ada}", replace.apply(struct).value().toString());
        assertEquals(Map.of("who", "Ada"), replace.apply(map).value());
    }

    @Test
    void shouldTakeKeysFromValuesAndFieldsFromKeys() {
        var toKey = with(new ValueToKey<SinkRecord>(), "fields", "name");
        var field = with(new ExtractField.Key<SinkRecord>(), "field", "name");
        SinkRecord keyed = toKey.apply(struct);
        assertEquals("Struct{name=Ada}", keyed.key().toString());
        assertEquals("Ada", field.apply(keyed).key());
        assertEquals(Schema.STRING_SCHEMA, field.apply(keyed).keySchema());
        assertEquals("Ada", field.apply(toKey.apply(map)).key());
        var unknown = with(new ValueToKey<SinkRecord>(), "fields", "none");
        DataException why = assertThrows(DataException.class, () -> unknown.apply(struct));
        assertTrue(why.getMessage().contains("no field 'none'"), why.getMessage());
    }

    @Test
    void shouldCastMaskAndHoist() {
        var cast = with(new Cast.Value<SinkRecord>(), "spec", "age:string");
        assertEquals("36", ((Struct) cast.apply(struct).value()).get("age"));
        var mask = with(new MaskField.Value<SinkRecord>(), "fields", "name,age");
        assertEquals(Map.of("name", "", "age", 0), mask.apply(map).value());
        var hoist = with(new HoistField.Value<SinkRecord>(), "field", "person");
        assertEquals(Map.of("person", map.value()), hoist.apply(map).value());
    }

    @Test
    void shouldRouteByPattern() {
        var route =
                with(new RegexRouter<SinkRecord>(), "regex", "pe(.*)", "replacement", "crowd-$1");
        assertEquals("crowd-ople", route.apply(struct).topic());
        var other = with(new RegexRouter<SinkRecord>(), "regex", "x", "replacement", "y");
        assertEquals("people", other.apply(struct).topic());
    }

    @Test
    void shouldDropWhatItIsAppliedTo() {
        assertNull(with(new Filter<SinkRecord>()).apply(struct));
    }

    @Test
    void shouldTestTopicsHeadersAndTombstones() {
        var name = new TopicNameMatches<SinkRecord>();
        name.configure(Map.of("pattern", "peo.*"));
        assertTrue(name.test(struct));
        name.configure(Map.of("pattern", "peo"));
        assertFalse(name.test(struct), "the whole name");
        var empty = new RecordIsTombstone<SinkRecord>();
        assertTrue(empty.test(tombstone));
        assertFalse(empty.test(map));
        var marked = new HasHeaderKey<SinkRecord>();
        marked.configure(Map.of("name", "mark"));
        assertFalse(marked.test(struct));
        struct.headers().addString("mark", "1");
        assertTrue(marked.test(struct));
    }

    @Test
    void shouldSayWhichSettingIsWrong() {
        ConfigException cast =
                assertThrows(
                        ConfigException.class,
                        () -> with(new Cast.Value<SinkRecord>(), "spec", "age:number"));
        assertTrue(cast.getMessage().contains("age:number"), cast.getMessage());
        ConfigException regex =
                assertThrows(
                        ConfigException.class,
                        () ->
                                with(
                                        new RegexRouter<SinkRecord>(),
                                        "regex",
                                        "(",
                                        "replacement",
                                        "x"));
        assertTrue(regex.getMessage().contains("regex"), regex.getMessage());
    }
}
