package io.leat.connect.runtime;

import io.leat.connect.storage.Converter;
import io.leat.connect.storage.HeaderConverter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The three converters of a task. Owned by its thread. */
record Converters(Converter key, Converter value, HeaderConverter header) implements AutoCloseable {

    @Override
    public void close() {
        try {
            key.close();
            value.close();
            header.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
