package io.leat.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigException;
import io.leat.common.errors.SerializationException;
import io.leat.common.serialization.Serde;
import io.leat.common.serialization.Serdes;
import io.leat.common.serialization.StringSerializer;
import io.leat.common.utils.Bytes;
import io.leat.common.utils.Utils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What has to agree with Apache Kafka to the byte and to the name. */
class CommonAgainstKafkaTest {

    @Test
    void shouldHashKeysAsKafkaDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] key = new byte[random.nextInt(40)];
            random.nextBytes(key);
            assertEquals(org.apache.kafka.common.utils.Utils.murmur2(key), Utils.murmur2(key));
        }
    }

    @Test
    void shouldSerializeAsKafkaDoes() {
        check(Serdes.Long(), new org.apache.kafka.common.serialization.LongSerializer(), -5L);
        check(Serdes.Integer(), new org.apache.kafka.common.serialization.IntegerSerializer(), 77);
        check(
                Serdes.Short(),
                new org.apache.kafka.common.serialization.ShortSerializer(),
                (short) 9);
        check(Serdes.Float(), new org.apache.kafka.common.serialization.FloatSerializer(), 1.5f);
        check(Serdes.Double(), new org.apache.kafka.common.serialization.DoubleSerializer(), -0.1);
        check(Serdes.String(), new org.apache.kafka.common.serialization.StringSerializer(), "äß");
        check(
                Serdes.Boolean(),
                new org.apache.kafka.common.serialization.BooleanSerializer(),
                true);
        check(
                Serdes.UUID(),
                new org.apache.kafka.common.serialization.UUIDSerializer(),
                new UUID(1, 2));
        check(
                Serdes.ListSerde(ArrayList.class, Serdes.Integer()),
                new org.apache.kafka.common.serialization.ListSerializer<>(
                        new org.apache.kafka.common.serialization.IntegerSerializer()),
                new ArrayList<>(Arrays.asList(1, null, 3)));
        check(
                Serdes.ListSerde(ArrayList.class, Serdes.String()),
                new org.apache.kafka.common.serialization.ListSerializer<>(
                        new org.apache.kafka.common.serialization.StringSerializer()),
                new ArrayList<>(Arrays.asList("a", null, "")));
    }

    private static <T> void check(
            Serde<T> ours, org.apache.kafka.common.serialization.Serializer<T> theirs, T value) {
        byte[] bytes = ours.serializer().serialize("t", value);
        assertArrayEquals(theirs.serialize("t", value), bytes);
        assertEquals(value, ours.deserializer().deserialize("t", bytes));
        assertEquals(null, ours.serializer().serialize("t", null));
    }

    @Test
    void shouldSayWhichBytesAreNoLong() {
        assertThrows(
                SerializationException.class,
                () -> Serdes.Long().deserializer().deserialize("t", new byte[3]));
    }

    @Test
    void shouldPrintIdentifiersAndBytesAsKafkaDoes() {
        assertEquals(
                new org.apache.kafka.common.Uuid(123, -5).toString(), new Uuid(123, -5).toString());
        Uuid random = Uuid.randomUuid();
        assertEquals(random, Uuid.fromString(random.toString()));
        byte[] bytes = {0, 'a', '\\', (byte) 0xff, ' '};
        assertEquals(
                org.apache.kafka.common.utils.Bytes.wrap(bytes).toString(),
                Bytes.wrap(bytes).toString());
    }

    @Test
    void shouldHaveAllErrorsWithKafkasHierarchy() throws Exception {
        URI jar =
                URI.create(
                        "jar:"
                                + org.apache.kafka.common.KafkaException.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation());
        int compared = 0;
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
                Stream<Path> all = Files.list(files.getPath("/org/apache/kafka/common/errors"))) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.contains("$")) {
                    Class<?> theirs = Class.forName("org.apache.kafka.common.errors." + name);
                    Class<?> ours = Class.forName("io.leat.common.errors." + name);
                    assertEquals(
                            theirs.getSuperclass()
                                    .getName()
                                    .replace("org.apache.kafka.", "io.leat."),
                            ours.getSuperclass().getName());
                    compared++;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertTrue(compared > 140, "only " + compared + " compared");
    }

    @Test
    void shouldTakeKafkasClassNamesForOurs() {
        ConfigDef def = new ConfigDef().define("s", Type.CLASS, Importance.HIGH, "a serializer");
        Object parsed =
                def.parse(Map.of("s", "org.apache.kafka.common.serialization.StringSerializer"))
                        .get("s");
        assertEquals(StringSerializer.class, parsed);
    }

    @Test
    void shouldSayWhatIsWrongWithASetting() {
        ConfigDef def =
                new ConfigDef()
                        .define("n", Type.INT, 1, ConfigDef.Range.atLeast(0), Importance.LOW, "")
                        .define("must", Type.STRING, Importance.LOW, "");
        assertEquals(
                "Invalid value -1 for configuration n: Value must be at least 0",
                assertThrows(ConfigException.class, () -> def.parse(Map.of("n", "-1", "must", "x")))
                        .getMessage());
        String missing = def.validateAll(Map.of()).get("must").errorMessages().get(0);
        assertTrue(
                missing.startsWith(
                        "Missing required configuration \"must\" which has no default value."),
                missing);
    }
}
