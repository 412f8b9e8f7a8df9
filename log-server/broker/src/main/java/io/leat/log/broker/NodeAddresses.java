package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.config.SecurityKeys;
import io.leat.log.broker.security.ListenerSecurity;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where brokers reach each other: all on the listener of one name. Immutable. */
public final class NodeAddresses {

    private final String listener;

    private NodeAddresses(String listener) {
        this.listener = listener;
    }

    /** The listener the settings name, or the first that is not a controller's. */
    public static NodeAddresses of(BrokerConfig config) {
        String named = config.find(ClusterKeys.INTER_BROKER_LISTENER);
        if (named != null) {
            return new NodeAddresses(named);
        }
        String protocol = config.find(SecurityKeys.INTER_BROKER_PROTOCOL);
        List<String> controllers = config.get(ClusterKeys.CONTROLLER_LISTENERS);
        for (ListenerAddress address :
                ListenerAddress.parse(BrokerKeys.LISTENERS, config.get(BrokerKeys.LISTENERS))) {
            boolean fits =
                    protocol == null
                            || ListenerSecurity.of(config, address.name(), null)
                                    .protocol()
                                    .name()
                                    .equals(protocol);
            if (!controllers.contains(address.name()) && fits) {
                return new NodeAddresses(address.name());
            }
        }
        return new NodeAddresses("PLAINTEXT");
    }

    /** The name of that listener. */
    public String listener() {
        return listener;
    }

    /** The address of a broker; null if it is not registered, or names none. */
    public @Nullable Endpoint of(MetadataImage image, int brokerId) {
        BrokerImage broker = image.broker(brokerId);
        BrokerImage.Listener found = broker == null ? null : broker.listener(listener);
        return found == null || found.port() == 0 ? null : new Endpoint(found.host(), found.port());
    }
}
