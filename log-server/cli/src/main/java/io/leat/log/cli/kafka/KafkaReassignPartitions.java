package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.common.TopicPartition;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.replicas.ReplicaMap;
import io.leat.log.cli.replicas.ReplicaPlan;
import io.leat.log.cli.replicas.Spread;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-reassign-partitions.sh}. */
@Command(
        name = "kafka-reassign-partitions",
        hidden = true,
        description = "This tool helps to move topic partitions between replicas.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: move topic orders to brokers 2 and 3, at most 10 MB a second:",
            "  echo '{\"topics\":[{\"topic\":\"orders\"}],\"version\":1}' > topics.json",
            "  kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --generate"
                    + " --topics-to-move-json-file topics.json --broker-list 2,3",
            "  (save what is proposed as plan.json)",
            "  kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --execute"
                    + " --reassignment-json-file plan.json --throttle 10000000",
            "  kafka-reassign-partitions.sh --bootstrap-server localhost:9092 --verify"
                    + " --reassignment-json-file plan.json",
            "",
            "leat cluster reassign does the same in one command."
        })
public final class KafkaReassignPartitions implements Callable<Integer> {

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(
                names = "--verify",
                description = "Tell how far the plan is; when it is done, lift the throttle.")
        boolean verify;

        @Option(names = "--generate", description = "Propose a plan; nothing is moved.")
        boolean generate;

        @Option(names = "--execute", description = "Start the moves of the plan.")
        boolean execute;

        @Option(names = "--cancel", description = "Cancel the moves of the plan.")
        boolean cancel;

        @Option(names = "--list", description = "List all active partition reassignments.")
        boolean list;
    }

    @Spec CommandSpec spec;
    @Mixin AdminOptions server;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    @Option(
            names = "--reassignment-json-file",
            paramLabel = "FILE",
            description = {
                "The plan: {\"partitions\": [{\"topic\": \"foo\", \"partition\": 1,"
                        + " \"replicas\": [1,2,3], \"log_dirs\": [\"any\",\"any\",\"any\"]}],"
                        + " \"version\":1}; log_dirs may be left out."
            })
    @Nullable Path plan;

    @Option(
            names = "--topics-to-move-json-file",
            paramLabel = "FILE",
            description = "With --generate: {\"topics\": [{\"topic\": \"foo\"}], \"version\":1}.")
    @Nullable Path topics;

    @Option(
            names = "--broker-list",
            paramLabel = "ID,ID",
            split = ",",
            description = "With --generate: the brokers to move to.")
    @Nullable List<Integer> brokers;

    @Option(
            names = "--disable-rack-aware",
            description = "With --generate: take no notice of racks.")
    boolean ignoreRacks;

    @Option(
            names = "--throttle",
            paramLabel = "BYTES",
            description = "With --execute: bytes a second between brokers, at most.")
    long throttle = -1;

    @Option(
            names = "--replica-alter-log-dirs-throttle",
            paramLabel = "BYTES",
            description = "With --execute: bytes a second between directories, at most.")
    long directoryThrottle = -1;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            description = "How long to wait for moves between directories to begin.")
    long timeoutMs = 10_000;

    @Option(
            names = "--additional",
            description = "With --execute: beside what moves already; also changes the throttle.")
    boolean additional;

    @Option(
            names = "--preserve-throttles",
            description = "With --verify and --cancel: leave throttles as they are.")
    boolean preserveThrottles;

    @Option(
            names = "--disallow-replication-factor-change",
            description = "With --execute: refuse partitions that would have more or fewer.")
    boolean sameFactor;

    private PrintWriter out = new PrintWriter(Writer.nullWriter());

    @Override
    public Integer call() throws Exception {
        out = spec.commandLine().getOut();
        try (Admin admin = server.admin()) {
            if (action.generate) {
                generate(
                        admin,
                        ReplicaPlan.topics(needed(topics, "--topics-to-move-json-file")),
                        needed(brokers, "--broker-list"));
            } else if (action.list) {
                status(admin).list();
            } else {
                ReplicaPlan wanted = ReplicaPlan.read(needed(plan, "--reassignment-json-file"));
                if (action.execute) {
                    new PlanExecution(
                                    admin,
                                    new PlanExecution.Options(
                                            additional,
                                            sameFactor,
                                            throttle,
                                            directoryThrottle,
                                            timeoutMs),
                                    out)
                            .execute(wanted);
                } else if (action.verify) {
                    status(admin).verify(wanted);
                } else {
                    status(admin).cancel(wanted);
                }
            }
        }
        out.flush();
        return 0;
    }

    private PlanStatus status(Admin admin) {
        return new PlanStatus(admin, preserveThrottles, out);
    }

    private <T> T needed(@Nullable T value, String option) {
        if (value == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required argument \"" + option + "\"");
        }
        return value;
    }

    private void generate(Admin admin, List<String> names, List<Integer> ids) throws Exception {
        Set<Integer> wanted = new TreeSet<>(ids);
        if (wanted.size() != ids.size()) {
            throw new CommandFailure("Broker list contains duplicate entries: " + ids);
        }
        ReplicaMap map = ReplicaMap.of(admin, names);
        out.println("Current partition replica assignment");
        out.println(PlanExecution.described(admin, map, map.replicas()).toJson());
        out.println();
        SortedMap<TopicPartition, List<Integer>> proposed =
                Spread.over(map, map.replicas().keySet(), wanted, 0, !ignoreRacks);
        out.println("Proposed partition reassignment configuration");
        out.println(ReplicaPlan.of(proposed).toJson());
    }
}
