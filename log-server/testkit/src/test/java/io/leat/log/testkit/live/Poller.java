package io.leat.log.testkit.live;

import java.util.List;

/** Reads partitions that it assigns itself, and goes back at times. */
final class Poller extends LiveActor {

    private static final int BACK = 40;
    private static final int SEEKS_PER_MILLE = 5;

    private final LiveConsumer consumer;
    private final List<Place> places;
    private int assignment = 1;

    Poller(String name, Recorder recorder, Clients clients, String address, List<Place> places) {
        super(name, recorder);
        this.places = places;
        this.consumer = clients.consumer(settings(address, "isolation.level", "read_committed"));
        consumer.assign(places);
    }

    @Override
    void step() {
        recorder.polled(name, assignment, consumer.poll(100));
        if (random(1000) < SEEKS_PER_MILLE) {
            Place place = places.get(random(places.size()));
            consumer.seek(place, Math.max(0, consumer.position(place) - random(BACK)));
            assignment++;
        }
    }

    @Override
    void finish() {
        consumer.close();
    }
}
