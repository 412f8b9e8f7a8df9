package io.leat.log.cli;

import io.leat.log.cli.kafka.KafkaDumpLog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leat log}: looks into the files of logs. */
@Command(
        name = "log",
        description = "Look into the files of logs.",
        mixinStandardHelpOptions = true)
final class LogCommand implements Runnable {

    @Spec CommandSpec spec;

    /** With {@code leat log dump}, which is {@code kafka-dump-log.sh} under Leat's own name. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new LogCommand());
        CommandLine dump = new CommandLine(new KafkaDumpLog());
        dump.getCommandSpec().usageMessage().hidden(false);
        return line.addSubcommand("dump", dump);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: dump.");
    }
}
