package io.leat.log.testkit.live;

import java.util.Map;

/** Apache Kafka's clients, of the version that its class loader has. */
public final class KafkaSide implements Clients {

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public LiveProducer producer(Map<String, String> settings) {
        return new KafkaSideProducer(settings);
    }

    @Override
    public LiveConsumer consumer(Map<String, String> settings) {
        return new KafkaSideConsumer(settings);
    }
}
