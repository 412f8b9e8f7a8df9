package io.leat.log.benchmarks;

import io.leat.log.benchmarks.ClientScenario.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Streams applications as processes of their own, all with the same JVM options. Stateless. */
final class StreamsChild {

    private static final String PACKAGE = "io.leat.log.benchmarks.streams.";

    private StreamsChild() {}

    /** Writes the input of all programs. */
    static void load(Side server, long records) {
        Child.run(command("StreamsRun", "load", server, records));
    }

    /** Writes the input of the programs of NEXMark. */
    static void loadNexmark(Side server, long events) {
        Child.run(command("StreamsRun", "load-nexmark", server, events));
    }

    /** Runs a program over all of its input and measures that. */
    static Properties drain(
            Side server,
            Library library,
            long records,
            String program,
            String guarantee,
            Path folder) {
        return Child.run(
                command(
                        "StreamsRun",
                        library.word,
                        server,
                        records,
                        program,
                        guarantee,
                        folder.toString()));
    }

    /**
     * Starts a program, to be told more of it.
     *
     * @param instance its group instance id; empty for none
     */
    static Child start(
            Side server,
            Library library,
            long records,
            String program,
            String guarantee,
            Path stores,
            String applicationId,
            String instance) {
        return Child.start(
                command(
                        "StreamsStart",
                        library.word,
                        server,
                        records,
                        program,
                        guarantee,
                        stores.toString(),
                        applicationId,
                        instance));
    }

    private static List<String> command(
            String main, String what, Side server, long records, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms1g",
                                "-Xmx1g",
                                "-XX:-UseDynamicNumberOfCompilerThreads",
                                "-Dio.netty.allocator.type=pooled",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PACKAGE + main,
                                what,
                                server.running().bootstrap(),
                                Long.toString(records)));
        command.addAll(List.of(more));
        return command;
    }
}
