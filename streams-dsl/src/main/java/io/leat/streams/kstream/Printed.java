package io.leat.streams.kstream;

import io.leat.streams.errors.TopologyException;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** Where and how records are printed. */
public class Printed<K, V> implements NamedOperation<Printed<K, V>> {

    protected final OutputStream outputStream;
    protected String label;
    protected String processorName;
    protected KeyValueMapper<? super K, ? super V, String> mapper =
            (key, value) -> key + ", " + value;

    private Printed(OutputStream outputStream) {
        this.outputStream = outputStream;
    }

    public static <K, V> Printed<K, V> toFile(String filePath) {
        if (filePath.trim().isEmpty()) {
            throw new TopologyException("The path of a file to print to cannot be empty.");
        }
        try {
            return new Printed<>(new FileOutputStream(filePath));
        } catch (FileNotFoundException e) {
            throw new TopologyException("Cannot print to the file " + filePath, e);
        }
    }

    public static <K, V> Printed<K, V> toSysOut() {
        return new Printed<>(System.out);
    }

    public Printed<K, V> withLabel(String label) {
        this.label = label;
        return this;
    }

    public Printed<K, V> withKeyValueMapper(KeyValueMapper<? super K, ? super V, String> mapper) {
        this.mapper = mapper;
        return this;
    }

    @Override
    public Printed<K, V> withName(String name) {
        processorName = name;
        return this;
    }
}
