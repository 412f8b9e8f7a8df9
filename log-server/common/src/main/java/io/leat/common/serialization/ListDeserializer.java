package io.leat.common.serialization;

import io.leat.common.config.ConfigException;
import io.leat.common.errors.SerializationException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list whose elements another deserializer reads; null stays null. */
public class ListDeserializer<Inner> implements Deserializer<List<Inner>> {

    private Class<?> listClass;
    private Deserializer<Inner> inner;

    /** For creation by class name: list class and inner deserializer come from the settings. */
    public ListDeserializer() {}

    public <L extends List<Inner>> ListDeserializer(
            Class<L> listClass, Deserializer<Inner> innerDeserializer) {
        if (listClass == null || innerDeserializer == null) {
            throw new IllegalArgumentException("list class and inner deserializer are needed");
        }
        this.listClass = listClass;
        this.inner = innerDeserializer;
    }

    public Deserializer<Inner> innerDeserializer() {
        return inner;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (inner != null) {
            return;
        }
        String prefix = "default.list." + (isKey ? "key" : "value") + ".serde.";
        Object list = configs.get(prefix + "type");
        Object element = configs.get(prefix + "inner");
        if (list == null || element == null) {
            throw new ConfigException(
                    "The settings "
                            + prefix
                            + "type and "
                            + prefix
                            + "inner are needed to read lists");
        }
        listClass = ListFormat.loadClass(list, prefix + "type");
        Serde<Inner> serde =
                ListFormat.create(ListFormat.loadClass(element, prefix + "inner"), Serde.class);
        inner = serde.deserializer();
        inner.configure(configs, isKey);
    }

    @Override
    public List<Inner> deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        try {
            return read(topic, ByteBuffer.wrap(data));
        } catch (BufferUnderflowException e) {
            throw new SerializationException("The list from topic " + topic + " is cut off", e);
        }
    }

    private List<Inner> read(String topic, ByteBuffer in) {
        boolean constant = in.get() == ListFormat.CONSTANT_SIZE;
        Set<Integer> nulls = new HashSet<>();
        if (constant) {
            for (int i = checkedCount(in.getInt(), in); i > 0; i--) {
                nulls.add(in.getInt());
            }
        }
        int count = in.getInt();
        if (count < 0 || count - nulls.size() > in.remaining()) {
            throw new SerializationException(
                    "The list from topic " + topic + " says it has " + count + " elements");
        }
        Integer fixedSize = ListFormat.FIXED_SIZES.get(inner.getClass());
        if (constant && fixedSize == null) {
            throw new SerializationException(
                    "The list from topic "
                            + topic
                            + " has elements of fixed size, "
                            + inner.getClass().getName()
                            + " reads others");
        }
        List<Inner> list = ListFormat.newList(listClass, count);
        for (int i = 0; i < count; i++) {
            int size = constant ? (nulls.contains(i) ? -1 : fixedSize) : in.getInt();
            list.add(size < 0 ? null : readElement(topic, in, size));
        }
        return list;
    }

    private static int checkedCount(int count, ByteBuffer in) {
        if (count < 0 || count > in.remaining() / Integer.BYTES) {
            throw new SerializationException("A list says it has " + count + " nulls");
        }
        return count;
    }

    private Inner readElement(String topic, ByteBuffer in, int size) {
        if (size > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return inner.deserialize(topic, bytes);
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
