package io.leat.clients.admin;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The configuration of one resource. Immutable. */
public class Config {

    private final Map<String, ConfigEntry> entries;

    private Config(Map<String, ConfigEntry> entries) {
        this.entries = entries;
    }

    public Config(Collection<ConfigEntry> entries) {
        this(byName(entries));
    }

    private static Map<String, ConfigEntry> byName(Collection<ConfigEntry> entries) {
        Map<String, ConfigEntry> byName = new TreeMap<>();
        entries.forEach(entry -> byName.put(entry.name(), entry));
        return Collections.unmodifiableMap(byName);
    }

    public Collection<ConfigEntry> entries() {
        return entries.values();
    }

    /** The entry called {@code name}, or null. */
    public ConfigEntry get(String name) {
        return entries.get(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Config that && Objects.equals(entries, that.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entries);
    }

    @Override
    public String toString() {
        return "Config(entries=" + entries + ")";
    }
}
