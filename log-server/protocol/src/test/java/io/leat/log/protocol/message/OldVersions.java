package io.leat.log.protocol.message;

import io.leat.log.protocol.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Compares the versions that Kafka 4 dropped with an older Apache Kafka, and damages them; runs in
 * a class loader that has its jar. It returns what it compared.
 */
public final class OldVersions implements Callable<List<String>> {

    @Override
    public List<String> call() {
        List<LeatType> all = LeatType.all();
        List<String> compared = new ArrayList<>();
        for (ApiKey key : ApiKey.values()) {
            for (String kind : List.of("Request", "Response")) {
                for (int v = key.minVersion(); v < key.baselineVersion(); v++) {
                    LeatType ours = named(all, key.name().replace("_", "") + kind);
                    KafkaType kafka = KafkaType.of(ours);
                    KafkaConformanceTest.roundTrips(ours, kafka, v);
                    MalformedInputTest.refusesMalformed(ours, kafka, v);
                    compared.add(ours.name() + " v" + v);
                }
            }
        }
        return compared;
    }

    private static LeatType named(List<LeatType> all, String name) {
        return all.stream()
                .filter(type -> type.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }
}
