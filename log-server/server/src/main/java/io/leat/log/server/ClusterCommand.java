package io.leat.log.server;

import io.leat.clients.admin.Admin;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.LeatCommand;
import io.leat.log.cli.OutputOptions;
import io.leat.log.cli.ServerOptions;
import io.leat.log.cli.replicas.DecommissionCommand;
import io.leat.log.cli.replicas.ReassignCommand;
import io.leat.log.cli.replicas.RebalanceCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat cluster}: several nodes on this machine, for trying out what a cluster does. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        description = "Run a cluster on this machine, look how one is, and look after it.",
        subcommands = {ReassignCommand.class, RebalanceCommand.class, DecommissionCommand.class},
        footer = {
            "",
            "Examples:",
            "  leat cluster start --nodes 3",
            "  leat cluster status --bootstrap-server localhost:9092",
            "  leat cluster reassign --topics orders --to 1,2,3 --wait",
            "  leat cluster rebalance",
            "  leat cluster decommission 3"
        })
public final class ClusterCommand implements LeatCommand {

    private static final int NODES_MAX = 9;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: start, status, reassign, rebalance or decommission.");
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description =
                    "Say which brokers there are, who votes on metadata, what is moving, and what is"
                            + " wrong with which partitions and why.",
            footer = {"", "Exits with 1 if a broker, a replica or a leader is missing."})
    int status(@Mixin ServerOptions server, @Mixin OutputOptions output) throws Exception {
        try (Admin admin = server.admin()) {
            PrintWriter out = spec.commandLine().getOut();
            ClusterStatus status = new ClusterStatus(admin);
            boolean well = status.look();
            if (output.isForPeople()) {
                status.lines().forEach(out::println);
            } else {
                output.print(status.document(), out);
            }
            out.flush();
            return well ? 0 : 1;
        }
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Start the nodes, each a process of its own that you may kill, and wait. Nodes"
                            + " that were killed come back when this is started again.",
            footer = {
                "",
                "Prints a line with 'ready' and the nodes' addresses once all serve; SIGTERM stops"
                        + " them."
            })
    int start(
            @Option(
                            names = "--nodes",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "How many nodes, 1 to 9 (default: 3).")
                    int nodes,
            @Option(
                            names = "--port",
                            paramLabel = "N",
                            defaultValue = "9092",
                            description =
                                    "Port of the first node (default: 9092); the next one has ten"
                                            + " more, and each uses one more for the quorum.")
                    int port,
            @Option(
                            names = "--data",
                            paramLabel = "DIR",
                            defaultValue = "leat-cluster",
                            description = "Where the nodes' data is (default: leat-cluster).")
                    Path data,
            @Option(
                            names = "--set",
                            paramLabel = "key=value",
                            description = "A setting of every node; can be given several times.")
                    Map<String, String> set)
            throws InterruptedException {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new CommandFailure("--nodes " + nodes + " is not possible: use 1 to 9");
        }
        if (port < 1 || port + 10 * nodes > 65_535) {
            throw new CommandFailure("--port " + port + " leaves no room for the other nodes");
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> settings = set == null ? Map.of() : new HashMap<>(set);
        try (LocalCluster cluster = new LocalCluster(nodes, port, data, settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "leat-shutdown"));
            cluster.start(
                    line -> {
                        out.println(line);
                        out.flush();
                    });
            out.println("leat cluster ready on " + cluster.addresses());
            out.flush();
            return cluster.awaitEnd() ? 0 : 1;
        }
    }
}
