package io.leat.log.testkit.live;

import java.io.IOException;
import java.util.List;

/** kcat as a reader of one partition from its beginning; a poll is a record. */
final class KcatReader extends LiveActor {

    private static final String FORMAT = "%p %o %s\n";

    private final Process kcat;
    private final String topic;
    private final Thread records;
    private final Thread complaints;
    private volatile boolean ending;
    private volatile String lastWords = "";

    KcatReader(String name, Recorder recorder, String address, Place place) throws IOException {
        super(name, recorder);
        this.topic = place.topic();
        this.kcat =
                Kcat.start(
                        address,
                        "-C",
                        "-E",
                        "-u",
                        "-t",
                        topic,
                        "-p",
                        Integer.toString(place.partition()),
                        "-o",
                        "beginning",
                        "-X",
                        "isolation.level=read_committed",
                        "-f",
                        FORMAT);
        this.records = Kcat.lines(kcat.getInputStream(), name + "-records", this::read);
        this.complaints =
                Kcat.lines(kcat.getErrorStream(), name + "-complaints", line -> lastWords = line);
    }

    private void read(String line) {
        String[] parts = line.split(" ", 3);
        if (!ending && parts.length == 3) {
            Place place = new Place(topic, Integer.parseInt(parts[0]));
            recorder.polled(
                    name,
                    1,
                    List.of(new LiveConsumer.Read(place, Long.parseLong(parts[1]), parts[2])));
        }
    }

    @Override
    void step() {
        if (!kcat.isAlive()) {
            recorder.trouble(
                    name, "read", new IOException(kcat.exitValue() + ": " + lastWords), false);
            stop();
        }
        rest(100);
    }

    @Override
    void finish() throws Exception {
        ending = true; // its last line may be cut off
        kcat.destroy();
        kcat.waitFor();
        records.join();
        complaints.join();
    }
}
