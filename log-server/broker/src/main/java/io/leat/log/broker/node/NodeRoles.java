package io.leat.log.broker.node;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ClusterKeys;
import io.leat.log.quorum.VoterSet;
import io.leat.log.runtime.Endpoint;
import java.util.List;

/**
 * What a node is in its cluster. Immutable.
 *
 * @param broker whether it keeps data and serves clients
 * @param controller whether it votes
 * @param voters the controllers, as the settings name them; empty if this node is the only one, or
 *     asks those of {@code bootstrap}
 * @param bootstrap addresses of controllers, for a node that joins a cluster
 */
record NodeRoles(boolean broker, boolean controller, VoterSet voters, List<Endpoint> bootstrap) {

    /**
     * Reads them from the settings.
     *
     * @param initialVoters what the directory was formatted with, for settings that name nobody
     * @throws StartException if the settings contradict each other
     */
    static NodeRoles of(BrokerConfig config, int nodeId, List<String> initialVoters) {
        List<String> roles = config.get(ClusterKeys.ROLES);
        boolean controller = roles.contains("controller");
        List<String> texts = config.find(ClusterKeys.VOTERS);
        VoterSet voters = texts == null ? VoterSet.EMPTY : parse(config, texts);
        boolean named = voters.size() > 0;
        List<Endpoint> bootstrap = bootstrap(config);
        if (!named && !initialVoters.isEmpty()) {
            voters = parse(config, initialVoters);
        }
        if (named && !bootstrap.isEmpty()) {
            throw new StartException(
                    "controller.quorum.voters and controller.quorum.bootstrap.servers are both set:"
                            + " the first names all voters for ever, the second lets them change;"
                            + " keep one");
        }
        if (voters.size() == 0 && bootstrap.isEmpty() && !controller) {
            throw new StartException(
                    "process.roles says that this node is no controller, and no setting says who"
                            + " is: name them in controller.quorum.voters, as id@host:port, or"
                            + " some of them in controller.quorum.bootstrap.servers, as host:port");
        }
        if (named && controller != voters.ids().contains(nodeId)) {
            throw new StartException(
                    controller
                            ? "Node "
                                    + nodeId
                                    + " is a controller by process.roles, but controller.quorum."
                                    + "voters does not name it: add it there, or make it a broker"
                                    + " only"
                            : "controller.quorum.voters names node "
                                    + nodeId
                                    + ", which is no controller by process.roles: add controller"
                                    + " to its roles");
        }
        return new NodeRoles(roles.contains("broker"), controller, voters, bootstrap);
    }

    private static List<Endpoint> bootstrap(BrokerConfig config) {
        List<String> texts = config.find(ClusterKeys.BOOTSTRAP_CONTROLLERS);
        try {
            return texts == null ? List.of() : texts.stream().map(Endpoint::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new StartException("controller.quorum.bootstrap.servers: " + e.getMessage(), e);
        }
    }

    private static VoterSet parse(BrokerConfig config, List<String> texts) {
        try {
            String listener = config.get(ClusterKeys.CONTROLLER_LISTENERS).get(0);
            return VoterSet.parse(texts, listener);
        } catch (IllegalArgumentException e) {
            throw new StartException("controller.quorum.voters: " + e.getMessage(), e);
        }
    }

    /** Whether nobody else takes part, or ever asked to. */
    boolean alone() {
        return voters.size() <= 1 && bootstrap.isEmpty() && controller && broker;
    }
}
