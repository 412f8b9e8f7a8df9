package io.leat.log.protocol.message;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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

    /** Fields that Apache Kafka 4 has no more, and those that Apache Kafka 3 does not have yet. */
    private static final Set<String> NOT_ALWAYS_THERE =
            Set.of(
                    "maxNumOffsets",
                    "oldStyleOffsets",
                    "commitTimestamp",
                    "isDefault",
                    "topicId",
                    "highWatermark",
                    "timeoutMs");

    /** Whether Kafka's {@code message} has the field {@code name}, as it should. */
    static boolean has(Object message, String name) {
        return !NOT_ALWAYS_THERE.contains(name)
                || Stream.of(message.getClass().getMethods())
                        .anyMatch(method -> method.getName().equals(name));
    }

    /** Record batches as Kafka's messages hold them; the class moved in Kafka 4. */
    static Object records(ByteBuffer bytes) {
        for (String prefix :
                List.of(
                        "org.apache.kafka.common.record.internal.",
                        "org.apache.kafka.common.record.")) {
            try {
                return Class.forName(prefix + "MemoryRecords")
                        .getMethod("readableRecords", ByteBuffer.class)
                        .invoke(null, bytes);
            } catch (ClassNotFoundException e) {
                continue;
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("Apache Kafka has no MemoryRecords");
    }

    /** What {@link #records} was made of. */
    static ByteBuffer bytes(Object records) {
        try {
            return (ByteBuffer) records.getClass().getMethod("buffer").invoke(records);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
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
