package io.leat.log.server;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.metadata.MetadataRecordType;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.share.ShareCoordinatorRecordSerde;
import org.apache.kafka.coordinator.transaction.TransactionCoordinatorRecordSerde;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.apache.kafka.server.common.ApiMessageAndVersion;

/**
 * Records of each kind in each version, written by Apache's own classes: one with nothing but
 * defaults, one with something in each field the version has, one without a value. Stateless.
 */
final class KafkaRecords {

    /** A record of a log; metadata has no keys. */
    record Written(ByteBuffer key, ByteBuffer value) {}

    private KafkaRecords() {}

    static List<Written> ofGroups() throws Exception {
        List<Written> all = new ArrayList<>();
        for (var type :
                org.apache.kafka.coordinator.group.generated.CoordinatorRecordType.values()) {
            for (short v = type.lowestSupportedVersion();
                    v <= type.highestSupportedVersion();
                    v++) {
                add(
                        all,
                        new GroupCoordinatorRecordSerde(),
                        type::newRecordKey,
                        type::newRecordValue,
                        v);
            }
        }
        return all;
    }

    static List<Written> ofTransactions() throws Exception {
        List<Written> all = new ArrayList<>();
        for (var type :
                org.apache.kafka.coordinator.transaction.generated.CoordinatorRecordType.values()) {
            for (short v = type.lowestSupportedVersion();
                    v <= type.highestSupportedVersion();
                    v++) {
                add(
                        all,
                        new TransactionCoordinatorRecordSerde(),
                        type::newRecordKey,
                        type::newRecordValue,
                        v);
            }
        }
        return all;
    }

    static List<Written> ofShareState() throws Exception {
        List<Written> all = new ArrayList<>();
        for (var type :
                org.apache.kafka.coordinator.share.generated.CoordinatorRecordType.values()) {
            for (short v = type.lowestSupportedVersion();
                    v <= type.highestSupportedVersion();
                    v++) {
                add(
                        all,
                        new ShareCoordinatorRecordSerde(),
                        type::newRecordKey,
                        type::newRecordValue,
                        v);
            }
        }
        return all;
    }

    private static void add(
            List<Written> all,
            CoordinatorRecordSerde serde,
            Supplier<ApiMessage> keys,
            Supplier<ApiMessage> values,
            short version)
            throws Exception {
        ApiMessage key = keys.get();
        fill(key, (short) 0);
        for (ApiMessage value : values(values, version)) {
            var record = CoordinatorRecord.record(key, new ApiMessageAndVersion(value, version));
            all.add(
                    new Written(
                            ByteBuffer.wrap(serde.serializeKey(record)),
                            ByteBuffer.wrap(serde.serializeValue(record))));
        }
        all.add(
                new Written(
                        ByteBuffer.wrap(serde.serializeKey(CoordinatorRecord.tombstone(key))),
                        null));
    }

    static List<Written> ofMetadata() throws Exception {
        List<Written> all = new ArrayList<>();
        MetadataRecordSerde serde = new MetadataRecordSerde();
        for (MetadataRecordType type : MetadataRecordType.values()) {
            for (short v = type.lowestSupportedVersion();
                    v <= type.highestSupportedVersion();
                    v++) {
                for (ApiMessage value : values(type::newMetadataRecord, v)) {
                    var cache = new ObjectSerializationCache();
                    var record = new ApiMessageAndVersion(value, v);
                    ByteBuffer bytes = ByteBuffer.allocate(serde.recordSize(record, cache));
                    serde.write(record, cache, new ByteBufferAccessor(bytes));
                    all.add(new Written(null, bytes.flip()));
                }
            }
        }
        return all;
    }

    private static List<ApiMessage> values(Supplier<ApiMessage> empty, short version)
            throws Exception {
        ApiMessage filled = empty.get();
        fill(filled, version);
        return List.of(empty.get(), filled);
    }

    /** Gives each field a value, but those that {@code version} cannot carry. */
    private static void fill(Object message, short version) throws Exception {
        for (Method setter : message.getClass().getDeclaredMethods()) {
            if (!setter.getName().startsWith("set") || setter.getParameterCount() != 1) {
                continue;
            }
            Object before = getter(message, setter).invoke(message);
            setter.invoke(message, sample(setter.getGenericParameterTypes()[0], version));
            if (message instanceof ApiMessage whole && !isWritable(whole, version)) {
                setter.invoke(message, before);
            }
        }
    }

    private static Method getter(Object message, Method setter) throws Exception {
        String name = setter.getName().substring(3);
        return message.getClass()
                .getDeclaredMethod(Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }

    private static boolean isWritable(ApiMessage message, short version) {
        try {
            message.size(new ObjectSerializationCache(), version);
            message.write(
                    new ByteBufferAccessor(ByteBuffer.allocate(10_000)),
                    sized(message, version),
                    version);
            return true;
        } catch (UnsupportedVersionException e) {
            return false;
        }
    }

    private static ObjectSerializationCache sized(ApiMessage message, short version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        message.size(cache, version);
        return cache;
    }

    private static Object sample(Type type, short version) throws Exception {
        if (type instanceof ParameterizedType list) {
            return List.of(sample(list.getActualTypeArguments()[0], version));
        }
        Class<?> of = (Class<?>) type;
        if (of == String.class) {
            return "some \"text\"";
        } else if (of == boolean.class) {
            return true;
        } else if (of == byte.class || of == Byte.class) {
            return (byte) 1;
        } else if (of == short.class || of == Short.class) {
            return (short) 12;
        } else if (of == int.class || of == Integer.class) {
            return 12_345;
        } else if (of == long.class || of == Long.class) {
            return 123_456_789_012L;
        } else if (of == double.class) {
            return 1.5;
        } else if (of == byte[].class) {
            return new byte[] {1, 2, -3};
        } else if (of == ByteBuffer.class) {
            return ByteBuffer.wrap(new byte[] {1, 2, -3});
        } else if (of == Uuid.class) {
            return new Uuid(3, 4);
        }
        Object made = of.getDeclaredConstructor().newInstance();
        if (made instanceof Collection<?>) { // of structures with a key
            ParameterizedType elements = (ParameterizedType) of.getGenericSuperclass();
            Object element = sample(elements.getActualTypeArguments()[0], version);
            of.getMethod(
                            "add",
                            org.apache.kafka.common.utils.ImplicitLinkedHashCollection.Element
                                    .class)
                    .invoke(made, element);
        } else {
            fill(made, version);
        }
        return made;
    }
}
