package io.leat.log.security;

import io.leat.log.runtime.Secret;
import io.leat.log.runtime.Tls;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code ssl.*} settings. Stateless. */
public final class TlsSettings {

    private static final Set<String> TYPES = Set.of("JKS", "PKCS12", "PEM");

    private TlsSettings() {}

    /**
     * What the settings say; {@code setting} gives their texts, null for what is not set.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    public static Tls of(Function<String, @Nullable String> setting) {
        Texts texts = new Texts(setting);
        return new Tls(
                identity(texts),
                trusted(texts),
                clientAuth(texts.or("ssl.client.auth", "none")),
                !texts.or("ssl.endpoint.identification.algorithm", "https").isBlank(),
                texts.list("ssl.enabled.protocols"),
                texts.list("ssl.cipher.suites"));
    }

    private static Tls.@Nullable Keys identity(Texts texts) {
        Secret key = texts.secret("ssl.keystore.key");
        String location = texts.get("ssl.keystore.location");
        if (key == null && location == null) {
            return null;
        }
        return new Tls.Keys(
                type(texts, "ssl.keystore.type", key != null),
                location,
                texts.secret("ssl.keystore.password"),
                texts.secret("ssl.key.password"),
                key,
                texts.get("ssl.keystore.certificate.chain"));
    }

    private static Tls.@Nullable Keys trusted(Texts texts) {
        String certificates = texts.get("ssl.truststore.certificates");
        String location = texts.get("ssl.truststore.location");
        if (certificates == null && location == null) {
            return null;
        }
        return new Tls.Keys(
                type(texts, "ssl.truststore.type", certificates != null),
                location,
                texts.secret("ssl.truststore.password"),
                null,
                null,
                certificates);
    }

    private static String type(Texts texts, String key, boolean pem) {
        String type = texts.or(key, pem ? "PEM" : "JKS").toUpperCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException(
                    key + "=" + type + " is no type of key store: use JKS, PKCS12 or PEM");
        }
        if (pem && !type.equals("PEM")) {
            throw new IllegalArgumentException(
                    key + " has to be PEM where keys or certificates are in the settings");
        }
        return type;
    }

    private static Tls.ClientAuth clientAuth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> Tls.ClientAuth.NONE;
            case "requested" -> Tls.ClientAuth.REQUESTED;
            case "required" -> Tls.ClientAuth.REQUIRED;
            default ->
                    throw new IllegalArgumentException(
                            "ssl.client.auth=" + text + ": use required, requested or none");
        };
    }

    /** Texts that are there and not blank. */
    private record Texts(Function<String, @Nullable String> setting) {

        @Nullable String get(String key) {
            String text = setting.apply(key);
            return text == null || text.isBlank() ? null : text.trim();
        }

        /** As {@link #get}, but an empty text counts. */
        String or(String key, String otherwise) {
            String text = setting.apply(key);
            return text == null ? otherwise : text.trim();
        }

        @Nullable Secret secret(String key) {
            String text = get(key);
            return text == null ? null : new Secret(text);
        }

        List<String> list(String key) {
            String text = get(key);
            return text == null ? List.of() : List.of(text.split("\\s*,\\s*"));
        }
    }
}
