package io.leat.log.cli;

import io.leat.log.cli.kafka.KafkaConsoleConsumer;
import io.leat.log.cli.kafka.KafkaConsoleProducer;
import io.leat.log.cli.kafka.KafkaConsumerGroups;
import io.leat.log.cli.kafka.KafkaGetOffsets;
import io.leat.log.cli.kafka.KafkaServerStop;
import io.leat.log.cli.kafka.KafkaTopics;
import java.io.PrintWriter;
import java.util.ServiceLoader;
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

    /** Runs one command line; returns 0, 1 for a failure, 2 for a usage error. */
    public static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    public static void main(String[] arguments) {
        CommandLogging.configure(arguments);
        int exitCode = run(arguments);
        System.out.flush();
        System.exit(exitCode);
    }

    /** The command line with all subcommands on the class path. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Leat());
        line.addSubcommand(new TopicsCommand());
        line.addSubcommand(new ProduceCommand());
        line.addSubcommand(new ConsumeCommand());
        line.addSubcommand(new GroupsCommand());
        line.addSubcommand(new PerfCommand());
        line.addSubcommand(new KafkaTopics());
        line.addSubcommand(new KafkaConsoleProducer());
        line.addSubcommand(new KafkaConsoleConsumer());
        line.addSubcommand(new KafkaConsumerGroups());
        line.addSubcommand(new KafkaGetOffsets());
        line.addSubcommand(new KafkaServerStop());
        for (LeatCommand command : ServiceLoader.load(LeatCommand.class)) {
            line.addSubcommand(command);
        }
        line.setExecutionExceptionHandler(Leat::explain);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }

    /** Prints one message with the remedy; the stack trace only with {@code --debug}. */
    private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        err.println(
                line.getColorScheme()
                        .errorText(line.getCommandName() + ": " + Failures.say(failure)));
        if (debugAsked(parsed)) {
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
