package io.leat.log.benchmarks;

import io.leat.log.benchmarks.ClientScenario.Library;
import io.leat.log.benchmarks.streams.Load;
import io.leat.log.benchmarks.streams.nexmark.Nexmark;
import java.nio.file.Path;
import java.util.Properties;

/** Leat Streams against Kafka Streams on one and the same server, each in a fresh process. */
final class StreamsScenario implements Scenario<Library> {

    private final Side server;
    private final Path folder;
    private final String program;
    private final String guarantee;
    private final long records;
    private final Measure cpu;
    private final Measure compilers;
    private final Measure allocated;
    private final Measure rate;

    /**
     * @param program one of {@link Load#PROGRAMS}, or of NEXMark
     * @param exactlyOnce whether under exactly_once_v2, else at_least_once
     * @param folder for stores
     */
    StreamsScenario(Side server, String program, boolean exactlyOnce, long records, Path folder) {
        this.server = server;
        this.folder = folder;
        this.program = program;
        this.guarantee = exactlyOnce ? "exactly_once_v2" : "at_least_once";
        this.records = records;
        String what = "streams, " + program + (exactlyOnce ? ", EOS: " : ": ");
        this.cpu = cpu(what + "CPU of its process", program, exactlyOnce);
        this.compilers = Measure.of(what + "of it, JIT compilers", "ns/record");
        this.allocated = Measure.of(what + "allocated", "B/record");
        this.rate = Measure.rate(what + "throughput", "records/s");
    }

    private static Measure cpu(String name, String program, boolean exactlyOnce) {
        Measure cpu = Measure.of(name, "ns/record");
        if (program.equals("stream-stream")) {
            return cpu.atMost(0.333);
        }
        return program.equals("count") && exactlyOnce ? cpu.atMost(0.5) : cpu;
    }

    @Override
    public String id() {
        return "streams-" + program + (guarantee.startsWith("e") ? "-eos" : "");
    }

    /** Only if selected, as those on several nodes. */
    @Override
    public boolean always() {
        return false;
    }

    /** The child process warms itself up. */
    @Override
    public int warmUps() {
        return 0;
    }

    @Override
    public void run(Library library, Samples samples) {
        load();
        Properties result =
                StreamsChild.drain(server, library, records, program, guarantee, folder);
        if (Double.parseDouble(result.getProperty("wrong.keys", "0")) > 0) {
            throw new IllegalStateException(library.word + ", " + id() + ": " + result);
        }
        add(samples, cpu, library, result.getProperty("cpu.nanos.per.record"));
        add(samples, compilers, library, result.getProperty("compiler.nanos.per.record"));
        add(samples, allocated, library, result.getProperty("allocated.bytes.per.record"));
        add(samples, rate, library, result.getProperty("records.per.second"));
    }

    private void load() {
        if (program.startsWith(Nexmark.PROGRAM)) {
            if (Topics.createMissing(server, Nexmark.topics())) {
                StreamsChild.loadNexmark(server, records);
            }
        } else if (Topics.createMissing(server, Load.TOPICS)) {
            StreamsChild.load(server, records);
        }
    }

    private static void add(Samples samples, Measure measure, Library library, String value) {
        samples.add(measure, library.word, Double.parseDouble(value));
    }
}
