package io.leat.log.benchmarks;

import io.leat.log.benchmarks.ClientScenario.Library;
import io.leat.log.benchmarks.streams.Load;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Both libraries restore the stores of one and the same application from its changelogs, which have
 * a change for about each record of the input.
 */
final class StreamsRestoreScenario implements Scenario<Library> {

    private static final String PROGRAM = "count-uncached";
    private static final String GUARANTEE = "at_least_once";
    private static final String APPLICATION = "streams-restore";

    private final Side server;
    private final long records;
    private final Path folder;
    private final Measure rate =
            Measure.rate("streams, restore: throughput", "records/s").atLeast(2);
    private final Measure cpu =
            Measure.of("streams, restore: CPU from the start to the end of it", "ns/record");
    private boolean filled;

    StreamsRestoreScenario(Side server, long records, Path folder) {
        this.server = server;
        this.records = records;
        this.folder = folder;
    }

    @Override
    public String id() {
        return "streams-restore";
    }

    @Override
    public boolean always() {
        return false;
    }

    @Override
    public int warmUps() {
        return 0;
    }

    @Override
    public void run(Library library, Samples samples) {
        if (Topics.createMissing(server, Load.TOPICS)) {
            StreamsChild.load(server, records);
        }
        if (!filled) {
            filled = true;
            start(Library.LEAT, true);
        }
        Properties said = start(library, false);
        double count = number(said, "restored.records");
        samples.add(rate, library.word, count / number(said, "restored.seconds"));
        samples.add(cpu, library.word, number(said, "cpu.seconds") * 1e9 / count);
    }

    /** Without stores; what it says when it runs. */
    private Properties start(Library library, boolean drain) {
        Path stores = Folders.make(folder, APPLICATION);
        try (Child child =
                StreamsChild.start(
                        server, library, records, PROGRAM, GUARANTEE, stores, APPLICATION, "")) {
            Properties said = child.next();
            if (drain) {
                child.next();
            }
            return said;
        } finally {
            Folders.delete(stores);
        }
    }

    private static double number(Properties said, String key) {
        return Double.parseDouble(said.getProperty(key));
    }
}
