package io.leat.log.broker.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.leat.log.broker.config.ListenerSettings;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Documents;
import io.leat.log.runtime.Ports;
import io.leat.log.security.Location;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of who signs tokens (JWKS, RFC 7517), for one listener. Safe on every loop.
 *
 * <p>They are read before the listener opens, and again when somebody logs in and they are old, or
 * his token names one that is not among them. Meanwhile, and while that fails, those read last
 * count.
 */
final class TokenKeys {

    private static final Logger log = LoggerFactory.getLogger(TokenKeys.class);

    /** Tokens that name unknown keys cause no more than a request in so long. */
    private static final long UNKNOWN_MS = 1_000;

    private final Documents documents;
    private final Clock clock;
    private final Documents.Request request;
    private final long refreshMs;
    private final long backoffMs;
    private final long backoffMaxMs;
    private volatile List<JWK> keys = List.of();
    private boolean reading;
    private int failures;
    private long triedAtMs = Long.MIN_VALUE;

    TokenKeys(ListenerSettings settings, URI location, Ports ports) {
        this.documents = ports.documents();
        this.clock = ports.clock();
        this.request =
                new Documents.Request(
                        location,
                        Map.of(),
                        null,
                        settings.get(SecurityKeys.LOGIN_CONNECT_MS),
                        settings.get(SecurityKeys.LOGIN_READ_MS));
        boolean file = "file".equalsIgnoreCase(location.getScheme());
        long refresh = settings.get(SecurityKeys.JWKS_REFRESH_MS);
        this.refreshMs = file ? Math.min(refresh, UNKNOWN_MS) : refresh;
        this.backoffMs = settings.get(SecurityKeys.JWKS_BACKOFF_MS);
        this.backoffMaxMs = settings.get(SecurityKeys.JWKS_BACKOFF_MAX_MS);
    }

    /** Where the keys are, as a setting says; throws {@link IllegalArgumentException}. */
    static URI location(String text) {
        return Location.of(SecurityKeys.JWKS_URL.name(), text);
    }

    /**
     * Reads them for the first time. Fails for a file that cannot be used; a server may come later.
     */
    CompletionStage<Void> begin() {
        return read().exceptionally(
                        failure -> {
                            if ("file".equalsIgnoreCase(request.location().getScheme())) {
                                throw new CompletionException(cause(failure));
                            }
                            return null;
                        });
    }

    /** The keys called {@code id}, or all if a token names none. */
    List<JWK> find(@Nullable String id) {
        List<JWK> known = keys;
        List<JWK> found =
                id == null
                        ? known
                        : known.stream().filter(key -> id.equals(key.getKeyID())).toList();
        if (isDue(found.isEmpty())) {
            read();
        }
        return found;
    }

    private synchronized boolean isDue(boolean missed) {
        if (reading) {
            return false;
        }
        long pause =
                failures > 0
                        ? Math.min(backoffMaxMs, backoffMs << Math.min(failures - 1, 16))
                        : missed ? Math.min(refreshMs, UNKNOWN_MS) : refreshMs;
        return triedAtMs == Long.MIN_VALUE || clock.millis() - triedAtMs >= pause;
    }

    private CompletionStage<Void> read() {
        synchronized (this) {
            if (reading) {
                return CompletableFuture.completedStage(null);
            }
            reading = true;
            triedAtMs = clock.millis();
        }
        return documents.read(request).thenAccept(this::take).whenComplete(this::tried);
    }

    private void take(String text) {
        try {
            List<JWK> read = JWKSet.parse(text).getKeys();
            if (read.isEmpty()) {
                throw new IllegalArgumentException(request.location() + " has no keys");
            }
            keys = read;
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    request.location() + " is no set of keys (JWKS): " + e.getMessage(), e);
        }
    }

    private synchronized void tried(@Nullable Void nothing, @Nullable Throwable failure) {
        reading = false;
        failures = failure == null ? 0 : failures + 1;
        if (failure != null) {
            log.warn(
                    "Cannot read the keys of tokens, goes on with {}: {}",
                    keys.isEmpty() ? "none" : "those it has",
                    cause(failure).getMessage());
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
