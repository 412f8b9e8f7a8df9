package io.leat.log.security;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Documents;
import io.leat.log.runtime.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one client: read when a connection needs one, and again once most of its time is
 * over. Safe on every thread; who asks while one is being read gets the same.
 */
final class Tokens {

    /** A token that is good for so long; what is read again sooner, is asked for too often. */
    private static final long WORTH_KEEPING_MS = 10_000;

    private static final double USED_UP = 0.8;

    private final TokenSettings settings;
    private final Documents documents;
    private final Clock clock;
    private @Nullable CompletableFuture<Secret> current;
    private long goodUntilMs;

    Tokens(TokenSettings settings, Documents documents, Clock clock) {
        this.settings = settings;
        this.documents = documents;
        this.clock = clock;
    }

    /** Completes with a token, or with what prevents that. */
    synchronized CompletionStage<Secret> token() {
        CompletableFuture<Secret> known = current;
        boolean fresh = known != null && (!known.isDone() || clock.millis() < goodUntilMs);
        if (known != null && fresh && !known.isCompletedExceptionally()) {
            return known;
        }
        CompletableFuture<Secret> next =
                documents.read(settings.request()).thenApply(this::taken).toCompletableFuture();
        current = next;
        return next;
    }

    private synchronized Secret taken(String text) {
        Map<String, String> answer = settings.isFile() ? Map.of() : json(text);
        String token = settings.isFile() ? text.strip() : answer.get("access_token");
        if (token == null || token.isBlank()) {
            throw new LoginException(
                    settings.request().location() + " answered without an access_token");
        }
        long lifetimeMs = lifetimeMs(token, answer.get("expires_in"));
        goodUntilMs =
                lifetimeMs < WORTH_KEEPING_MS
                        ? Long.MIN_VALUE
                        : clock.millis() + (long) (USED_UP * lifetimeMs);
        return new Secret(token);
    }

    /** As the token itself says, or who gave it; 0 if nobody does. */
    private long lifetimeMs(String token, @Nullable String expiresIn) {
        try {
            String[] parts = token.split("\\.", -1);
            if (parts.length > 1) {
                byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
                String expires = json(new String(claims, StandardCharsets.UTF_8)).get("exp");
                if (expires != null) {
                    return 1000 * (long) Double.parseDouble(expires) - clock.epochMillis();
                }
            }
            return expiresIn == null ? 0 : 1000 * (long) Double.parseDouble(expiresIn);
        } catch (IllegalArgumentException | LoginException e) {
            return 0; // a token need not be one that clients can read
        }
    }

    /** The texts and numbers of an object; what lies deeper is left out. */
    private static Map<String, String> json(String text) {
        Map<String, String> found = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new LoginException("A token or what brings it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    found.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        } catch (IOException e) {
            throw new LoginException("A token or what brings it is no JSON");
        }
    }
}
