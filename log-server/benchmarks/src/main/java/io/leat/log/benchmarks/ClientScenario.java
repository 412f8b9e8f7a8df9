package io.leat.log.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** Leat's client against Apache Kafka's on one and the same server, each in a fresh process. */
final class ClientScenario implements Scenario<ClientScenario.Library> {

    /** A client library, and its side's name in the table. */
    enum Library {
        LEAT("leat"),
        APACHE("apache");

        final String word;

        Library(String word) {
            this.word = word;
        }
    }

    private final Side server;
    private final String action;
    private final int valueBytes;
    private final long records;
    private final Measure cpu;
    private final Measure caller;
    private final Measure allocated;
    private final Measure rate;
    private boolean topicMade;

    ClientScenario(Side server, String action, int valueBytes, long totalBytes) {
        this.server = server;
        this.action = action;
        this.valueBytes = valueBytes;
        this.records = totalBytes / valueBytes;
        String what = "client, " + action + " " + Sizes.name(valueBytes) + ": ";
        this.cpu = Measure.of(what + "CPU of its process", "s/GB");
        this.caller = Measure.of(what + "CPU of the calling thread", "ns/record");
        this.allocated = Measure.of(what + "allocated", "B/record");
        this.rate = Measure.rate(what + "throughput", "MB/s");
    }

    @Override
    public String id() {
        return "client-" + action + "-" + valueBytes;
    }

    /** The child process warms itself up. */
    @Override
    public int warmUps() {
        return 0;
    }

    @Override
    public void run(Library library, Samples samples) {
        String topic = id();
        if (!topicMade) {
            topicMade = true;
            Topics.create(server, topic);
            if (action.equals("consume")) {
                child(Library.APACHE, "produce", topic);
            }
        }
        Properties result = child(library, action, topic);
        add(samples, cpu, library, result.getProperty("cpu.seconds.per.gb"));
        add(samples, caller, library, result.getProperty("caller.nanos.per.record"));
        add(samples, allocated, library, result.getProperty("allocated.bytes.per.record"));
        add(samples, rate, library, result.getProperty("megabytes.per.second"));
    }

    private static void add(Samples samples, Measure measure, Library library, String value) {
        samples.add(measure, library.word, Double.parseDouble(value));
    }

    private Properties child(Library library, String what, String topic) {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-Dio.netty.allocator.type=pooled",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.leat.log.benchmarks.client.ClientRun",
                        library.word,
                        what,
                        server.running().bootstrap(),
                        topic,
                        Integer.toString(Topics.PARTITIONS),
                        Integer.toString(valueBytes),
                        Long.toString(records));
        return Child.run(command);
    }
}
