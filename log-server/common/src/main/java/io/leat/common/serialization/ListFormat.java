package io.leat.common.serialization;

import io.leat.common.errors.SerializationException;
import java.util.List;
import java.util.Map;

/**
 * How a list looks in bytes.
 *
 * <pre>
 * int8 strategy: 0 = null index list (elements of fixed size), 1 = a size before each element
 * 0: int32 count of nulls, their int32 indexes, int32 count of elements, the non-null elements
 * 1: int32 count of elements, each as int32 size (-1 = null) and its bytes
 * </pre>
 */
final class ListFormat {

    static final byte CONSTANT_SIZE = 0;
    static final byte VARIABLE_SIZE = 1;

    /** Sizes of the elements whose serializers always write the same number of bytes. */
    static final Map<Class<?>, Integer> FIXED_SIZES =
            Map.ofEntries(
                    Map.entry(ShortSerializer.class, 2),
                    Map.entry(IntegerSerializer.class, 4),
                    Map.entry(FloatSerializer.class, 4),
                    Map.entry(LongSerializer.class, 8),
                    Map.entry(DoubleSerializer.class, 8),
                    Map.entry(UUIDSerializer.class, 36),
                    Map.entry(ShortDeserializer.class, 2),
                    Map.entry(IntegerDeserializer.class, 4),
                    Map.entry(FloatDeserializer.class, 4),
                    Map.entry(LongDeserializer.class, 8),
                    Map.entry(DoubleDeserializer.class, 8),
                    Map.entry(UUIDDeserializer.class, 36));

    private ListFormat() {}

    static Class<?> loadClass(Object nameOrClass, String setting) {
        if (nameOrClass instanceof Class<?> type) {
            return type;
        }
        if (nameOrClass instanceof String name) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException e) {
                throw new SerializationException(
                        "The class " + name + " of setting " + setting + " was not found", e);
            }
        }
        throw new SerializationException("The setting " + setting + " is missing");
    }

    static <T> T create(Class<?> type, Class<T> as) {
        try {
            return as.cast(type.getConstructor().newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new SerializationException(
                    type.getName() + " cannot be created as " + as.getSimpleName(), e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static <T> List<T> newList(Class<?> type, int size) {
        try {
            return (List<T>) type.getConstructor(int.class).newInstance(size);
        } catch (ReflectiveOperationException e) {
            return (List<T>) create(type, List.class);
        }
    }
}
