package io.leat.log.protocol.message;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.types.Schema;

/** The class of Apache Kafka that stands for the same message, driven by reflection. */
record KafkaType(Class<? extends Message> type, Schema[] schemas) {

    private static final List<String> PACKAGES =
            List.of(
                    "org.apache.kafka.common.message",
                    "org.apache.kafka.common.metadata",
                    "org.apache.kafka.raft.generated",
                    "org.apache.kafka.coordinator.group.generated",
                    "org.apache.kafka.coordinator.share.generated",
                    "org.apache.kafka.coordinator.transaction.generated");

    /** The counterpart of {@code ours}. */
    static KafkaType of(LeatType ours) {
        for (String prefix : PACKAGES) {
            for (String suffix : List.of("", "Data")) {
                try {
                    Class<? extends Message> type =
                            Class.forName(prefix + "." + ours.name() + suffix)
                                    .asSubclass(Message.class);
                    return new KafkaType(type, (Schema[]) type.getField("SCHEMAS").get(null));
                } catch (ClassNotFoundException e) {
                    continue;
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
        }
        throw new AssertionError("Apache Kafka has no " + ours.name());
    }

    Message empty() {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    Message read(ByteBuffer bytes, int version) {
        Message message = empty();
        message.read(new ByteBufferAccessor(bytes.duplicate()), (short) version);
        return message;
    }

    static ByteBuffer write(Message message, int version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer bytes = ByteBuffer.allocate(message.size(cache, (short) version));
        message.write(new ByteBufferAccessor(bytes), cache, (short) version);
        return bytes.flip();
    }
}
