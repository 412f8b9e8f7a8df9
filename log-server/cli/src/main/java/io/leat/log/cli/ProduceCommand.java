package io.leat.log.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat produce}: each line of standard input becomes a record. */
@Command(
        name = "produce",
        description = "Send each line of standard input as a record.",
        footer = {"", "Example: echo hello | leat produce greetings"},
        mixinStandardHelpOptions = true)
final class ProduceCommand implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Parameters(paramLabel = "TOPIC")
    String topic;

    @Option(
            names = {"--key-separator", "-k"},
            paramLabel = "TEXT",
            description = "What stands before it in a line is the key.")
    @Nullable String keySeparator;

    @Option(
            names = {"--set", "-s"},
            paramLabel = "KEY=VALUE",
            description = "Producer setting, for example compression.type=lz4.")
    List<String> settings = List.of();

    @Override
    public Integer call() throws Exception {
        Properties properties = server.properties();
        ServerOptions.putAll(properties, settings);
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Map<String, String> format = new HashMap<>();
        if (keySeparator != null) {
            format.put("parse.key", "true");
            format.put("key.separator", keySeparator);
        }
        boolean interactive = Terminal.isThere();
        long sent =
                new LineProducer(
                                new LineSyntax(topic, format),
                                false,
                                interactive ? spec.commandLine().getOut() : null)
                        .run(properties, input);
        spec.commandLine().getErr().println(sent + " records acknowledged");
        return 0;
    }
}
