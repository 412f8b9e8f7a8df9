package io.leat.connect.storage;

import java.util.Locale;

/** What a converter converts. */
public enum ConverterType {
    KEY,
    VALUE,
    HEADER;

    public static ConverterType withName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    public String getName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
