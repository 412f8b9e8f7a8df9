package io.leat.log.broker.node;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.quorum.image.BrokerImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a node listens, and what it tells clients. Immutable. */
final class ListenerRules {

    private static final String PLAINTEXT = "PLAINTEXT";
    private static final String PROTOCOLS = "listener.security.protocol.map";

    private final List<ListenerAddress> listeners;
    private final List<ListenerAddress> controllers;
    private final List<BrokerImage.Listener> advertised;

    private ListenerRules(
            List<ListenerAddress> listeners,
            List<ListenerAddress> controllers,
            List<BrokerImage.Listener> advertised) {
        this.listeners = List.copyOf(listeners);
        this.controllers = List.copyOf(controllers);
        this.advertised = List.copyOf(advertised);
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
        for (ListenerAddress address : all) {
            refuseProtocol(address.name(), controllers.contains(address), config);
            if (!address.loopback() && !config.get(BrokerKeys.INSECURE)) {
                throw new StartException(
                        "Listener "
                                + address
                                + " can be reached by other machines, and there is no"
                                + " authentication yet: whoever reaches it can read and change"
                                + " everything. Listen on 127.0.0.1, or accept that with"
                                + " --insecure (leat.insecure=true)");
            }
        }
        boolean alone =
                controllers.isEmpty()
                        && config.find(ClusterKeys.VOTERS) == null
                        && config.find(ClusterKeys.BOOTSTRAP_CONTROLLERS) == null;
        return new ListenerRules(listeners, controllers, advertised(config, listeners, alone));
    }

    /** A listener's name is its protocol, unless the settings map it to one. */
    private static void refuseProtocol(String name, boolean controller, BrokerConfig config) {
        String protocol = controller || name.equals(PLAINTEXT) ? PLAINTEXT : null;
        for (String entry : config.given().getOrDefault(PROTOCOLS, "").split(",")) {
            String[] pair = entry.trim().split(":", 2);
            if (pair.length == 2 && pair[0].equalsIgnoreCase(name)) {
                protocol = pair[1].trim().toUpperCase(Locale.ROOT);
            }
        }
        if (!PLAINTEXT.equals(protocol)) {
            throw new StartException(
                    "listeners names "
                            + name
                            + (protocol == null
                                    ? ", which is no protocol"
                                    : ", mapped to " + protocol)
                            + ": only PLAINTEXT is served so far. Write PLAINTEXT://host:port, or "
                            + PROTOCOLS
                            + "="
                            + name
                            + ":PLAINTEXT");
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

    /** Where clients and brokers come. */
    List<ListenerAddress> listeners() {
        return listeners;
    }

    /** Where controllers, and brokers that ask the controller, come. */
    List<ListenerAddress> controllers() {
        return controllers;
    }

    /** What the metadata log says about this broker's addresses. */
    List<BrokerImage.Listener> advertised() {
        return advertised;
    }
}
