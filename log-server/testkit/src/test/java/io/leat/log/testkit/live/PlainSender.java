package io.leat.log.testkit.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends to all partitions of a topic, idempotent as by default. Every record has to be taken. */
final class PlainSender extends LiveActor {

    private static final int WINDOW = 300;
    private static final int BURST = 6;
    private static final int REST_MS = 25;

    private final LiveProducer producer;
    private final List<Place> places;
    private final Semaphore window = new Semaphore(WINDOW);
    private final Outbox outbox;
    private long sent;

    PlainSender(
            String name, Recorder recorder, Clients clients, String address, List<Place> places) {
        super(name, recorder);
        this.places = places;
        this.outbox = new Outbox(name, recorder);
        Map<String, String> settings = settings(address, "acks", "all", "linger.ms", "1");
        this.producer = clients.producer(settings);
    }

    @Override
    void step() throws Exception {
        for (int i = random(BURST); i >= 0; i--) {
            if (window.tryAcquire(1, TimeUnit.SECONDS)) {
                send(places.get(random(places.size())), name + "/" + sent++);
            }
        }
        rest(REST_MS);
    }

    private void send(Place place, String value) {
        outbox.send(
                producer,
                null,
                place,
                value,
                (offset, failure) -> {
                    if (failure != null) {
                        recorder.trouble(name, "sent", failure, false);
                    }
                    window.release();
                });
    }

    @Override
    void finish() throws Exception {
        producer.flush();
        producer.close();
        if (outbox.open() > 0) {
            recorder.anomaly("stuck", name + " closed without an answer to every record");
        }
    }
}
