package io.leat.log.broker.security;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.config.ListenerSettings;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Secret;
import io.leat.log.runtime.Tls;
import io.leat.log.security.ClientSecurity;
import io.leat.log.security.JaasLine;
import io.leat.log.security.Mechanism;
import io.leat.log.security.PrincipalRules;
import io.leat.log.security.SecurityProtocol;
import io.leat.log.security.TlsSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How one listener is secured, and how nodes connect to it on others. Immutable. */
public final class ListenerSecurity {

    private static final String JAAS = SecurityKeys.JAAS.name();

    private final String listener;
    private final SecurityProtocol protocol;
    private final ListenerSettings settings;
    private final @Nullable Tls tls;
    private final PrincipalRules rules;
    private final List<Mechanism> mechanisms;
    private final Map<String, Secret> plainUsers;
    private final @Nullable URI tokenKeys;

    private ListenerSecurity(BrokerConfig config, String listener, SecurityProtocol protocol) {
        this.listener = listener;
        this.protocol = protocol;
        this.settings = new ListenerSettings(config, listener);
        this.tls = protocol.tls() ? TlsSettings.of(settings) : null;
        this.rules = PrincipalRules.parse(settings.get(SecurityKeys.PRINCIPAL_RULES));
        this.mechanisms = new ArrayList<>();
        if (protocol.sasl()) {
            for (String name : settings.get(SecurityKeys.MECHANISMS)) {
                mechanisms.add(Mechanism.of(name));
            }
            if (mechanisms.isEmpty()) {
                throw new IllegalArgumentException("sasl.enabled.mechanisms names none");
            }
        }
        JaasLine plain =
                mechanisms.contains(Mechanism.PLAIN) ? jaas(settings, Mechanism.PLAIN) : null;
        this.plainUsers = plain == null ? Map.of() : plain.users();
        this.tokenKeys = mechanisms.contains(Mechanism.OAUTHBEARER) ? tokenKeys(settings) : null;
    }

    private static URI tokenKeys(ListenerSettings settings) {
        String key = SecurityKeys.SERVER_CALLBACK.name();
        String own = settings.own(Mechanism.OAUTHBEARER.settingPrefix() + key);
        String callback = own != null ? own : settings.apply(key);
        if (callback != null && !callback.endsWith("OAuthBearerValidatorCallbackHandler")) {
            throw new IllegalArgumentException(
                    key
                            + "="
                            + callback
                            + ": no class is loaded. OAuthBearerValidatorCallbackHandler is known,"
                            + " or leave it out");
        }
        String location = settings.apply(SecurityKeys.JWKS_URL.name());
        if (location == null || location.isBlank()) {
            throw new IllegalArgumentException(
                    "OAUTHBEARER needs the keys of who signs tokens: set "
                            + SecurityKeys.JWKS_URL.name()
                            + "=https://... or file:///...; tokens that nobody signed are not"
                            + " believed");
        }
        return TokenKeys.location(location);
    }

    /**
     * The security of {@code listener}.
     *
     * @param otherwise its protocol, if neither its name nor the map of protocols says so
     * @throws ConfigException if the settings do not fit together
     */
    public static ListenerSecurity of(
            BrokerConfig config, String listener, @Nullable SecurityProtocol otherwise) {
        try {
            return new ListenerSecurity(config, listener, protocol(config, listener, otherwise));
        } catch (IllegalArgumentException e) {
            throw new ConfigException("Listener " + listener + ": " + e.getMessage());
        }
    }

    private static SecurityProtocol protocol(
            BrokerConfig config, String listener, @Nullable SecurityProtocol otherwise) {
        for (String entry : config.get(SecurityKeys.PROTOCOLS)) {
            String[] pair = entry.split(":", 2);
            if (pair.length == 2 && pair[0].trim().equalsIgnoreCase(listener)) {
                return SecurityProtocol.of(pair[1]);
            }
        }
        for (SecurityProtocol each : SecurityProtocol.values()) {
            if (each.name().equals(listener)) {
                return each;
            }
        }
        if (otherwise != null) {
            return otherwise;
        }
        throw new IllegalArgumentException(
                "it is no protocol, and "
                        + SecurityKeys.PROTOCOLS.name()
                        + " does not map it to one: write "
                        + SecurityKeys.PROTOCOLS.name()
                        + "="
                        + listener
                        + ":PLAINTEXT, or SSL, SASL_PLAINTEXT or SASL_SSL");
    }

