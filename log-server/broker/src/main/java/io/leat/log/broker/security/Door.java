package io.leat.log.broker.security;

import io.leat.log.broker.Client;
import io.leat.log.broker.Principal;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.Entropy;
import io.leat.log.security.BearerServer;
import io.leat.log.security.Mechanism;
import io.leat.log.security.PlainServer;
import io.leat.log.security.SaslServer;
import io.leat.log.security.ScramServer;
import io.leat.log.security.TokenVerifier;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Lets clients in on one listener. Immutable; safe on every loop. */
public final class Door {

    private final ListenerSecurity security;
    private final Supplier<ScramUsers> users;
    private final Secrets secrets;
    private final @Nullable TokenKeys tokenKeys;
    private final @Nullable TokenVerifier tokens;
    private final Login.Rules rules;

    /**
     * Random values of this process.
     *
     * @param salting what the salts of users that do not exist come from
     */
    public record Secrets(Entropy entropy, byte[] salting) {

        public static Secrets of(Entropy entropy) {
            byte[] salting = new byte[64];
            entropy.nextBytes(salting);
            return new Secrets(entropy, salting);
        }
    }

    Door(
            ListenerSecurity security,
            Supplier<ScramUsers> users,
            Secrets secrets,
            @Nullable TokenKeys tokenKeys,
            @Nullable TokenVerifier tokens) {
        this.security = security;
        this.users = users;
        this.secrets = secrets;
        this.tokenKeys = tokenKeys;
        this.tokens = tokens;
        this.rules =
                new Login.Rules(
                        security.settings().get(SecurityKeys.REAUTH_MS),
                        security.settings().get(SecurityKeys.FAILED_DELAY_MS),
                        security.settings().get(SecurityKeys.LOGIN_BYTES_MAX));
    }

    /**
     * Finds out who {@code client} is, from its certificate, or makes it log in. On its loop.
     *
     * @param frameBytesMax of those who are in
     */
    public void admit(Client client, Connection connection, int frameBytesMax) {
        if (security.protocol().sasl()) {
            client.login(new Login(client, connection, this, rules, frameBytesMax));
            return;
        }
        X500Principal certificate = connection.peer();
        if (certificate != null) {
            String user = security.user(certificate.getName());
            if (user == null) {
                connection.close(); // ssl.principal.mapping.rules know nobody like that
            } else {
                client.principal(Principal.user(user));
            }
        }
    }

    List<Mechanism> mechanisms() {
        return security.mechanisms();
    }

    /** Completes once it knows what it needs to let anybody in, or fails if it never will. */
    public CompletionStage<Void> ready() {
        return tokenKeys == null ? CompletableFuture.completedStage(null) : tokenKeys.begin();
    }

    /** The beginning of a login. */
    SaslServer begin(Mechanism mechanism) {
        return switch (mechanism) {
            case PLAIN -> new PlainServer(security.plainUsers());
            case OAUTHBEARER -> new BearerServer(Objects.requireNonNull(tokens, "its setting"));
            case SCRAM_SHA_256, SCRAM_SHA_512 ->
                    new ScramServer(
                            mechanism,
                            user -> users.get().find(mechanism, user),
                            secrets.entropy,
                            secrets.salting);
        };
    }
}
