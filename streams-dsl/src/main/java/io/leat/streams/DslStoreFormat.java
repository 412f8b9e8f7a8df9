package io.leat.streams;

/** What the DSL keeps beside values in its stores. */
public enum DslStoreFormat {
    PLAIN("plain"),
    TIMESTAMPED("timestamped"),
    HEADERS("headers");

    public final String name;

    DslStoreFormat(String name) {
        this.name = name;
    }

    /** The format of that name, whatever its case. */
    public static DslStoreFormat of(String name) {
        for (DslStoreFormat format : values()) {
            if (format.name.equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "'" + name + "' is no store format: it is plain, timestamped or headers.");
    }
}
