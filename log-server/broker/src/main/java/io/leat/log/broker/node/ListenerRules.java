package io.leat.log.broker.node;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.security.ListenerSecurity;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.security.SecurityProtocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a node listens, and what it tells clients. Immutable. */
final class ListenerRules {

    private final List<ListenerAddress> listeners;
    private final List<ListenerAddress> controllers;
    private final List<BrokerImage.Listener> advertised;
    private final Map<String, ListenerSecurity> security;
    private final boolean alone;

    private ListenerRules(
            List<ListenerAddress> listeners,
            List<ListenerAddress> controllers,
            List<BrokerImage.Listener> advertised,
            Map<String, ListenerSecurity> security,
            boolean alone) {
        this.listeners = List.copyOf(listeners);
        this.controllers = List.copyOf(controllers);
        this.advertised = List.copyOf(advertised);
        this.security = Map.copyOf(security);
        this.alone = alone;
    }

    /**
     * Reads them from the settings.
     *
     * @throws StartException if they would let in other machines and nobody allowed that
     */
    static ListenerRules of(BrokerConfig config) {
        List<ListenerAddress> all =
                ListenerAddress.parse(BrokerKeys.LISTENERS, config.get(BrokerKeys.LISTENERS));
        List<String> controllerNames = config.get(ClusterKeys.CONTROLLER_LISTENERS);
        List<ListenerAddress> listeners = new ArrayList<>();
        List<ListenerAddress> controllers = new ArrayList<>();
        for (ListenerAddress address : all) {
            (controllerNames.contains(address.name()) ? controllers : listeners).add(address);
        }
        boolean broker = config.get(ClusterKeys.ROLES).contains("broker");
        if (broker && listeners.isEmpty()) {
            throw new StartException("The setting listeners is empty: say where to listen");
        }
        Map<String, ListenerSecurity> security = new HashMap<>();
        for (ListenerAddress address : all) {
            boolean controller = controllers.contains(address);
            ListenerSecurity own =
                    ListenerSecurity.of(
                            config, address.name(), controller ? SecurityProtocol.PLAINTEXT : null);
            own.checkItCanListen();
            security.put(address.name(), own);
            if (!address.loopback() && !own.authenticates()) {
                refuseStrangers(address, own, config);
            }
        }
        boolean alone =
                controllers.isEmpty()
                        && config.find(ClusterKeys.VOTERS) == null
                        && config.find(ClusterKeys.BOOTSTRAP_CONTROLLERS) == null;
        return new ListenerRules(
                listeners, controllers, advertised(config, listeners, alone), security, alone);
    }

    private static void refuseStrangers(
            ListenerAddress address, ListenerSecurity security, BrokerConfig config) {
        if (!config.get(BrokerKeys.INSECURE)) {
            throw new StartException(
                    "Listener "
                            + address
                            + " can be reached by other machines, and nobody has to prove there who"
                            + " he is ("
                            + security.protocol()
                            + "): whoever reaches it can read and change everything. Use SASL_SSL,"
                            + " or SSL with ssl.client.auth=required, listen on 127.0.0.1, or accept"
                            + " that with --insecure (leat.insecure=true)");
        }
    }

    /**
     * @param alone whether no other node will ever need to reach this one
     */
    private static List<BrokerImage.Listener> advertised(
            BrokerConfig config, List<ListenerAddress> listeners, boolean alone) {
        List<String> texts = config.find(BrokerKeys.ADVERTISED_LISTENERS);
        List<ListenerAddress> given =
                texts == null
                        ? List.of()
                        : ListenerAddress.parse(BrokerKeys.ADVERTISED_LISTENERS, texts);
        refuseUnknown(given, listeners);
        List<BrokerImage.Listener> advertised = new ArrayList<>();
        for (ListenerAddress listener : listeners) {
            BrokerImage.@Nullable Listener told = alone ? reached(listener) : itself(listener);
            for (ListenerAddress address : given) {
                if (address.name().equals(listener.name())) {
                    told =
                            new BrokerImage.Listener(
                                    address.name(),
                                    advertisable(address),
                                    address.endpoint().port());
                }
            }
            if (told == null) {
                throw new StartException(
                        "Other nodes and their clients cannot be told to come to "
                                + listener
                                + ": name an address of this machine and a port in listeners, or"
                                + " in advertised.listeners");
            }
            advertised.add(told);
        }
        return advertised;
    }

    /** Port 0 means: the address each client reached. */
    private static BrokerImage.Listener reached(ListenerAddress listener) {
        return new BrokerImage.Listener(listener.name(), "", 0);
    }

    /** The address as it is; null if it is no address for others. */
    private static BrokerImage.@Nullable Listener itself(ListenerAddress listener) {
        String host = listener.endpoint().host();
        int port = listener.endpoint().port();
        return port == 0 || host.equals("0.0.0.0") || host.equals("::")
                ? null
                : new BrokerImage.Listener(listener.name(), host, port);
    }

    private static void refuseUnknown(
            List<ListenerAddress> given, List<ListenerAddress> listeners) {
        for (ListenerAddress address : given) {
            if (listeners.stream().noneMatch(each -> each.name().equals(address.name()))) {
                throw new StartException(
                        "advertised.listeners names "
                                + address.name()
                                + ", which listeners does not: give both the same names");
            }
        }
    }

    private static String advertisable(ListenerAddress address) {
        String host = address.endpoint().host();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            throw new StartException(
                    "advertised.listeners says "
                            + address
                            + ", which no client can connect to: name an address of this machine,"
                            + " or leave it out and clients are told the address they reached");
        }
        return host;
    }

    /** Whether no other node will ever need to reach this one. */
    boolean alone() {
        return alone;
    }

    /** Where clients and brokers come. */
    List<ListenerAddress> listeners() {
        return listeners;
    }

    /** Where controllers, and brokers that ask the controller, come. */
    List<ListenerAddress> controllers() {
        return controllers;
    }

    /** How the listener of this name, one of both lists, is secured. */
    ListenerSecurity security(String name) {
        return Objects.requireNonNull(security.get(name), name);
    }

    /** What the metadata log says about this broker's addresses. */
    List<BrokerImage.Listener> advertised() {
        return advertised;
    }
}
