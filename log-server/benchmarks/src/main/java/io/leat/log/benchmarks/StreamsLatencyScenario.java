package io.leat.log.benchmarks;

import io.leat.log.benchmarks.ClientScenario.Library;
import io.leat.log.benchmarks.streams.Load;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;

/**
 * From send() of an input record to poll() of the committed output that follows from it, through an
 * application that passes records on under exactly-once and commits as it does by default.
 */
final class StreamsLatencyScenario implements Scenario<Library> {

    private static final int WARM_UP_SECONDS = 10;

    private final Side server;
    private final int recordsPerSecond;
    private final int seconds;
    private final Path folder;
    private final Measure median;
    private final Measure high;
    private int runs;

    StreamsLatencyScenario(Side server, int recordsPerSecond, int seconds, Path folder) {
        this.server = server;
        this.recordsPerSecond = recordsPerSecond;
        this.seconds = seconds;
        this.folder = folder;
        String what = "streams, EOS, input to output, " + recordsPerSecond + "/s: ";
        this.median = Measure.of(what + "p50", "ms");
        this.high = Measure.of(what + "p99", "ms").atMost(0.6);
    }

    @Override
    public String id() {
        return "streams-latency";
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
        String topic = Load.LATENCY + library.word + runs++;
        Topics.create(server, topic);
        Topics.create(server, topic + Load.OUT);
        Path stores = Folders.make(folder, topic);
        String bootstrap = server.running().bootstrap();
        Map<String, Object> settings = ApacheClients.producerSettings(bootstrap);
        settings.put("linger.ms", 0);
        long warmUp = (long) recordsPerSecond * WARM_UP_SECONDS;
        long records = warmUp + (long) recordsPerSecond * seconds;
        try (Child application =
                        StreamsChild.start(
                                server, library, 0, topic, "exactly_once_v2", stores, topic, "");
                Producer<byte[], byte[]> producer = ApacheClients.producer(settings)) {
            application.next();
            var reader =
                    new LatencyScenario.Reader(
                            bootstrap, topic + Load.OUT, "read_committed", warmUp, records);
            Thread thread = new Thread(reader, "latency-reader");
            thread.start();
            reader.ready.await();
            LatencyScenario.send(producer, topic, recordsPerSecond, records);
            thread.join(TimeUnit.SECONDS.toMillis(30));
            Histogram seen = reader.result();
            samples.add(median, library.word, seen.getValueAtPercentile(50) / 1e6);
            samples.add(high, library.word, seen.getValueAtPercentile(99) / 1e6);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Folders.delete(stores);
        }
        Topics.delete(server, topic);
        Topics.delete(server, topic + Load.OUT);
    }
}
