package io.leat.log.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.Uuid;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/** Compares one of our records with an object of Apache Kafka, field by field, by name. */
final class Sameness {

    private Sameness() {}

    static void check(String where, Object kafka, Object ours) {
        if (kafka == null || ours == null) {
            assertEquals(kafka, ours, where);
        } else if (ours instanceof List<?> list) {
            checkAll(where, List.copyOf((Collection<?>) kafka), list);
        } else if (ours instanceof ErrorCode error) {
            assertEquals(kafka, error.code(), where);
        } else if (ours instanceof Uuid uuid) {
            assertEquals(kafka.toString(), uuid.toString(), where);
        } else if (ours instanceof Records records) {
            assertEquals(KafkaType.bytes(kafka), records.toBuffer(), where);
        } else if (kafka instanceof byte[] bytes) {
            assertEquals(ByteBuffer.wrap(bytes), ours, where);
        } else if (ours instanceof Record record) {
            checkComponents(where, kafka, record);
        } else {
            assertEquals(kafka, ours, where);
        }
    }

    private static void checkAll(String where, List<?> kafka, List<?> ours) {
        assertEquals(kafka.size(), ours.size(), where);
        for (int i = 0; i < ours.size(); i++) {
            check(where + "[" + i + "]", kafka.get(i), ours.get(i));
        }
    }

    private static void checkComponents(String where, Object kafka, Record ours) {
        for (RecordComponent component : ours.getClass().getRecordComponents()) {
            String name = component.getName();
            if (!KafkaType.has(kafka, name)) {
                continue;
            }
            try {
                Object theirs = kafka.getClass().getMethod(name).invoke(kafka);
                component.getAccessor().setAccessible(true);
                check(where + "." + name, theirs, component.getAccessor().invoke(ours));
            } catch (ReflectiveOperationException e) {
                fail(where + "." + name, e);
            }
        }
    }
}
