package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command line that the notes of people who learn Kafka print, one after the other on a
 * cluster of two: {@code notes/commands.txt} says which and what they have to print.
 */
@Timeout(120)
final class NotesCommandsTest {

    @TempDir static Path folder;

    private static LocalNodes nodes;
    private static Scripts scripts;

    /** One command, and what is expected of it. */
    private static final class Step {
        private final String command;
        private final boolean endless;
        private final StringBuilder typed = new StringBuilder();
        private final List<String> lines = new ArrayList<>();
        private final List<String> parts = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int code;

        Step(String command, boolean endless) {
            this.command = command;
            this.endless = endless;
        }

        void add(String line) {
            String rest = line.length() > 2 ? line.substring(2) : "";
            switch (line.charAt(0)) {
                case '|' -> typed.append(rest).append('\n');
                case '>' -> lines.add(rest);
                case '~' -> parts.add(rest);
                case '!' -> errors.add(rest);
                case '=' -> code = Integer.parseInt(rest);
                default -> throw new IllegalArgumentException(line);
            }
        }

        /** Whether {@code output} is all that is expected. */
        boolean isIn(String output) {
            return parts.stream().allMatch(part -> Pattern.compile(part).matcher(output).find())
                    && (lines.isEmpty() || Pattern.matches(all(), output));
        }

        private String all() {
            return String.join("\\R", lines) + "\\R?";
        }

        boolean saysNothingOfOutput() {
            return lines.isEmpty() && parts.isEmpty() && errors.isEmpty();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        scripts = new Scripts(folder);
        nodes =
                new LocalNodes(
                        folder,
                        Map.of(
                                "log.segment.bytes", "1073741824",
                                "offsets.topic.num.partitions", "1",
                                "group.initial.rebalance.delay.ms", "0",
                                "default.replication.factor", "1",
                                "num.partitions", "1"));
        nodes.startStatic(2);
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    private static List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        try (var in = NotesCommandsTest.class.getResourceAsStream("/notes/commands.txt")) {
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.startsWith("$") || line.startsWith("@")) {
                    steps.add(new Step(line.substring(2), line.startsWith("@")));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    steps.get(steps.size() - 1).add(line);
                }
            }
        }
        return steps;
    }

    @TestFactory
    Stream<DynamicTest> shouldRunAsItIsPrinted() throws IOException {
        return steps().stream().map(step -> dynamicTest(step.command, () -> run(step)));
    }

    private static void run(Step step) throws Exception {
        String in = step.command.startsWith("bin/") ? "" : "bin/"; // on the PATH
        String line = in + step.command.replace("localhost:9092", nodes.brokers());
        if (step.endless) {
            readOn(step, line);
            return;
        }
        // A console consumer prints past System.out.
        boolean alone = line.contains("console-consumer") && !line.contains("--help");
        Tools.Run run = alone ? scripts.runAlone(line) : scripts.run(line, step.typed.toString());
        assertEquals(step.code, run.code(), run::toString);
        if (step.saysNothingOfOutput()) {
            assertEquals("", run.output(), run::toString);
        }
        assertTrue(step.isIn(run.output()), run::toString);
        for (String error : step.errors) {
            assertTrue(Pattern.compile(error).matcher(run.errors()).find(), run::toString);
        }
    }

    private static void readOn(Step step, String line) throws Exception {
        Process process = scripts.start(line);
        Path output = scripts.output();
        try {
            await().atMost(Patience.LIMIT).until(() -> step.isIn(Files.readString(output)));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
