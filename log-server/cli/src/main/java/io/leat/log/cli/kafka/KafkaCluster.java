package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeClusterOptions;
import io.leat.common.Node;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-cluster.sh}. */
@Command(
        name = "kafka-cluster",
        hidden = true,
        description = "The Kafka cluster tool.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: kafka-cluster.sh list-endpoints --bootstrap-server localhost:9092"})
public final class KafkaCluster implements Callable<Integer> {

    @Spec CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: cluster-id, unregister or list-endpoints.");
    }

    @Command(
            name = "cluster-id",
            description = "Get information about the ID of a cluster.",
            mixinStandardHelpOptions = true)
    int clusterId(@Mixin AdminOptions server) throws Exception {
        try (Admin admin = server.admin()) {
            print("Cluster ID: " + admin.describeCluster().clusterId().get());
        }
        return 0;
    }

    @Command(
            name = "unregister",
            description = "Unregister a broker that was stopped and will not come back.",
            mixinStandardHelpOptions = true)
    int unregister(
            @Mixin AdminOptions server,
            @Option(
                            names = {"--id", "-i"},
                            required = true,
                            paramLabel = "ID",
                            description = "The ID of the broker to unregister.")
                    int id)
            throws Exception {
        try (Admin admin = server.admin()) {
            admin.unregisterBroker(id).all().get();
            print("Broker " + id + " is no longer registered.");
        }
        return 0;
    }

    @Command(
            name = "list-endpoints",
            description = "List endpoints",
            mixinStandardHelpOptions = true)
    int listEndpoints(
            @Mixin AdminOptions server,
            @Option(
                            names = "--include-fenced-brokers",
                            description =
                                    "Whether to include fenced brokers when listing broker"
                                            + " endpoints")
                    boolean fencedToo)
            throws Exception {
        if (fencedToo && server.ofControllers()) {
            throw new CommandFailure(
                    "The option --include-fenced-brokers is only supported with --bootstrap-server"
                            + " option");
        }
        List<Node> nodes;
        try (Admin admin = server.admin()) {
            DescribeClusterOptions options =
                    new DescribeClusterOptions().includeFencedBrokers(fencedToo);
            nodes = new ArrayList<>(admin.describeCluster(options).nodes().get());
        }
        nodes.sort(Comparator.comparingInt(Node::id));
        print(table(nodes, server.ofControllers()));
        return 0;
    }

    private static String table(List<Node> nodes, boolean controllers) {
        int host = nodes.stream().mapToInt(each -> each.host().length()).max().orElse(100);
        int rack =
                nodes.stream()
                        .map(Node::rack)
                        .mapToInt(each -> each == null ? 0 : each.length())
                        .max()
                        .orElse(0);
        String format =
                "%-10s %-"
                        + host
                        + "s %-10s %-"
                        + (rack == 0 ? 10 : rack)
                        + "s "
                        + (controllers ? "" : "%-10s ")
                        + "%-15s%n";
        StringBuilder text = new StringBuilder();
        text.append(
                controllers
                        ? String.format(format, "ID", "HOST", "PORT", "RACK", "ENDPOINT_TYPE")
                        : String.format(
                                format, "ID", "HOST", "PORT", "RACK", "STATE", "ENDPOINT_TYPE"));
        for (Node node : nodes) {
            String state = node.isFenced() ? "fenced" : "unfenced";
            text.append(
                    controllers
                            ? String.format(
                                    format,
                                    node.id(),
                                    node.host(),
                                    node.port(),
                                    node.rack(),
                                    "controller")
                            : String.format(
                                    format,
                                    node.id(),
                                    node.host(),
                                    node.port(),
                                    node.rack(),
                                    state,
                                    "broker"));
        }
        return text.toString().stripTrailing().isEmpty()
                ? ""
                : text.substring(0, text.length() - 1);
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
