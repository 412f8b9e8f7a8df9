package io.leat.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.config.ConfigDef;
import io.leat.connect.Twins.Input;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every transform gives what Apache Kafka's of the same name gives. */
class TransformsTest {

    private static final String STRUCT =
            """
            {"schema":{"type":"struct","name":"row","version":2,"doc":"a row","optional":true,
              "parameters":{"p":"q"},"fields":[
              {"field":"id","type":"int32","optional":false},
              {"field":"text","type":"string","optional":true},
              {"field":"given","type":"string","optional":true,"default":"dflt"},
              {"field":"ok","type":"boolean","optional":false},
              {"field":"price","type":"double","optional":false},
              {"field":"digits","type":"string","optional":false},
              {"field":"at","type":"int64","name":"org.apache.kafka.connect.data.Timestamp",
               "version":1,"optional":false},
              {"field":"unix","type":"int64","optional":true},
              {"field":"tags","type":"array","items":{"type":"string"},"optional":true},
              {"field":"in","type":"struct","optional":true,"fields":[
                 {"field":"x.y","type":"int8","optional":false},
                 {"field":"deep","type":"struct","optional":false,"fields":[
                    {"field":"z","type":"string","optional":true}]}]}]},
             "payload":{"id":7,"text":"tëxt","given":null,"ok":true,"price":2.75,"digits":"123",
              "at":1700000000123,"unix":1700000000,"tags":["u","v"],
              "in":{"x.y":5,"deep":{"z":"end"}}}}"""
                    .replaceAll("\\s*\\n\\s*", "");

    private static final String WITHOUT_INNER =
            STRUCT.replaceAll("\"in\":\\{\"x.y.*", "\"in\":null}}");

    private static final String MAP =
            "{\"id\":7,\"text\":\"tëxt\",\"ok\":true,\"price\":2.75,\"digits\":\"123\",\"unix\":1700000000,"
                    + "\"nothing\":null,\"tags\":[\"u\"],\"in\":{\"x.y\":5,\"deep\":{\"z\":\"end\"}}}";

