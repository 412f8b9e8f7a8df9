package io.leat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.streams.RandomInput.In;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;

/**
 * A random topology, its input and its settings, which runs on both sides. Immutable.
 *
 * @param settings of the application, beside those that all have
 */
@NullUnmarked
record RandomProgram(RandomPlan plan, List<In> input, Map<String, String> settings) {

    /**
     * Stores are in memory but for each 32nd seed; headers are asked for in each fifth, and in
     * every other one with stores on disk, which alone can keep them.
     */
    static RandomProgram of(RandomPlan plan, long seed) {
        Map<String, String> settings = new HashMap<>();
        settings.put("default.dsl.store", seed % 32 == 0 ? "rocksDB" : "in_memory");
        if (seed % 5 == 1 || seed % 64 == 32) {
            settings.put("dsl.store.format", "HEADERS");
        }
        return new RandomProgram(plan, RandomInput.of(plan, seed), settings);
    }

    /** What it does on Kafka and what it does on Leat, one line for each result. */
    record Results(List<String> kafka, List<String> leat) {

        boolean equal() {
            return kafka.equals(leat);
        }

        void check(String where) {
            assertEquals(String.join("\n", kafka), String.join("\n", leat), where);
        }
    }

    /** Runs it on both sides; a topology that cannot be built has no other result than that. */
    Results run(File folder) {
        try {
            return new Results(onKafka(fresh(folder)), onLeat(fresh(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File fresh(File folder) throws IOException {
        return Files.createTempDirectory(folder.toPath(), "run").toFile();
    }

    private List<String> onKafka(File folder) {
        List<String> results = new ArrayList<>();
        try {
            var topology = KafkaRandomTopology.build(plan);
            results.add(shape(topology.describe()));
            results.addAll(KafkaRun.lines(topology, input, settings, folder));
        } catch (RuntimeException e) {
            results.add("not built");
        }
        return results;
    }

    private List<String> onLeat(File folder) {
        List<String> results = new ArrayList<>();
        try {
            var topology = LeatRandomTopology.build(plan);
            results.add(shape(topology.describe()));
            results.addAll(LeatRun.lines(topology, input, settings, folder));
        } catch (RuntimeException e) {
            results.add("not built");
        }
        return results;
    }

    /** Lambdas have no lasting name, and the stores of a node no order. */
    private static String shape(Object description) {
        return Pattern.compile("stores: \\[([^]]*)]")
                .matcher(description.toString().replaceAll("extractor class: [^)]*", "extractor"))
                .replaceAll(
                        found -> "stores: " + new TreeSet<>(List.of(found.group(1).split(", "))));
    }

    /** A program that differs still and of which nothing can be left out. */
    RandomProgram smallest(File folder) {
        RandomProgram best = this;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (RandomProgram fewer : best.fewer()) {
                if (!fewer.run(folder).equal()) {
                    best = fewer;
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    /** This program with less: without a step, without a part of its input, the largest first. */
    private List<RandomProgram> fewer() {
        List<RandomProgram> fewer = new ArrayList<>();
        for (int i = plan.steps().size() - 1; i >= 0; i--) {
            fewer.add(new RandomProgram(plan.without(i), input, settings));
        }
        for (int length = input.size() / 2; length > 0; length /= 2) {
            for (int from = 0; from + length <= input.size(); from += length) {
                List<In> rest = new ArrayList<>(input);
                rest.subList(from, from + length).clear();
                fewer.add(new RandomProgram(plan, rest, settings));
            }
        }
        for (String key : settings.keySet()) {
            Map<String, String> rest = new HashMap<>(settings);
            rest.remove(key);
            fewer.add(new RandomProgram(plan, input, rest));
        }
        return fewer;
    }

    /** The program as code to read and to start a test from. */
    String code() {
        StringBuilder code = new StringBuilder("// streams: in0, in1; tables: in2; global: in3\n");
        for (RandomPlan.Step step : plan.steps()) {
            code.append("// ").append(step).append('\n').append(text(step.op()));
        }
        code.append("// settings ").append(settings).append('\n');
        input.forEach(in -> code.append("pipe(").append(in).append(");\n"));
        return code.toString();
    }

    /** What {@link LeatRandomTopology} or {@link LeatRandomWindows} does for a step. */
    private static String text(RandomPlan.Op op) {
        Path folder =
                Path.of(
                        System.getProperty("leat.root"),
                        "streams-dsl/src/test/java/io/leat/streams");
        for (String file : List.of("LeatRandomTopology.java", "LeatRandomWindows.java")) {
            try {
                Matcher found =
                        Pattern.compile(
                                        "case " + op + " ->(.*?)(?= {12}(case|default) )",
                                        Pattern.DOTALL)
                                .matcher(Files.readString(folder.resolve(file)));
                if (found.find()) {
                    return found.group(1).strip() + "\n";
                }
            } catch (IOException e) {
                return op + " (its text cannot be read: " + e + ")\n";
            }
        }
        return op + "\n";
    }
}
