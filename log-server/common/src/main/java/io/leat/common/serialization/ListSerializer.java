package io.leat.common.serialization;

import io.leat.common.config.ConfigException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A list whose elements another serializer writes; null stays null, elements may be null. */
public class ListSerializer<Inner> implements Serializer<List<Inner>> {

    private Serializer<Inner> inner;

    /** For creation by class name: the inner serializer comes from the settings. */
    public ListSerializer() {}

    public ListSerializer(Serializer<Inner> inner) {
        this.inner = inner;
    }

    public Serializer<Inner> getInnerSerializer() {
        return inner;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void configure(Map<String, ?> configs, boolean isKey) {
        if (inner != null) {
            return;
        }
        String setting = "default.list." + (isKey ? "key" : "value") + ".serde.inner";
        Object configured = configs.get(setting);
        if (configured == null) {
            throw new ConfigException("The setting " + setting + " is needed to write lists");
        }
        Serde<Inner> serde =
                ListFormat.create(ListFormat.loadClass(configured, setting), Serde.class);
        inner = serde.serializer();
        inner.configure(configs, isKey);
    }

    @Override
    public byte[] serialize(String topic, List<Inner> data) {
        if (data == null) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            boolean constant = ListFormat.FIXED_SIZES.containsKey(inner.getClass());
            out.writeByte(constant ? ListFormat.CONSTANT_SIZE : ListFormat.VARIABLE_SIZE);
            if (constant) {
                writeNullIndexes(out, data);
            }
            out.writeInt(data.size());
            for (Inner element : data) {
                writeElement(out, topic, element, constant);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void writeNullIndexes(DataOutputStream out, List<Inner> data) throws IOException {
        List<Integer> nulls = new ArrayList<>();
        int index = 0;
        for (Inner element : data) {
            if (element == null) {
                nulls.add(index);
            }
            index++;
        }
        out.writeInt(nulls.size());
        for (int i : nulls) {
            out.writeInt(i);
        }
    }

    private void writeElement(DataOutputStream out, String topic, Inner element, boolean constant)
            throws IOException {
        if (element == null) {
            if (!constant) {
                out.writeInt(-1);
            }
            return;
        }
        byte[] bytes = inner.serialize(topic, element);
        if (!constant) {
            out.writeInt(bytes.length);
        }
        out.write(bytes);
    }

    @Override
    public void close() {
        if (inner != null) {
            inner.close();
        }
    }
}
