package io.leat.streams.state;

import io.leat.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Where an instance answers queries: what it has as {@code application.server}. Immutable. */
public class HostInfo {

    private final String host;
    private final int port;

    public HostInfo(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /**
     * From {@code host:port}; null for nothing.
     *
     * @throws ConfigException if it is neither
     */
    public static @Nullable HostInfo buildFromEndpoint(@Nullable String endPoint) {
        if (endPoint == null || endPoint.isBlank()) {
            return null;
        }
        int colon = endPoint.lastIndexOf(':');
        try {
            if (colon < 1) {
                throw new NumberFormatException("no port");
            }
            String host = endPoint.substring(0, colon);
            boolean brackets = host.startsWith("[") && host.endsWith("]");
            return new HostInfo(
                    brackets ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(endPoint.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    "Error parsing host address " + endPoint + ". Expected format host:port.");
        }
    }

    /** Of an instance that nobody knows. */
    public static HostInfo unavailable() {
        return new HostInfo("unavailable", -1);
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostInfo that && port == that.port && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public String toString() {
        return "HostInfo{host='" + host + "', port=" + port + '}';
    }
}