    private static @Nullable JaasLine jaas(ListenerSettings settings, Mechanism mechanism) {
        String text = settings.own(mechanism.settingPrefix() + JAAS);
        String found = text != null ? text : settings.apply(JAAS);
        if (found == null) {
            return null;
        }
        try {
            return JaasLine.parse(new Secret(found), mechanism);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    mechanism.settingPrefix() + JAAS + ": " + e.getMessage(), e);
        }
    }

    /**
     * Throws {@link ConfigException} if a listener cannot have the security that {@code config}
     * says.
     */
    public static void checkAll(BrokerConfig config, Network network) {
        for (ListenerAddress address :
                ListenerAddress.parse(BrokerKeys.LISTENERS, config.get(BrokerKeys.LISTENERS))) {
            ListenerSecurity wanted = of(config, address.name(), SecurityProtocol.PLAINTEXT);
            wanted.checkItCanListen();
            wanted.checkKeys(network);
        }
    }

    /** Throws {@link ConfigException} if this node lacks what a side that listens needs. */
    public void checkItCanListen() {
        if (tls != null && tls.identity() == null) {
            throw new ConfigException(
                    "Listener "
                            + listener
                            + " is encrypted ("
                            + protocol
                            + ") and needs a key: set ssl.keystore.location and"
                            + " ssl.keystore.password, or ssl.keystore.key and"
                            + " ssl.keystore.certificate.chain");
        }
        if (mechanisms.contains(Mechanism.PLAIN) && plainUsers.isEmpty()) {
            throw new ConfigException(
                    "Listener "
                            + listener
                            + " lets nobody in with PLAIN: set listener.name."
                            + listener.toLowerCase(Locale.ROOT)
                            + ".plain.sasl.jaas.config=PlainLoginModule required"
                            + " user_NAME=\"PASSWORD\"; or leave PLAIN out of"
                            + " sasl.enabled.mechanisms");
        }
    }

    public SecurityProtocol protocol() {
        return protocol;
    }

    /** Whether everybody who gets in has shown who he is. */
    public boolean authenticates() {
        return protocol.sasl() || tls != null && tls.clientAuth() == Tls.ClientAuth.REQUIRED;
    }

    /**
     * What listens for it.
     *
     * @param current its security at any moment: of the same protocol
     */
    public Network on(Network network, Supplier<ListenerSecurity> current) {
        return tls == null
                ? network
                : network.secured(() -> Objects.requireNonNull(current.get().tls));
    }

    /**
     * Throws {@link ConfigException} if what other settings of this listener need is not there:
     * files with keys, on this machine.
     */
    public void checkKeys(Network network) {
        if (tls == null) {
            return;
        }
        try {
            network.checkKeys(tls);
        } catch (NetworkException e) {
            throw new ConfigException("Listener " + listener + ": " + e.getMessage());
        }
    }

    /**
     * How another node of the cluster connects to it.
     *
     * @param mechanism how nodes log in, if they do
     */
    public ClientSecurity forNodes(String mechanism) {
        Function<String, @Nullable String> texts =
                key -> {
                    if (!key.equals(JAAS)) {
                        return settings.apply(key);
                    }
                    String own = settings.own(mechanism.toLowerCase(Locale.ROOT) + "." + JAAS);
                    return own != null ? own : settings.apply(JAAS);
                };
        try {
            return ClientSecurity.of(protocol, mechanism, texts);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "Listener " + listener + ", for connections between nodes: " + e.getMessage());
        }
    }

    /** Of PLAIN, by name. */
    Map<String, Secret> plainUsers() {
        return plainUsers;
    }

    List<Mechanism> mechanisms() {
        return mechanisms;
    }

    ListenerSettings settings() {
        return settings;
    }

    /** The user that a certificate stands for; null if no rule fits its subject. */
    @Nullable String user(String subject) {
        return rules.apply(subject);
    }

    /** Anything that only a running node has, for those who log in here. */
    public Door door(Supplier<ScramUsers> users, Door.Secrets secrets, Ports ports) {
        TokenKeys keys = tokenKeys == null ? null : new TokenKeys(settings, tokenKeys, ports);
        return new Door(
                this,
                users,
                secrets,
                keys,
                keys == null ? null : new JwtVerifier(settings, keys, ports.clock()));
    }
}
