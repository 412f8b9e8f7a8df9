package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.leat.clients.ApacheTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The options that {@link KafkaScriptsTest} reads from a file are those of Apache's tools. Each of
 * these runs in a process of its own, because some end it.
 */
@Tag("live")
final class KafkaOptionsTest {

    private static final Pattern OPTION_LINE =
            Pattern.compile(
                    "(?m)^(?:\\* )? {0,2}(-[\\w.-]+(?: [A-Z_-]+)?(?:, --[\\w.-]+)?)(?=[, \\n]|$)");
    private static final Pattern OPTION = Pattern.compile("--[a-z][\\w.-]*");
    private static final Pattern COMMANDS = Pattern.compile("\\{([a-z-]+(?:,\\s*[a-z-]+)*)}");

    /** Its help does not name them in braces. */
    private static final List<String> OF_TRANSACTIONS =
            List.of("describe", "list", "describe-producers", "abort", "find-hanging");

    @Test
    void shouldBeTheOptionsOfKafkasTools() throws Exception {
        List<String> lines = new ArrayList<>();
        try (ApacheTools apache = new ApacheTools()) {
            for (Map.Entry<String, String> each : KafkaScriptsTest.WORKING.entrySet()) {
                if (each.getValue().isEmpty()) {
                    continue;
                }
                String help = help(apache, each.getValue());
                lines.add(line(each.getKey(), help));
                for (String command : commands(each.getKey(), help)) {
                    lines.add(
                            line(
                                    each.getKey() + " " + command,
                                    help(apache, each.getValue(), command)));
                }
            }
        }
        Files.write(Path.of("target/kafka-script-options.txt"), lines);
        assertEquals(KafkaScriptsTest.theirs(), lines);
    }

    /** What it prints without what it logs. */
    private static String help(ApacheTools apache, String tool, String... command)
            throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        if (tool.equals("EndToEndLatency")) {
            words.addAll(List.of("--bootstrap-server", "none")); // or it takes what older ones do
        }
        words.add("--help");
        String[] arguments = words.toArray(String[]::new);
        ApacheTools.Run run =
                tool.startsWith("kafka.")
                        ? apache.ofBroker(tool, arguments)
                        : apache.alone(tool, arguments);
        return run.output() + "\n" + run.errors();
    }

    private static List<String> commands(String name, String help) {
        Matcher commands = COMMANDS.matcher(help);
        if (name.equals("kafka-transactions")) {
            return OF_TRANSACTIONS;
        }
        return commands.find() ? List.of(commands.group(1).split(",\\s*")) : List.of();
    }

    private static String line(String name, String help) {
        Set<String> options = new TreeSet<>();
        OPTION_LINE
                .matcher(help)
                .results()
                .forEach(
                        line ->
                                OPTION.matcher(line.group(1))
                                        .results()
                                        .forEach(option -> options.add(option.group())));
        options.removeAll(Set.of("--help", "--version"));
        assertFalse(options.isEmpty() && !name.contains(" ") && !hasCommands(help), help);
        return options.isEmpty() ? name : name + " " + String.join(" ", options);
    }

    private static boolean hasCommands(String help) {
        return COMMANDS.matcher(help).find();
    }
}
