package io.leat.log.cli.replicas;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.FinalizedVersionRange;
import io.leat.clients.admin.QuorumInfo;
import io.leat.clients.admin.QuorumInfo.ReplicaState;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat cluster decommission}: takes a node out of the cluster without losing anything. */
@Command(
        name = "decommission",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Take a node out of the cluster for good, without losing anything.",
        footer = {
            "",
            "Moves its replicas to the other brokers, takes its vote, waits until you have stopped"
                    + " it, and forgets it. Can be interrupted and run again at every step.",
            "",
            "Examples:",
            "  leat cluster decommission 3 --dry-run",
            "  leat cluster decommission 3 --throttle 50MB"
        })
public final class DecommissionCommand implements Callable<Integer> {

    private static final long LOOK_MS = 500;

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Parameters(paramLabel = "ID", description = "The node.")
    int id;

    @Option(names = "--dry-run", description = "Say what would be moved; nothing is changed.")
    boolean dryRun;

    @Mixin MoveRate throttle = new MoveRate();

    @Option(
            names = "--no-wait",
            description =
                    "End when it has nothing any more; run this again when it is stopped, to have"
                            + " it forgotten.")
    boolean noWait;

    @Override
    public Integer call() throws Exception {
        throttle.checked(); // before anything is moved
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            decommission(admin, out);
            out.flush();
            return 0;
        }
    }

    private void decommission(Admin admin, PrintWriter out)
            throws ExecutionException, InterruptedException {
        ReplicaMap map = ReplicaMap.of(admin);
        QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
        @Nullable ReplicaState voter = voter(quorum);
        boolean broker = map.brokers().containsKey(id);
        if (!broker && voter == null) {
            throw new CommandFailure(
                    "There is no node "
                            + id
                            + ": brokers are "
                            + Reassignment.join(map.brokers().keySet()));
        }
        if (voter != null) {
            check(admin, quorum);
        }
        SortedMap<TopicPartition, List<Integer>> away = Spread.awayFrom(map, id);
        Reassignment reassignment = new Reassignment(admin);
        if (away.isEmpty()) {
            out.println("Node " + id + " has no replicas");
        } else {
            reassignment.explain(map, away, out);
        }
        if (dryRun) {
            out.println(
                    voter == null
                            ? "Nothing was changed: that was a dry run"
                            : "Then its vote would be taken. Nothing was changed: that was a dry"
                                    + " run");
            return;
        }
        out.flush();
        if (!away.isEmpty() && !reassignment.run(map, away, throttle.checked(), true, out)) {
            throw new CommandFailure("Not all replicas could be moved: see above, and try again");
        }
        if (voter != null) {
            admin.removeRaftVoter(id, voter.replicaDirectoryId()).all().get();
            out.println("Node " + id + " has no vote any more");
        }
        if (broker) {
            forget(admin, out);
        }
    }

    private @Nullable ReplicaState voter(QuorumInfo quorum) {
        return quorum.voters().stream()
                .filter(each -> each.replicaId() == id)
                .findFirst()
                .orElse(null);
    }

    /** What cannot be done at the end is said before anything is moved. */
    private void check(Admin admin, QuorumInfo quorum)
            throws ExecutionException, InterruptedException {
        if (quorum.voters().size() == 1) {
            throw new CommandFailure(
                    "Node "
                            + id
                            + " is the only voter: the cluster cannot be without it. Add another"
                            + " first, with kafka-metadata-quorum.sh add-controller");
        }
        FinalizedVersionRange level =
                admin.describeFeatures()
                        .featureMetadata()
                        .get()
                        .finalizedFeatures()
                        .get("kraft.version");
        if (level == null || level.maxVersionLevel() == 0) {
            throw new CommandFailure(
                    "Node "
                            + id
                            + " votes because controller.quorum.voters says so, which cannot be"
                            + " changed while the cluster runs. Let voters change with"
                            + " kafka-features.sh upgrade --feature kraft.version=1, and try"
                            + " again");
        }
    }

    private void forget(Admin admin, PrintWriter out)
            throws ExecutionException, InterruptedException {
        Node node = ReplicaMap.of(admin, List.of()).brokers().get(id);
        if (node != null && !node.isFenced()) {
            out.println(
                    "Node "
                            + id
                            + " has nothing any more that the cluster needs: stop it now"
                            + (noWait ? ", and run this again" : ". Waiting for that ..."));
            out.flush();
            if (noWait) {
                return;
            }
            while (node != null && !node.isFenced()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                node = ReplicaMap.of(admin, List.of()).brokers().get(id);
            }
        }
        if (!Spread.awayFrom(ReplicaMap.of(admin), id).isEmpty()) {
            throw new CommandFailure(
                    "New partitions were put on node "
                            + id
                            + " meanwhile: start it, and run this again");
        }
        if (node != null) {
            admin.unregisterBroker(id).all().get();
        }
        out.println("Node " + id + " is no longer part of the cluster");
    }
}
