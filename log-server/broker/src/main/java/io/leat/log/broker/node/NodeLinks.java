package io.leat.log.broker.node;

import io.leat.log.broker.NodeAddresses;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.broker.security.ListenerSecurity;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Ports;
import io.leat.log.security.SecurityProtocol;
import java.util.List;

/**
 * The networks on which this node reaches others, secured as their listeners are. Immutable.
 *
 * @param toBrokers to where brokers reach each other
 * @param toControllers to where controllers are reached
 */
record NodeLinks(Network toBrokers, Network toControllers) {

    static NodeLinks of(BrokerConfig config, ListenerRules rules, Ports ports) {
        if (rules.alone()) {
            return new NodeLinks(ports.network(), ports.network());
        }
        List<String> controllers = config.get(ClusterKeys.CONTROLLER_LISTENERS);
        String controller = controllers.isEmpty() ? "CONTROLLER" : controllers.get(0);
        return new NodeLinks(
                secured(
                        config,
                        ports,
                        NodeAddresses.of(config).listener(),
                        SecurityKeys.INTER_BROKER_MECHANISM),
                secured(config, ports, controller, SecurityKeys.CONTROLLER_MECHANISM));
    }

    private static Network secured(
            BrokerConfig config, Ports ports, String listener, ConfigKey<String> mechanism) {
        return ListenerSecurity.of(config, listener, SecurityProtocol.PLAINTEXT)
                .forNodes(config.get(mechanism))
                .on(ports, ports.entropy().fork("node logins"), "node");
    }
}
