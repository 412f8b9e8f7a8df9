package io.leat.log.broker.config;

import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A named address, {@code PLAINTEXT://host:port} in the settings. Immutable. */
public record ListenerAddress(String name, Endpoint endpoint) {

    /** Parses the values of {@code key}. An empty host means all addresses. */
    public static List<ListenerAddress> parse(ConfigKey<?> key, List<String> texts) {
        List<ListenerAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            ListenerAddress address = parse(key, text);
            for (ListenerAddress other : addresses) {
                if (other.name.equals(address.name)) {
                    throw new ConfigException(key.name() + " names " + address.name + " twice");
                }
            }
            addresses.add(address);
        }
        return addresses;
    }

    private static ListenerAddress parse(ConfigKey<?> key, String text) {
        int separator = text.indexOf("://");
        if (separator <= 0) {
            throw new ConfigException(
                    "'" + text + "' in " + key.name() + " is no listener: write NAME://host:port");
        }
        String name = text.substring(0, separator).toUpperCase(Locale.ROOT);
        try {
            String address = text.substring(separator + 3);
            Endpoint endpoint =
                    Endpoint.parse(address.startsWith(":") ? "0.0.0.0" + address : address);
            return new ListenerAddress(name, endpoint);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "'" + text + "' in " + key.name() + " has no address: " + e.getMessage());
        }
    }

    /** Whether only this machine can reach it. */
    public boolean loopback() {
        String host = endpoint.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    @Override
    public String toString() {
        return name + "://" + endpoint;
    }
}