    private static final List<Input> INPUTS =
            List.of(
                    new Input(STRUCT, STRUCT),
                    new Input(STRUCT, WITHOUT_INNER),
                    new Input(MAP, MAP),
                    new Input(null, null),
                    new Input("\"k\"", "\"2023-11-14\""),
                    new Input(
                            "1",
                            "{\"schema\":{\"type\":\"int64\",\"optional\":true},\"payload\":300}"),
                    new Input("1", "{\"schema\":{\"type\":\"string\"},\"payload\":\"12\"}"),
                    new Input(
                            "1",
                            "{\"schema\":{\"type\":\"string\",\"optional\":true},\"payload\":null}"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InsertField$H topic.field=t! partition.field=p? offset.field=o timestamp.field=ts",
                "InsertField$H static.field=s static.value=hello",
                "InsertField$H static.field=s",
                "InsertField$H",
                "InsertField$H static.field=s static.value=v replace.null.with.default=false",
                "ReplaceField$H exclude=text,price renames=id:number",
                "ReplaceField$H include=id,text",
                "ReplaceField$H include=id,text exclude=id",
                "ReplaceField$H renames=id",
                "ReplaceField$H exclude=id replace.null.with.default=false",
                "MaskField$H fields=text,price,ok,at,tags",
                "MaskField$H fields=text,digits replacement=***",
                "MaskField$H fields=id replacement=99",
                "MaskField$H fields=id replacement=xx",
                "MaskField$H fields=ok replacement=xx",
                "MaskField$H fields=in",
                "ValueToKey fields=id,text",
                "ValueToKey fields=id,missing",
                "HoistField$H field=wrapped",
                "ExtractField$H field=id",
                "ExtractField$H field=given",
                "ExtractField$H field=given replace.null.with.default=false",
                "ExtractField$H field=missing",
                "ExtractField$H field=in.deep.z",
                "ExtractField$H field=in.deep.z field.syntax.version=V2",
                "ExtractField$H field=in.`x.y` field.syntax.version=v2",
                "ExtractField$H field=in.`x.y field.syntax.version=V2",
                "SetSchemaMetadata$H schema.name=other schema.version=9",
                "SetSchemaMetadata$H schema.version=9",
                "SetSchemaMetadata$H",
                "TimestampRouter",
                "TimestampRouter topic.format=${topic}.${timestamp}.x timestamp.format=yyyy-MM-dd-HH",
                "RegexRouter regex=t(.*)c replacement=$1-new",
                "RegexRouter regex=x replacement=y",
                "RegexRouter regex=(( replacement=y",
                "Flatten$H",
                "Flatten$H delimiter=_",
                "Cast$H spec=id:string,price:int32,ok:int8,digits:int64,at:int64",
                "Cast$H spec=text:int8",
                "Cast$H spec=ok:string,price:float32,id:boolean,digits:float64,at:string,unix:int16",
                "Cast$H spec=string",
                "Cast$H spec=int8",
                "Cast$H spec=float64",
                "Cast$H spec=boolean",
                "Cast$H spec=id:struct",
                "Cast$H spec=id:int8,string",
                "HeaderFrom$H fields=id,text headers=h1,h2 operation=copy",
                "HeaderFrom$H fields=id,text headers=h1,h2 operation=move",
                "HeaderFrom$H fields=id headers=h1,h2 operation=move",
                "HeaderFrom$H fields=missing headers=h1 operation=copy",
                "InsertHeader header=h value.literal=word",
                "InsertHeader header=h value.literal=300",
                "InsertHeader header=h value.literal=true",
                "DropHeaders headers=a",
                "DropHeaders headers=b,zzz",
                "TimestampConverter$H field=at target.type=string format=yyyy-MM-dd'T'HH:mm",
                "TimestampConverter$H field=at target.type=unix unix.precision=seconds",
                "TimestampConverter$H field=at target.type=Date",
                "TimestampConverter$H field=at target.type=Time",
                "TimestampConverter$H field=unix target.type=Timestamp unix.precision=seconds",
                "TimestampConverter$H field=unix target.type=unix unix.precision=microseconds",
                "TimestampConverter$H target.type=Timestamp format=yyyy-MM-dd",
                "TimestampConverter$H target.type=string",
                "TimestampConverter$H target.type=unix",
                "Filter"
            })
    void shouldDoWhatKafkasDoes(String line) throws Exception {
        for (String half : line.contains("$H") ? List.of("$Key", "$Value") : List.of("")) {
            String[] words = line.replace("$H", half).split(" ");
            Map<String, String> config = new HashMap<>();
            for (String word : Arrays.copyOfRange(words, 1, words.length)) {
                config.put(
                        word.substring(0, word.indexOf('=')),
                        word.substring(word.indexOf('=') + 1));
            }
            for (Input input : INPUTS) {
                String theirs = Twins.theirs(words[0], config, input);
                String ours = Twins.ours(words[0], config, input);
                if (theirs.equals("error") && isMoreThanKafkaDoes(words[0], input)) {
                    continue;
                }
                assertEquals(
                        theirs,
                        ours,
                        words[0] + " " + config + " on input " + INPUTS.indexOf(input));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cast$Key",
                "Cast$Value",
                "DropHeaders",
                "ExtractField$Value",
                "Filter",
                "Flatten$Value",
                "HeaderFrom$Value",
                "HoistField$Value",
                "InsertField$Value",
                "InsertHeader",
                "MaskField$Value",
                "RegexRouter",
                "ReplaceField$Value",
                "SetSchemaMetadata$Value",
                "TimestampConverter$Value",
                "TimestampRouter",
                "ValueToKey",
                "predicates.HasHeaderKey",
                "predicates.TopicNameMatches",
                "predicates.RecordIsTombstone"
            })
    void shouldTakeTheSettingsThatKafkasTakes(String name) throws Exception {
        assertEquals(theirKeys(name), ourKeys(name));
    }

    /** Ours let tombstones pass, and name the schemas of simple values, too. */
    private static boolean isMoreThanKafkaDoes(String transform, Input input) {
        boolean tombstone = input.value() == null || input.value().endsWith("\"payload\":null}");
        return tombstone || transform.startsWith("SetSchemaMetadata");
    }

    private static Map<String, String> ourKeys(String name) throws Exception {
        Object plugin = instance("io.leat.connect.transforms." + name);
        ConfigDef config = (ConfigDef) plugin.getClass().getMethod("config").invoke(plugin);
        Map<String, String> keys = new TreeMap<>();
        config.configKeys()
                .forEach(
                        (key, c) ->
                                keys.put(
                                        key,
                                        c.type + " " + (c.hasDefault() ? c.defaultValue : "-")));
        return keys;
    }

    private static Map<String, String> theirKeys(String name) throws Exception {
        Object plugin = instance("org.apache.kafka.connect.transforms." + name);
        org.apache.kafka.common.config.ConfigDef config =
                (org.apache.kafka.common.config.ConfigDef)
                        plugin.getClass().getMethod("config").invoke(plugin);
        Map<String, String> keys = new TreeMap<>();
        config.configKeys()
                .forEach(
                        (key, c) ->
                                keys.put(
                                        key,
                                        c.type + " " + (c.hasDefault() ? c.defaultValue : "-")));
        assertTrue(keys.size() == config.names().size());
        return keys;
    }

    private static Object instance(String name) throws Exception {
        return Class.forName(name).getDeclaredConstructor().newInstance();
    }
}
