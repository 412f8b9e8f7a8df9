package io.leat.streams.state.rocksdb;

import io.leat.streams.errors.StreamsException;
import io.leat.streams.state.RocksDBConfigSetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;

/** What the user's {@link RocksDBConfigSetter} does to one store, if there is one. */
record Tuning(String store, @Nullable RocksDBConfigSetter setter, Map<String, Object> configs) {

    private static final String SETTING = "rocksdb.config.setter";

    static Tuning of(String store, Map<String, Object> configs) {
        return new Tuning(store, setter(configs.get(SETTING)), configs);
    }

    private static @Nullable RocksDBConfigSetter setter(@Nullable Object given) {
        if (given == null || given.equals("")) {
            return null;
        }
        try {
            Class<?> type = given instanceof Class<?> known ? known : load(given.toString());
            return (RocksDBConfigSetter) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StreamsException(
                    SETTING
                            + " is "
                            + given
                            + ": it must name a public class with a constructor without"
                            + " parameters that implements RocksDBConfigSetter.",
                    e);
        }
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, true, loader == null ? Tuning.class.getClassLoader() : loader);
    }

    boolean any() {
        return setter != null;
    }

    void apply(Options options) {
        if (setter != null) {
            setter.setConfig(store, options, configs);
        }
    }

    void close(@Nullable Options options) {
        if (setter != null && options != null) {
            setter.close(store, options);
        }
    }
}
