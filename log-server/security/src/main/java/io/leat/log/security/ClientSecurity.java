package io.leat.log.security;

import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Secret;
import io.leat.log.runtime.Tls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a side that connects secures its connections: a client, or a broker to others. Immutable.
 *
 * @param tls null for connections that are not encrypted
 * @param mechanism null for connections without a login
 * @param jaas the credentials for the mechanism
 * @param tokens where they come from, if they are tokens
 */
public record ClientSecurity(
        @Nullable Tls tls,
        @Nullable Mechanism mechanism,
        @Nullable JaasLine jaas,
        @Nullable TokenSettings tokens) {

    /** Neither TLS nor a login. */
    public static final ClientSecurity NONE = new ClientSecurity(null, null, null, null);

    private static final int NONCE_BYTES = 24;

    /**
     * Reads {@code ssl.*} and {@code sasl.*} settings for {@code protocol}.
     *
     * @param mechanism the name of the SASL mechanism
     * @throws IllegalArgumentException if they cannot be used
     */
    public static ClientSecurity of(
            SecurityProtocol protocol,
            String mechanism,
            Function<String, @Nullable String> setting) {
        Tls tls = protocol.tls() ? TlsSettings.of(setting) : null;
        if (!protocol.sasl()) {
            return new ClientSecurity(tls, null, null, null);
        }
        Mechanism login = Mechanism.of(mechanism);
        JaasLine jaas = jaas(protocol, login, setting.apply("sasl.jaas.config"));
        return new ClientSecurity(
                tls,
                login,
                jaas,
                login == Mechanism.OAUTHBEARER ? TokenSettings.of(setting, jaas) : null);
    }

    private static JaasLine jaas(
            SecurityProtocol protocol, Mechanism login, @Nullable String text) {
        boolean token = login == Mechanism.OAUTHBEARER;
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(
                    protocol
                            + " needs sasl.jaas.config=org.apache.kafka.common.security...."
                            + login.loginModule()
                            + (token
                                    ? " required clientId=\"...\" clientSecret=\"...\";"
                                    : " required username=\"...\" password=\"...\";"));
        }
        try {
            JaasLine jaas = JaasLine.parse(new Secret(text), login);
            if (!token) {
                jaas.require("username");
                jaas.require("password");
            }
            return jaas;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sasl.jaas.config: " + e.getMessage(), e);
        }
    }

    /**
     * The network of {@code ports} with connections that are secured this way.
     *
     * @param clientId what requests of the login call the client
     */
    public Network on(Ports ports, Entropy entropy, String clientId) {
        Network carrier = tls == null ? ports.network() : ports.network().secured(tls);
        return mechanism == null || jaas == null
                ? carrier
                : new LoginNetwork(
                        carrier,
                        mechanism,
                        tokens != null
                                ? showing(tokens, ports)
                                : exchange(mechanism, jaas, entropy),
                        entropy,
                        clientId);
    }

    private static Supplier<CompletionStage<SaslClient>> showing(
            TokenSettings settings, Ports ports) {
        Tokens tokens = new Tokens(settings, ports.documents(), ports.clock());
        return () ->
                tokens.token().thenApply(token -> new BearerClient(token, settings.extensions()));
    }

    private static Supplier<CompletionStage<SaslClient>> exchange(
            Mechanism mechanism, JaasLine jaas, Entropy entropy) {
        String user = jaas.require("username").text();
        Secret password = jaas.require("password");
        return () -> {
            if (!mechanism.isScram()) {
                return CompletableFuture.completedStage(new PlainClient(user, password));
            }
            byte[] nonce = new byte[NONCE_BYTES];
            entropy.nextBytes(nonce);
            return CompletableFuture.completedStage(
                    new ScramClient(mechanism, user, password, Scram.base64(nonce)));
        };
    }
}
