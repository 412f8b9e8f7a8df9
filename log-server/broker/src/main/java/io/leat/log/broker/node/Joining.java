package io.leat.log.broker.node;

import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.quorum.VoterSet;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.Network;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the quorum that a node finds is the one it belongs to: as long as it has not started, it
 * ends with the reason if not; afterwards it says so in the log. Owned by the first loop.
 */
final class Joining {

    private static final Logger log = LoggerFactory.getLogger(Joining.class);

    private static final long ANSWER_MS = 1_000;

    private final NodeRoles roles;
    private final DataDirectories data;
    private final BooleanSupplier starting;
    private final Consumer<StartException> onRefused;

    /**
     * @param onRefused learns why this node cannot start
     */
    Joining(
            NodeRoles roles,
            DataDirectories data,
            BooleanSupplier starting,
            Consumer<StartException> onRefused) {
        this.roles = roles;
        this.data = data;
        this.starting = starting;
        this.onRefused = onRefused;
    }

    /**
     * Runs {@code free} unless another process answers at the address that the list of voters gives
     * this node: two voters of one number would count twice what one of them has.
     */
    void checkAddress(
            Network network, EventLoop loop, List<ListenerAddress> listeners, Runnable free) {
        VoterSet.Voter self = roles.controller() ? roles.voters().find(data.nodeId()) : null;
        Endpoint endpoint = self == null ? null : self.peer().endpoint();
        if (endpoint == null
                || listeners.stream().anyMatch(each -> each.endpoint().equals(endpoint))) {
            free.run(); // if that is taken, this node cannot listen there
            return;
        }
        Peers peers = new Peers(network, loop, "node-" + data.nodeId() + "-itself");
        peers.send(
                endpoint,
                ApiVersionsRequest.builder().build(),
                0,
                ANSWER_MS,
                new PeerCallback<ApiVersionsResponse>() {
                    @Override
                    public void answered(ApiVersionsResponse response, Frame frame) {
                        loop.execute(peers::close);
                        onRefused.accept(
                                new StartException(
                                        "Another process answers at "
                                                + endpoint
                                                + ", the address of node "
                                                + data.nodeId()
                                                + " in controller.quorum.voters: give this one"
                                                + " another node.id, or stop the other"));
                    }

                    @Override
                    public void failed(PeerException cause) {
                        loop.execute(peers::close);
                        free.run();
                    }
                });
    }

    /** These controllers say that this node is of another cluster than they are. */
    void refusedBy(Set<Endpoint> controllers) {
        int all = roles.voters().size();
        // The others must not end because one stranger asks them: only whom so many refuse that
        // the rest is no majority is the stranger.
        int enough = all == 0 ? roles.bootstrap().size() : all - all / 2;
        if (!starting.getAsBoolean() || controllers.size() < Math.max(1, enough)) {
            return;
        }
        onRefused.accept(
                new StartException(
                        "The controllers "
                                + controllers
                                + " belong to another cluster than "
                                + data.clusterId()
                                + ", whose data is in "
                                + data.metadata().path()
                                + ": correct controller.quorum.voters, or choose another directory"
                                + " with --data or log.dirs (an empty one joins their cluster)"));
    }

    /**
     * {@code voters} elected the leader of {@code epoch}.
     *
     * @param present the epoch that this node is in: what was before it does not matter any more
     */
    void elected(int epoch, Set<Integer> voters, int present) {
        Set<Integer> named = roles.voters().ids();
        if (epoch != present || named.isEmpty() || roles.voters().namesDisks()) {
            return; // only a static list stands for ever
        }
        if (!named.equals(voters)) {
            String text =
                    "controller.quorum.voters names the nodes "
                            + new TreeSet<>(named)
                            + " here, but the cluster's leader was elected from among "
                            + new TreeSet<>(voters)
                            + ": give all nodes the same list";
            if (starting.getAsBoolean()) {
                onRefused.accept(new StartException(text));
            } else {
                log.error(text);
            }
        }
    }
}
