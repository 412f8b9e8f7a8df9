package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.QuorumInfo;
import io.leat.clients.admin.QuorumInfo.ReplicaState;
import io.leat.clients.admin.RaftVoterEndpoint;
import io.leat.common.Uuid;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-metadata-quorum.sh}. */
@Command(
        name = "kafka-metadata-quorum",
        hidden = true,
        description = "This tool describes kraft metadata quorum status.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: who leads, who votes, and how far each is:",
            "  kafka-metadata-quorum.sh --bootstrap-server localhost:9092 describe --replication",
            "Example: give the controller of a settings file a vote:",
            "  kafka-metadata-quorum.sh --bootstrap-server localhost:9092 --command-config"
                    + " controller.properties add-controller"
        })
public final class KafkaMetadataQuorum implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin AdminOptions server;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: describe, add-controller or remove-controller.");
    }

    @Command(
            name = "describe",
            description = "Describe the metadata quorum info",
            mixinStandardHelpOptions = true)
    int describe(
            @Option(names = "--status", description = "A short summary of the quorum.")
                    boolean status,
            @Option(names = "--replication", description = "How far each replica is.")
                    boolean replication,
            @Option(names = "--human-readable", description = "Times as how long ago.")
                    boolean human)
            throws Exception {
        if (status && replication) {
            throw new CommandFailure(
                    "Only one of --status or --replication should be specified with describe"
                            + " sub-command");
        }
        if (!status && !replication) {
            throw new CommandFailure(
                    "One of --status or --replication must be specified with describe"
                            + " sub-command");
        }
        if (status && human) {
            throw new CommandFailure(
                    "The option --human-readable is only supported along with --replication");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            QuorumInfo quorum = admin.describeMetadataQuorum().quorumInfo().get();
            if (status) {
                printStatus(admin.describeCluster().clusterId().get(), quorum, out);
            } else {
                printReplication(quorum, human, out);
            }
        }
        out.flush();
        return 0;
    }

    private static ReplicaState leader(QuorumInfo quorum) {
        return quorum.voters().stream()
                .filter(each -> each.replicaId() == quorum.leaderId())
                .findFirst()
                .orElseThrow(() -> new CommandFailure("The quorum has no leader at present"));
    }

    private static void printStatus(String clusterId, QuorumInfo quorum, PrintWriter out) {
        ReplicaState leader = leader(quorum);
        ReplicaState last =
                quorum.voters().stream()
                        .min(Comparator.comparingLong(ReplicaState::logEndOffset))
                        .orElse(leader);
        OptionalLong mine = leader.lastCaughtUpTimestamp();
        OptionalLong theirs = last.lastCaughtUpTimestamp();
        long lagMs = -1;
        if (last == leader) {
            lagMs = 0;
        } else if (mine.isPresent() && theirs.isPresent()) {
            lagMs = mine.getAsLong() - theirs.getAsLong();
        }
        out.println("ClusterId:              " + clusterId);
        out.println("LeaderId:               " + quorum.leaderId());
        out.println("LeaderEpoch:            " + quorum.leaderEpoch());
        out.println("HighWatermark:          " + quorum.highWatermark());
        out.println("MaxFollowerLag:         " + (leader.logEndOffset() - last.logEndOffset()));
        out.println("MaxFollowerLagTimeMs:   " + lagMs);
        out.println("CurrentVoters:          " + nodes(quorum, quorum.voters()));
        out.println("CurrentObservers:       " + nodes(quorum, quorum.observers()));
    }

    private static String nodes(QuorumInfo quorum, List<ReplicaState> replicas) {
        return replicas.stream()
                .map(each -> node(each, quorum.nodes().get(each.replicaId())))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String node(ReplicaState replica, QuorumInfo.@Nullable Node node) {
        StringBuilder text = new StringBuilder("{\"id\": ").append(replica.replicaId());
        if (!replica.replicaDirectoryId().equals(Uuid.ZERO_UUID)) {
            text.append(", \"directoryId\": \"").append(replica.replicaDirectoryId()).append('"');
        }
        if (node != null && !node.endpoints().isEmpty()) {
            text.append(", \"endpoints\": ")
                    .append(
                            node.endpoints().stream()
                                    .map(each -> "\"" + each + "\"")
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        return text.append('}').toString();
    }

    private static void printReplication(QuorumInfo quorum, boolean human, PrintWriter out) {
        ReplicaState leader = leader(quorum);
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "NodeId",
                        "DirectoryId",
                        "LogEndOffset",
                        "Lag",
                        "LastFetchTimestamp",
                        "LastCaughtUpTimestamp",
                        "Status"));
        rows.add(row(leader, leader, "Leader", human));
        quorum.voters().stream()
                .filter(each -> each != leader)
                .forEach(each -> rows.add(row(leader, each, "Follower", human)));
        quorum.observers().forEach(each -> rows.add(row(leader, each, "Observer", human)));
        Columns.print(rows, out);
    }

    private static List<String> row(
            ReplicaState leader, ReplicaState replica, String status, boolean human) {
        return List.of(
                String.valueOf(replica.replicaId()),
                replica.replicaDirectoryId().toString(),
                String.valueOf(replica.logEndOffset()),
                String.valueOf(leader.logEndOffset() - replica.logEndOffset()),
                time(replica.lastFetchTimestamp(), human),
                time(replica.lastCaughtUpTimestamp(), human),
                status);
    }

    private static String time(OptionalLong epochMs, boolean human) {
        if (epochMs.isEmpty()) {
            return "-1";
        }
        return human
                ? Math.max(0, System.currentTimeMillis() - epochMs.getAsLong()) + " ms ago"
                : String.valueOf(epochMs.getAsLong());
    }

    @Command(
            name = "add-controller",
            description = "Add a controller to the KRaft controller cluster",
            mixinStandardHelpOptions = true)
    int add(
            @Option(names = "--dry-run", description = "Say what would be done, but do not do it.")
                    boolean dryRun)
            throws Exception {
        Path file = server.config();
        if (file == null) {
            throw new CommandFailure(
                    "You must supply the configuration file of the controller you are adding when"
                            + " using add-controller.");
        }
        Properties settings = AdminOptions.read(file);
        int id = ControllerFile.nodeId(settings);
        Uuid directory = ControllerFile.directoryId(settings);
        Set<RaftVoterEndpoint> endpoints = ControllerFile.endpoints(settings);
        if (!dryRun) {
            try (Admin admin = server.adminBesideNode()) {
                admin.addRaftVoter(id, directory, endpoints).all().get();
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                (dryRun ? "DRY RUN of adding" : "Added")
                        + " controller "
                        + id
                        + " with directory id "
                        + directory
                        + " and endpoints: "
                        + endpoints.stream()
                                .map(RaftVoterEndpoint::toString)
                                .collect(Collectors.joining(", ")));
        out.flush();
        return 0;
    }

    @Command(
            name = "remove-controller",
            description = "Remove a controller from the KRaft controller cluster",
            mixinStandardHelpOptions = true)
    int remove(
            @Option(
                            names = {"--controller-id", "-i"},
                            required = true,
                            paramLabel = "ID",
                            description = "The id of the controller to remove.")
                    int id,
            @Option(
                            names = {"--controller-directory-id", "-d"},
                            required = true,
                            paramLabel = "ID",
                            description = "The directory ID of the controller to remove.")
                    String directoryId,
            @Option(names = "--dry-run", description = "Say what would be done, but do not do it.")
                    boolean dryRun)
            throws Exception {
        if (id < 0) {
            throw new CommandFailure("Invalid negative --controller-id: " + id);
        }
        Uuid directory;
        try {
            directory = Uuid.fromString(directoryId);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "Failed to parse --controller-directory-id: " + e.getMessage(), e);
        }
        if (!dryRun) {
            try (Admin admin = server.admin()) {
                admin.removeRaftVoter(id, directory).all().get();
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s KRaft controller %d with directory id %s%n",
                dryRun ? "DRY RUN of removing " : "Removed ", id, directory);
        out.flush();
        return 0;
    }
}
