package io.leat.log.protocol.message;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;

/** Random messages in bytes, made from nothing but Apache Kafka's own table of their fields. */
final class RandomWire {

    private static final int MAX_ELEMENTS = 3;

    /**
     * A tagged field that Kafka's table describes without its null mark; see the test of its own.
     */
    private static final String MISDESCRIBED = "classic_member_metadata";

    private final Random random;

    RandomWire(long seed) {
        this.random = new Random(seed);
    }

    /** A random message that follows {@code schema}. */
    ByteBuffer message(Schema schema) {
        Struct struct = struct(schema);
        ByteBuffer bytes = ByteBuffer.allocate(schema.sizeOf(struct));
        schema.write(bytes, struct);
        return bytes.flip();
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (BoundField field : schema.fields()) {
            struct.set(field, value(field.def));
        }
        return struct;
    }

    private Object value(Field field) {
        if (field.name.endsWith("error_code")) {
            return (short) (random.nextInt(135) - 1); // others have no ErrorCode
        }
        return value(field.type);
    }

    private Object value(Type type) {
        if (type.isNullable() && random.nextInt(4) == 0) {
            return null;
        }
        if (type instanceof Schema schema) {
            return struct(schema);
        }
        if (type instanceof TaggedFields tagged) {
            return tags(tagged);
        }
        if (type.isArray()) {
            Object[] array = new Object[random.nextInt(MAX_ELEMENTS + 1)];
            for (int i = 0; i < array.length; i++) {
                array[i] = value(type.arrayElementType().orElseThrow());
            }
            return array;
        }
        return primitive(
                ((Type.DocumentedType) type).typeName().replaceAll("COMPACT_|NULLABLE_", ""));
    }

    private NavigableMap<Integer, Object> tags(TaggedFields tagged) {
        NavigableMap<Integer, Object> values = new TreeMap<>();
        for (Map.Entry<Integer, Field> entry : tagged.fields().entrySet()) {
            if (random.nextInt(3) > 0 && !entry.getValue().name.equals(MISDESCRIBED)) {
                values.put(entry.getKey(), value(entry.getValue()));
            }
        }
        return values;
    }

    private Object primitive(String name) {
        return switch (name) {
            case "BOOLEAN" -> random.nextBoolean();
            case "INT8" -> (byte) random.nextInt();
            case "INT16" -> (short) random.nextInt();
            case "UINT16" -> random.nextInt(1 << 16);
            case "INT32" -> random.nextInt();
            case "UINT32" -> random.nextLong(1L << 32);
            case "INT64" -> random.nextLong();
            case "FLOAT64" -> random.nextDouble();
            case "UUID" -> new Uuid(random.nextLong(), random.nextLong());
            case "STRING" -> string();
            case "BYTES" -> ByteBuffer.wrap(bytes());
            case "RECORDS" -> KafkaType.records(ByteBuffer.wrap(bytes()));
            default -> throw new AssertionError("unknown type " + name);
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Letters of one, two, three and four bytes; now and then long enough for a longer length. */
    private String string() {
        int length = random.nextInt(20) == 0 ? 130 + random.nextInt(100) : random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int letter = random.nextInt(20);
            text.append(
                    letter == 0
                            ? "ä"
                            : letter == 1 ? "世" : letter == 2 ? "😀" : "" + (char) ('a' + letter));
        }
        return text.toString();
    }
}
