package io.leat.log.security;

import io.leat.log.runtime.Documents;
import io.leat.log.runtime.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a client gets its tokens from, and what it adds to them. Immutable.
 *
 * @param extensions sent with each token, by name
 */
public record TokenSettings(Documents.Request request, Map<String, Secret> extensions) {

    private static final String URL = "sasl.oauthbearer.token.endpoint.url";
    private static final String CREDENTIALS = "sasl.oauthbearer.client.credentials.";
    private static final String EXTENSION = "extension_";
    private static final int TIMEOUT_MS = 10_000;

    /** Simple names of what the closed list of Kafka's classes does; these do it too. */
    private static final Set<String> RETRIEVERS =
            Set.of("DefaultJwtRetriever", "ClientCredentialsJwtRetriever", "FileJwtRetriever");

    /**
     * Reads {@code sasl.oauthbearer.*}; {@code jaas} may have the credentials instead.
     *
     * @throws IllegalArgumentException if they do not say where tokens come from
     */
    static TokenSettings of(Function<String, @Nullable String> setting, JaasLine jaas) {
        oneOf("sasl.oauthbearer.jwt.retriever.class", RETRIEVERS, setting);
        oneOf(
                "sasl.login.callback.handler.class",
                Set.of("OAuthBearerLoginCallbackHandler"),
                setting);
        String url = setting.apply(URL);
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException(
                    "OAUTHBEARER needs "
                            + URL
                            + ": https://..., where clients get tokens, or file:///..., a file"
                            + " with a token; tokens that nobody signed are not sent");
        }
        URI location = Location.of(URL, url);
        Map<String, Secret> extensions = new TreeMap<>();
        jaas.options()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(EXTENSION)) {
                                extensions.put(extension(key, value), value);
                            }
                        });
        return new TokenSettings(
                "file".equalsIgnoreCase(location.getScheme())
                        ? new Documents.Request(location, Map.of(), null, TIMEOUT_MS, TIMEOUT_MS)
                        : post(location, setting, jaas),
                extensions);
    }

    /** Whether the document is the token itself. */
    boolean isFile() {
        return request.form() == null;
    }

    private static Documents.Request post(
            URI location, Function<String, @Nullable String> setting, JaasLine jaas) {
        String id = credential(setting, CREDENTIALS + "client.id", jaas, "clientId");
        String secret = credential(setting, CREDENTIALS + "client.secret", jaas, "clientSecret");
        if (Boolean.parseBoolean(setting.apply("sasl.oauthbearer.header.urlencode"))) {
            id = encoded(id);
            secret = encoded(secret);
        }
        String pair = id + ":" + secret;
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        String form = "grant_type=client_credentials";
        String scope = optional(setting, "sasl.oauthbearer.scope", jaas, "scope");
        if (scope != null) {
            form += "&scope=" + encoded(scope);
        }
        return new Documents.Request(
                location,
                Map.of("Authorization", new Secret("Basic " + basic)),
                new Secret(form),
                millis("sasl.login.connect.timeout.ms", setting),
                millis("sasl.login.read.timeout.ms", setting));
    }

    private static String extension(String key, Secret value) {
        String name = key.substring(EXTENSION.length());
        if (!name.matches("[A-Za-z]+") || name.equals("auth")) {
            throw new IllegalArgumentException(
                    key + ": names of extensions have letters only, and 'auth' is the token's");
        }
        if (!value.text().matches("[\\x21-\\x7e \\t\\r\\n]+")) {
            throw new IllegalArgumentException(key + " has characters that cannot be sent");
        }
        return name;
    }

    private static String credential(
            Function<String, @Nullable String> setting, String key, JaasLine jaas, String option) {
        String found = optional(setting, key, jaas, option);
        if (found == null) {
            throw new IllegalArgumentException(
                    "OAUTHBEARER needs " + key + ", or " + option + " in sasl.jaas.config");
        }
        return found;
    }

    private static @Nullable String optional(
            Function<String, @Nullable String> setting, String key, JaasLine jaas, String option) {
        String text = setting.apply(key);
        if (text != null && !text.isBlank()) {
            return text;
        }
        Secret given = jaas.option(option);
        return given == null ? null : given.text();
    }

    private static int millis(String key, Function<String, @Nullable String> setting) {
        String text = setting.apply(key);
        return text == null || text.isBlank() ? TIMEOUT_MS : Integer.parseInt(text.trim());
    }

    private static void oneOf(
            String key, Set<String> names, Function<String, @Nullable String> setting) {
        String text = setting.apply(key);
        if (text != null
                && !text.isBlank()
                && !names.contains(text.substring(text.lastIndexOf('.') + 1))) {
            throw new IllegalArgumentException(
                    key + "=" + text + ": no class is loaded; what is known are " + names);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
