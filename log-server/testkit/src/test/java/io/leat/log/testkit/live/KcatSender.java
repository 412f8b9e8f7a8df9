package io.leat.log.testkit.live;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * kcat as an idempotent producer of one partition. It tells what was delivered, in order, on
 * standard error, so that the n-th delivery is of the n-th record.
 */
final class KcatSender extends LiveActor {

    private static final Pattern DELIVERED =
            Pattern.compile("Message delivered to partition \\d+ \\(offset (\\d+)\\)");
    private static final Pattern FAILED = Pattern.compile("(?i)delivery failed|FATAL");
    private static final int REST_MS = 20;
    private static final long END_S = 130;

    private final Place place;
    private final Process kcat;
    private final BufferedWriter lines;
    private final Thread reader;
    private long sent;
    private long delivered;
    private volatile String lastWords = "";

    KcatSender(String name, Recorder recorder, String address, Place place) throws IOException {
        super(name, recorder);
        this.place = place;
        this.kcat =
                Kcat.start(
                        address,
                        "-P",
                        "-E", // a server that is away is no reason to end
                        "-vvv",
                        "-t",
                        place.topic(),
                        "-p",
                        Integer.toString(place.partition()),
                        "-X",
                        "enable.idempotence=true",
                        "-X",
                        "linger.ms=1",
                        "-X",
                        "batch.num.messages=50",
                        "-X",
                        "topic.produce.offset.report=true");
        this.lines =
                new BufferedWriter(
                        new OutputStreamWriter(kcat.getOutputStream(), StandardCharsets.UTF_8));
        this.reader = Kcat.lines(kcat.getErrorStream(), name + "-deliveries", this::heard);
    }

    private void heard(String line) {
        Matcher matcher = DELIVERED.matcher(line);
        if (matcher.find()) {
            String value = name + "/" + delivered++;
            recorder.beat();
            recorder.acked(name, null, place, value, Long.parseLong(matcher.group(1)));
            return;
        }
        lastWords = line;
        if (FAILED.matcher(line).find()) {
            recorder.trouble(name, "sent", new IOException(line), false);
        }
    }

    @Override
    void step() throws IOException {
        lines.write(name + "/" + sent++ + "\n");
        lines.flush();
        rest(REST_MS);
    }

    @Override
    void finish() throws Exception {
        lines.close();
        if (!kcat.waitFor(END_S, TimeUnit.SECONDS)) {
            kcat.destroyForcibly();
            recorder.anomaly("stuck", name + " does not end: " + lastWords);
        } else if (kcat.exitValue() != 0) {
            recorder.trouble(name, "sent", new IOException(lastWords), false);
        }
        reader.join();
    }
}
