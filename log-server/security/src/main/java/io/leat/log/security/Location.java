package io.leat.log.security;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Reads settings that say where keys or tokens are. Stateless. */
public final class Location {

    private Location() {}

    /**
     * Reads {@code text}.
     *
     * @throws IllegalArgumentException if it is neither a file nor encrypted on its way
     */
    public static URI of(String setting, String text) {
        URI location;
        try {
            location = new URI(text.trim());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    setting + "=" + text + " is no URL: " + e.getReason(), e);
        }
        String scheme = String.valueOf(location.getScheme()).toLowerCase(Locale.ROOT);
        boolean fine =
                switch (scheme) {
                    case "file" -> location.getPath() != null && !location.getPath().isEmpty();
                    case "https" -> location.getHost() != null;
                    case "http" -> location.getHost() != null && isThisMachine(location.getHost());
                    default -> false;
                };
        if (!fine) {
            throw new IllegalArgumentException(
                    setting
                            + "="
                            + text
                            + ": use https://..., file:///..., or http:// on this machine only");
        }
        return location;
    }

    private static boolean isThisMachine(String host) {
        try {
            return host.equals("localhost")
                    || host.matches("[0-9.]+|\\[[0-9a-fA-F:]+]")
                            && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
