package io.leat.log.benchmarks;

import io.leat.log.benchmarks.ClientScenario.Library;
import io.leat.log.benchmarks.streams.Load;
import java.nio.file.Path;
import java.util.Properties;

/**
 * How long a counting application under exactly-once takes until it runs again after it ended, and
 * how much of its changelogs it reads, with its stores still there. Of Kafka Streams one that is
 * killed is a static member, or its group would wait for the end of its session first.
 */
final class StreamsRestartScenario implements Scenario<Library> {

    private static final String GUARANTEE = "exactly_once_v2";
    private static final String PROGRAM = "count";

    private final Side server;
    private final boolean killed;
    private final long records;
    private final Path folder;
    private final Measure time;
    private final Measure cpu;
    private final Measure restored;
    private int runs;

    /**
     * @param killed whether it ends in the middle of its work by kill -9, else by close()
     */
    StreamsRestartScenario(Side server, boolean killed, long records, Path folder) {
        this.server = server;
        this.killed = killed;
        this.records = records;
        this.folder = folder;
        String what = "streams, " + (killed ? "start after kill -9: " : "start after close(): ");
        this.time = Measure.of(what + "until it runs", "s");
        this.cpu = Measure.of(what + "CPU till then", "s");
        this.restored = Measure.of(what + "restored", "records");
    }

    @Override
    public String id() {
        return "streams-restart-" + (killed ? "kill" : "close");
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
        String name = String.join("-", id(), library.word, Integer.toString(runs++));
        Path stores = Folders.make(folder, name);
        Child first = start(library, killed ? records / 2 : records, stores, name);
        first.next();
        first.next();
        if (killed) {
            first.kill();
        } else {
            first.close();
        }
        Child second = start(library, records, stores, name);
        Properties again = second.next();
        second.kill();
        Folders.delete(stores);
        add(samples, time, library, again.getProperty("running.seconds"));
        add(samples, cpu, library, again.getProperty("cpu.seconds"));
        add(samples, restored, library, again.getProperty("restored.records"));
    }

    private Child start(Library library, long until, Path stores, String name) {
        return StreamsChild.start(
                server,
                library,
                until,
                PROGRAM,
                GUARANTEE,
                stores,
                name,
                killed && library == Library.APACHE ? "instance" : "");
    }

    private static void add(Samples samples, Measure measure, Library library, String value) {
        samples.add(measure, library.word, Double.parseDouble(value));
    }
}
