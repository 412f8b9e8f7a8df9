package io.leat.log.cli;

import io.leat.log.cli.groups.KafkaConsumerGroups;
import io.leat.log.cli.groups.KafkaShareGroups;
import io.leat.log.cli.groups.KafkaStreamsApplicationReset;
import io.leat.log.cli.groups.KafkaStreamsGroups;
import io.leat.log.cli.kafka.KafkaAcls;
import io.leat.log.cli.kafka.KafkaBrokerApiVersions;
import io.leat.log.cli.kafka.KafkaClientMetrics;
import io.leat.log.cli.kafka.KafkaCluster;
import io.leat.log.cli.kafka.KafkaConfigs;
import io.leat.log.cli.kafka.KafkaConsoleConsumer;
import io.leat.log.cli.kafka.KafkaConsoleProducer;
import io.leat.log.cli.kafka.KafkaConsoleShareConsumer;
import io.leat.log.cli.kafka.KafkaConsumerPerfTest;
import io.leat.log.cli.kafka.KafkaDeleteRecords;
import io.leat.log.cli.kafka.KafkaDumpLog;
import io.leat.log.cli.kafka.KafkaE2eLatency;
import io.leat.log.cli.kafka.KafkaFeatures;
import io.leat.log.cli.kafka.KafkaGetOffsets;
import io.leat.log.cli.kafka.KafkaGroups;
import io.leat.log.cli.kafka.KafkaLeaderElection;
import io.leat.log.cli.kafka.KafkaLogDirs;
import io.leat.log.cli.kafka.KafkaMetadataQuorum;
import io.leat.log.cli.kafka.KafkaProducerPerfTest;
import io.leat.log.cli.kafka.KafkaReassignPartitions;
import io.leat.log.cli.kafka.KafkaServerStop;
import io.leat.log.cli.kafka.KafkaShareConsumerPerfTest;
import io.leat.log.cli.kafka.KafkaTopics;
import io.leat.log.cli.kafka.KafkaTransactions;
import io.leat.log.cli.migrate.MigrateCommand;
import io.leat.log.cli.topology.TopologyCommand;
import io.leat.log.cli.verifiable.KafkaVerifiableConsumer;
import io.leat.log.cli.verifiable.KafkaVerifiableProducer;
import io.leat.log.cli.verifiable.KafkaVerifiableShareConsumer;
import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code leat} command: finds its subcommands, runs one, and turns failures into one line. */
@Command(
        name = "leat",
        description = "Streams, clients and the log they run on.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Leat.Version.class)
public final class Leat implements Runnable {

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces and debug logs.")
    boolean debug;

    @CommandLine.Spec CommandLine.Model.CommandSpec spec;

    private static final List<String> OWN =
            List.of(
                    "topics",
                    "produce",
                    "consume",
                    "groups",
                    "perf",
                    "top",
                    "completion",
                    "log",
                    "migrate",
                    "topology",
                    "kafka-acls",
                    "kafka-topics",
                    "kafka-console-producer",
                    "kafka-console-consumer",
                    "kafka-consumer-groups",
                    "kafka-streams-groups",
                    "kafka-share-groups",
                    "kafka-console-share-consumer",
                    "kafka-groups",
                    "kafka-get-offsets",
                    "kafka-server-stop",
                    "kafka-reassign-partitions",
                    "kafka-leader-election",
                    "kafka-metadata-quorum",
                    "kafka-cluster",
                    "kafka-features",
                    "kafka-client-metrics",
                    "kafka-broker-api-versions",
                    "kafka-producer-perf-test",
                    "kafka-consumer-perf-test",
                    "kafka-share-consumer-perf-test",
                    "kafka-e2e-latency",
                    "kafka-streams-application-reset",
                    "kafka-verifiable-producer",
                    "kafka-verifiable-consumer",
                    "kafka-verifiable-share-consumer",
                    "kafka-transactions");

    /** Runs one command line; returns 0, 1 for a failure, 2 for a usage error. */
    public static int run(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    public static void main(String[] arguments) {
        CommandLogging.configure(arguments);
        int exitCode = run(arguments);
        System.out.flush();
        System.exit(exitCode);
    }

    /**
     * The command line for {@code arguments}: with the one subcommand they begin with, because to
     * learn what all of them take costs more than most of them do; with all if they begin with
     * none.
     */
    public static CommandLine commandLine(String... arguments) {
        CommandLine line = new CommandLine(new Leat());
        Object wanted = arguments.length == 0 ? null : command(arguments[0]);
        if (wanted != null) {
            line.addSubcommand(wanted);
        } else {
            OWN.forEach(name -> line.addSubcommand(own(name)));
            ServiceLoader.load(LeatCommand.class).forEach(line::addSubcommand);
        }
        line.setExecutionExceptionHandler(Leat::explain);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static @Nullable Object command(String name) {
        Object own = own(name);
        if (own != null) {
            return own;
        }
        for (Provider<LeatCommand> found :
                ServiceLoader.load(LeatCommand.class).stream().toList()) {
            Command command = found.type().getAnnotation(Command.class);
            if (command != null && command.name().equals(name)) {
                return found.get();
            }
        }
        return null;
    }

    private static @Nullable Object own(String name) {
        return switch (name) {
            case "topics" -> new TopicsCommand();
            case "produce" -> new ProduceCommand();
            case "consume" -> new ConsumeCommand();
            case "groups" -> new GroupsCommand();
            case "perf" -> new PerfCommand();
            case "top" -> new TopCommand();
            case "completion" -> new CompletionCommand();
            case "log" -> LogCommand.line();
            case "migrate" -> new MigrateCommand();
            case "topology" -> new TopologyCommand();
            case "kafka-topics" -> new KafkaTopics();
            case "acls", "kafka-acls" -> new KafkaAcls();
            case "kafka-configs" -> new KafkaConfigs();
            case "kafka-console-producer" -> new KafkaConsoleProducer();
            case "kafka-console-consumer" -> new KafkaConsoleConsumer();
            case "kafka-consumer-groups" -> new KafkaConsumerGroups();
            case "kafka-streams-groups" -> new KafkaStreamsGroups();
            case "kafka-share-groups" -> new KafkaShareGroups();
            case "kafka-console-share-consumer" -> new KafkaConsoleShareConsumer();
            case "kafka-groups" -> new KafkaGroups();
            case "kafka-get-offsets" -> new KafkaGetOffsets();
            case "kafka-log-dirs" -> new KafkaLogDirs();
            case "kafka-delete-records" -> new KafkaDeleteRecords();
            case "kafka-dump-log" -> new KafkaDumpLog();
            case "kafka-server-stop" -> new KafkaServerStop();
            case "kafka-reassign-partitions" -> new KafkaReassignPartitions();
            case "kafka-leader-election" -> new KafkaLeaderElection();
            case "kafka-metadata-quorum" -> new KafkaMetadataQuorum();
            case "kafka-cluster" -> new KafkaCluster();
            case "kafka-features" -> new KafkaFeatures();
            case "kafka-broker-api-versions" -> new KafkaBrokerApiVersions();
            case "kafka-client-metrics" -> new KafkaClientMetrics();
            case "kafka-producer-perf-test" -> new KafkaProducerPerfTest();
            case "kafka-consumer-perf-test" -> new KafkaConsumerPerfTest();
            case "kafka-share-consumer-perf-test" -> new KafkaShareConsumerPerfTest();
            case "kafka-e2e-latency" -> new KafkaE2eLatency();
            case "kafka-streams-application-reset" -> new KafkaStreamsApplicationReset();
            case "kafka-verifiable-producer" -> new KafkaVerifiableProducer();
            case "kafka-verifiable-consumer" -> new KafkaVerifiableConsumer();
            case "kafka-verifiable-share-consumer" -> new KafkaVerifiableShareConsumer();
            case "kafka-transactions" -> new KafkaTransactions();
            default -> null;
        };
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }

    private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
        return explain(failure, line.getCommandName(), line.getErr(), debugAsked(parsed));
    }

    /**
     * Prints one message with the remedy, and the stack trace if asked to.
     *
     * @return the exit code
     */
    public static int explain(Throwable failure, String command, PrintWriter err, boolean debug) {
        err.println(command + ": " + Failures.say(failure));
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return 1;
    }

    private static boolean debugAsked(ParseResult parsed) {
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            if (level.hasMatchedOption("--debug")) {
                return true;
            }
        }
        return false;
    }

    /** Reads the version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Leat.class.getPackage().getImplementationVersion();
            return new String[] {"leat " + (version == null ? "(development)" : version)};
        }
    }
}
