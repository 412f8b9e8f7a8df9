package io.leat.log.broker.node;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.quorum.image.BrokerImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a node listens, and what it tells clients. Immutable. */
final class ListenerRules {

    private static final String PLAINTEXT = "PLAINTEXT";
    private static final String PROTOCOLS = "listener.security.protocol.map";

    private final List<ListenerAddress> listeners;
    private final List<BrokerImage.Listener> advertised;

    private ListenerRules(List<ListenerAddress> listeners, List<BrokerImage.Listener> advertised) {
        this.listeners = List.copyOf(listeners);
        this.advertised = List.copyOf(advertised);
    }

    /**
     * Reads them from the settings.
     *
     * @throws StartException if they would let in other machines and nobody allowed that
     */
    static ListenerRules of(BrokerConfig config) {
        List<ListenerAddress> listeners = new ArrayList<>();
        // A broker's controller is in the same process: it needs no listener of its own.
        for (ListenerAddress address :
                ListenerAddress.parse(BrokerKeys.LISTENERS, config.get(BrokerKeys.LISTENERS))) {
            if (!address.name().equals("CONTROLLER")) {
                listeners.add(address);
            }
        }
        if (listeners.isEmpty()) {
            throw new StartException("The setting listeners is empty: say where to listen");
        }
        for (ListenerAddress address : listeners) {
            refuseProtocol(address.name(), config);
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
        return new ListenerRules(listeners, advertised(config, listeners));
    }

    /** A listener's name is its protocol, unless the settings map it to one. */
    private static void refuseProtocol(String name, BrokerConfig config) {
        String protocol = name.equals(PLAINTEXT) ? PLAINTEXT : null;
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

    private static List<BrokerImage.Listener> advertised(
            BrokerConfig config, List<ListenerAddress> listeners) {
        List<String> texts = config.find(BrokerKeys.ADVERTISED_LISTENERS);
        List<ListenerAddress> given =
                texts == null
                        ? List.of()
                        : ListenerAddress.parse(BrokerKeys.ADVERTISED_LISTENERS, texts);
        refuseUnknown(given, listeners);
        List<BrokerImage.Listener> advertised = new ArrayList<>();
        for (ListenerAddress listener : listeners) {
            // Port 0 means: the address each client reached.
            BrokerImage.Listener told = new BrokerImage.Listener(listener.name(), "", 0);
            for (ListenerAddress address : given) {
                if (address.name().equals(listener.name())) {
                    told =
                            new BrokerImage.Listener(
                                    address.name(),
                                    advertisable(address),
                                    address.endpoint().port());
                }
            }
            advertised.add(told);
        }
        return advertised;
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

    List<ListenerAddress> listeners() {
        return listeners;
    }

    /** What the metadata log says about this broker's addresses. */
    List<BrokerImage.Listener> advertised() {
        return advertised;
    }
}
