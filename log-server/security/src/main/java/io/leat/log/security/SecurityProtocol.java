package io.leat.log.security;

import java.util.Locale;

/** How a listener, or a client, secures its connections. */
public enum SecurityProtocol {
    PLAINTEXT(false, false),
    SSL(true, false),
    SASL_PLAINTEXT(false, true),
    SASL_SSL(true, true);

    private final boolean tls;
    private final boolean sasl;

    SecurityProtocol(boolean tls, boolean sasl) {
        this.tls = tls;
        this.sasl = sasl;
    }

    /** Whether connections are encrypted. */
    public boolean tls() {
        return tls;
    }

    /** Whether clients log in. */
    public boolean sasl() {
        return sasl;
    }

    /**
     * The protocol called {@code name}; throws {@link IllegalArgumentException} if there is none.
     */
    public static SecurityProtocol of(String name) {
        try {
            return valueOf(name.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'"
                            + name
                            + "' is no security protocol: use PLAINTEXT, SSL, SASL_PLAINTEXT or"
                            + " SASL_SSL",
                    e);
        }
    }
}
