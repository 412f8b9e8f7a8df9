package io.leat.log.testkit.live;

import java.util.Map;

/** Leat's own clients. */
public final class LeatSide implements Clients {

    @Override
    public String name() {
        return "leat";
    }

    @Override
    public LiveProducer producer(Map<String, String> settings) {
        return new LeatSideProducer(settings);
    }

    @Override
    public LiveConsumer consumer(Map<String, String> settings) {
        return new LeatSideConsumer(settings);
    }
}
