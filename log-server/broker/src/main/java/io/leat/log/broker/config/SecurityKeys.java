package io.leat.log.broker.config;

import static io.leat.log.broker.config.ConfigKey.bool;
import static io.leat.log.broker.config.ConfigKey.int32;
import static io.leat.log.broker.config.ConfigKey.int64;
import static io.leat.log.broker.config.ConfigKey.list;
import static io.leat.log.broker.config.ConfigKey.secret;
import static io.leat.log.broker.config.ConfigKey.string;

import io.leat.log.runtime.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that say who may connect and what he may do. Part of {@link BrokerKeys#ALL}; those
 * of {@link #BY_LISTENER} can be given to one listener, see {@link ListenerSettings}.
 */
public final class SecurityKeys {

    // Listeners
    public static final ConfigKey<List<String>> PROTOCOLS =
            list(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
                    List.of(),
                    "The security protocol of each listener, as NAME:PROTOCOL.");
    public static final ConfigKey<String> INTER_BROKER_PROTOCOL =
            string(
                    "security.inter.broker.protocol",
                    null,
                    "Brokers use the first listener of this protocol, if none is named.");
    public static final ConfigKey<Integer> CONNECTIONS_MAX =
            int32(
                    "max.connections",
                    Integer.MAX_VALUE,
                    0,
                    "Open connections, of all listeners; with a prefix, of one.");
    public static final ConfigKey<Integer> CONNECTIONS_PER_ADDRESS_MAX =
            int32("max.connections.per.ip", Integer.MAX_VALUE, 0, "Of one address.");
    public static final ConfigKey<List<String>> CONNECTIONS_PER_ADDRESS =
            list(
                    "max.connections.per.ip.overrides",
                    "",
                    List.of(),
                    "Other limits for some addresses, as address:number.");
    public static final ConfigKey<Integer> FAILED_DELAY_MS =
            int32(
                    "connection.failed.authentication.delay.ms",
                    100,
                    0,
                    "A refused login is answered so late.");

    // SASL
    public static final ConfigKey<List<String>> MECHANISMS =
            list(
                    "sasl.enabled.mechanisms",
                    "SCRAM-SHA-256,SCRAM-SHA-512",
                    List.of(),
                    "How clients may log in: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER.");
    public static final ConfigKey<String> INTER_BROKER_MECHANISM =
            string(
                    "sasl.mechanism.inter.broker.protocol",
                    "SCRAM-SHA-512",
                    "How brokers log in to each other.");
    public static final ConfigKey<String> CONTROLLER_MECHANISM =
            string(
                    "sasl.mechanism.controller.protocol",
                    "SCRAM-SHA-512",
                    "How nodes log in to controllers.");
    public static final ConfigKey<Secret> JAAS =
            secret("sasl.jaas.config", "Users and passwords, for one mechanism of one listener.");
    public static final ConfigKey<Long> REAUTH_MS =
            int64("connections.max.reauth.ms", 0L, 0, "A login is good for so long; 0 is forever.");
    public static final ConfigKey<Integer> LOGIN_BYTES_MAX =
            int32("sasl.server.max.receive.size", 524_288, 1, "Longest request before a login.");

    // Tokens
    public static final ConfigKey<String> JWKS_URL =
            string(
                    "sasl.oauthbearer.jwks.endpoint.url",
                    null,
                    "Keys of who signs tokens, as JWKS: https://... or file:///...");
    public static final ConfigKey<Long> JWKS_REFRESH_MS =
            int64(
                    "sasl.oauthbearer.jwks.endpoint.refresh.ms",
                    3_600_000L,
                    1,
                    "Keys are read again after so long.");
    public static final ConfigKey<Long> JWKS_BACKOFF_MS =
            int64(
                    "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
                    100L,
                    1,
                    "Pause after the first attempt to read keys that failed; doubles.");
    public static final ConfigKey<Long> JWKS_BACKOFF_MAX_MS =
            int64(
                    "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
                    10_000L,
                    1,
                    "The longest such pause.");
    public static final ConfigKey<List<String>> AUDIENCE =
            list(
                    "sasl.oauthbearer.expected.audience",
                    "",
                    List.of(),
                    "Tokens have to be for one of these; empty is any.");
    public static final ConfigKey<String> ISSUER =
            string(
                    "sasl.oauthbearer.expected.issuer",
                    null,
                    "Tokens have to come from it; empty is anybody.");
    public static final ConfigKey<Integer> CLOCK_SKEW_S =
            int32(
                    "sasl.oauthbearer.clock.skew.seconds",
                    30,
                    0,
                    "How far the clocks of the issuer and this server may be apart.");
    public static final ConfigKey<String> SUB_CLAIM =
            string("sasl.oauthbearer.sub.claim.name", "sub", "The claim that names the user.");
    public static final ConfigKey<String> SERVER_CALLBACK =
            string(
                    "sasl.server.callback.handler.class",
                    null,
                    "OAuthBearerValidatorCallbackHandler, in any package; no class is loaded.");
    public static final ConfigKey<Integer> LOGIN_CONNECT_MS =
            int32(
                    "sasl.login.connect.timeout.ms",
                    10_000,
                    1,
                    "How long a connection to read keys or tokens may take.");
    public static final ConfigKey<Integer> LOGIN_READ_MS =
            int32("sasl.login.read.timeout.ms", 10_000, 1, "And the answer.");

    // TLS
    public static final ConfigKey<String> CLIENT_AUTH =
            ConfigKey.oneOf(
                    "ssl.client.auth",
                    "none",
                    List.of("none", "requested", "required"),
                    "Whether clients show certificates.");
    public static final ConfigKey<String> PRINCIPAL_RULES =
            string(
                    "ssl.principal.mapping.rules",
                    "DEFAULT",
                    "Users of certificates: RULE:pattern/replacement/[LU], or DEFAULT.");
    static final ConfigKey<List<String>> TLS_VERSIONS =
            list("ssl.enabled.protocols", "TLSv1.2,TLSv1.3", List.of(), "Versions of TLS.");
    static final ConfigKey<List<String>> CIPHERS =
            list("ssl.cipher.suites", "", List.of(), "Cipher suites; those of Java if empty.");
    static final ConfigKey<String> VERIFY_HOST =
            string(
                    "ssl.endpoint.identification.algorithm",
                    "https",
                    "Brokers check each other's host names; empty is not.");
    private static final ConfigKey<String> KEYSTORE_TYPE =
            string("ssl.keystore.type", "JKS", "JKS, PKCS12 or PEM.");
    private static final ConfigKey<String> KEYSTORE =
            string("ssl.keystore.location", null, "The file with the key of this server.");
    private static final ConfigKey<Secret> KEYSTORE_PASSWORD =
            secret("ssl.keystore.password", "Its password.");
    private static final ConfigKey<Secret> KEY_PASSWORD =
            secret("ssl.key.password", "The password of the private key.");
    private static final ConfigKey<Secret> KEY =
            secret("ssl.keystore.key", "The private key itself, as PEM.");
    private static final ConfigKey<Secret> CHAIN =
            secret("ssl.keystore.certificate.chain", "Its certificates, as PEM.");
    private static final ConfigKey<String> TRUSTSTORE_TYPE =
            string("ssl.truststore.type", "JKS", "JKS, PKCS12 or PEM.");
    private static final ConfigKey<String> TRUSTSTORE =
            string("ssl.truststore.location", null, "The file with trusted certificates.");
    private static final ConfigKey<Secret> TRUSTSTORE_PASSWORD =
            secret("ssl.truststore.password", "Its password.");
    private static final ConfigKey<Secret> TRUSTED =
            secret("ssl.truststore.certificates", "Trusted certificates, as PEM.");

    // Who may do what
    public static final ConfigKey<String> AUTHORIZER =
            string(
                    "authorizer.class.name",
                    "",
                    "StandardAuthorizer, in any package, for access control lists; empty is none.");
    public static final ConfigKey<String> SUPER_USERS =
            string("super.users", "", "Who may do everything: User:a;User:b.");
    public static final ConfigKey<Boolean> OPEN_WITHOUT_ACLS =
            bool(
                    "allow.everyone.if.no.acl.found",
                    false,
                    "What no access control list names is open to all.");

    /** What a listener can have of its own. */
    static final List<ConfigKey<?>> BY_LISTENER =
            List.of(
                    CONNECTIONS_MAX,
                    QuotaKeys.CONNECTION_RATE,
                    MECHANISMS,
                    JAAS,
                    REAUTH_MS,
                    JWKS_URL,
                    JWKS_REFRESH_MS,
                    JWKS_BACKOFF_MS,
                    JWKS_BACKOFF_MAX_MS,
                    AUDIENCE,
                    ISSUER,
                    CLOCK_SKEW_S,
                    SUB_CLAIM,
                    SERVER_CALLBACK,
                    LOGIN_CONNECT_MS,
                    LOGIN_READ_MS,
                    CLIENT_AUTH,
                    PRINCIPAL_RULES,
                    TLS_VERSIONS,
                    CIPHERS,
                    VERIFY_HOST,
                    KEYSTORE_TYPE,
                    KEYSTORE,
                    KEYSTORE_PASSWORD,
                    KEY_PASSWORD,
                    KEY,
                    CHAIN,
                    TRUSTSTORE_TYPE,
                    TRUSTSTORE,
                    TRUSTSTORE_PASSWORD,
                    TRUSTED);

    /** What names files, addresses or classes: nothing that somebody far away may choose. */
    static final Set<String> PLACES =
            Stream.of(KEYSTORE, TRUSTSTORE, JWKS_URL, SERVER_CALLBACK)
                    .map(ConfigKey::name)
                    .collect(Collectors.toUnmodifiableSet());

    /** What changes while a broker runs for single listeners only: the keys of TLS. */
    static final Set<String> KEYS =
            Stream.of(
                            KEYSTORE_TYPE,
                            KEYSTORE_PASSWORD,
                            KEY_PASSWORD,
                            KEY,
                            CHAIN,
                            TRUSTSTORE_TYPE,
                            TRUSTSTORE_PASSWORD,
                            TRUSTED)
                    .map(ConfigKey::name)
                    .collect(Collectors.toUnmodifiableSet());

    private static final List<ConfigKey<?>> GENERAL =
            List.of(
                    PROTOCOLS,
                    INTER_BROKER_PROTOCOL,
                    CONNECTIONS_PER_ADDRESS_MAX,
                    CONNECTIONS_PER_ADDRESS,
                    FAILED_DELAY_MS,
                    INTER_BROKER_MECHANISM,
                    CONTROLLER_MECHANISM,
                    LOGIN_BYTES_MAX,
                    AUTHORIZER,
                    SUPER_USERS,
                    OPEN_WITHOUT_ACLS);

    static final List<ConfigKey<?>> LIST =
            Stream.concat(BY_LISTENER.stream(), GENERAL.stream())
                    .filter(key -> !QuotaKeys.LIST.contains(key))
                    .toList();

    private SecurityKeys() {}

    /**
     * The limits of single addresses.
     *
     * @throws ConfigException if the setting makes no sense
     */
    public static Map<String, Integer> connectionsPerAddress(BrokerConfig config) {
        Map<String, Integer> overrides = new HashMap<>();
        for (String entry : config.get(CONNECTIONS_PER_ADDRESS)) {
            int colon = entry.lastIndexOf(':');
            try {
                overrides.put(
                        entry.substring(0, Math.max(0, colon)),
                        Integer.parseInt(entry.substring(colon + 1)));
            } catch (NumberFormatException e) {
                throw new ConfigException(
                        CONNECTIONS_PER_ADDRESS.name()
                                + " has '"
                                + entry
                                + "': write address:number");
            }
        }
        return Map.copyOf(overrides);
    }
}
