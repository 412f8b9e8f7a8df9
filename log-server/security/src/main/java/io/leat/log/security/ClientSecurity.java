package io.leat.log.security;

import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Secret;
import io.leat.log.runtime.Tls;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a side that connects secures its connections: a client, or a broker to others. Immutable.
 *
 * @param tls null for connections that are not encrypted
 * @param mechanism null for connections without a login
 * @param jaas the credentials for the mechanism
 */
public record ClientSecurity(
        @Nullable Tls tls, @Nullable Mechanism mechanism, @Nullable JaasLine jaas) {

    /** Neither TLS nor a login. */
    public static final ClientSecurity NONE = new ClientSecurity(null, null, null);

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
            return new ClientSecurity(tls, null, null);
        }
        Mechanism login = Mechanism.of(mechanism);
        String text = setting.apply("sasl.jaas.config");
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(
                    protocol
                            + " needs sasl.jaas.config=org.apache.kafka.common.security...."
                            + login.loginModule()
                            + " required username=\"...\" password=\"...\";");
        }
        try {
            JaasLine jaas = JaasLine.parse(new Secret(text), login);
            jaas.require("username");
            jaas.require("password");
            return new ClientSecurity(tls, login, jaas);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sasl.jaas.config: " + e.getMessage(), e);
        }
    }

    /**
     * {@code network} with connections that are secured this way.
     *
     * @param clientId what requests of the login call the client
     */
    public Network on(Network network, Entropy entropy, String clientId) {
        Network carrier = tls == null ? network : network.secured(tls);
        return mechanism == null || jaas == null
                ? carrier
                : new LoginNetwork(
                        carrier, mechanism, exchange(mechanism, jaas, entropy), entropy, clientId);
    }

    private static Supplier<SaslClient> exchange(
            Mechanism mechanism, JaasLine jaas, Entropy entropy) {
        String user = jaas.require("username").text();
        Secret password = jaas.require("password");
        return () -> {
            if (!mechanism.isScram()) {
                return new PlainClient(user, password);
            }
            byte[] nonce = new byte[NONCE_BYTES];
            entropy.nextBytes(nonce);
            return new ScramClient(mechanism, user, password, Scram.base64(nonce));
        };
    }
}
