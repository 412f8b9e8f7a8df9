package io.leat.log.cli;

import io.leat.common.serialization.Deserializer;
import java.nio.charset.StandardCharsets;

/** Bytes of a record as text: UTF-8, or what a deserializer makes of them. */
interface FieldText {

    String text(String topic, byte[] bytes);

    /**
     * With the deserializer of this class; Kafka's names stand for Leat's.
     *
     * @param type null for UTF-8
     */
    static FieldText of(@org.jspecify.annotations.Nullable String type) {
        if (type == null) {
            return (topic, bytes) -> new String(bytes, StandardCharsets.UTF_8);
        }
        String name = type.trim().replaceFirst("^org\\.apache\\.kafka\\.", "io.leat.");
        try {
            Deserializer<?> deserializer =
                    Class.forName(name)
                            .asSubclass(Deserializer.class)
                            .getDeclaredConstructor()
                            .newInstance();
            return (topic, bytes) -> String.valueOf(deserializer.deserialize(topic, bytes));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new CommandFailure("'" + type + "' is no deserializer that is there.", e);
        }
    }
}
