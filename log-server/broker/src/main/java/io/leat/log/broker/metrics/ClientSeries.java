package io.leat.log.broker.metrics;

import io.leat.log.protocol.Uuid;
import java.util.Map;
import java.util.TreeMap;

/**
 * One number that a client pushed, under a name and with labels that Prometheus takes. Immutable.
 *
 * @param counts whether it only grows while the client lives
 */
public record ClientSeries(String name, boolean counts, Map<String, String> labels, double value) {

    private static final String KAFKA = "org_apache_kafka_";

    /** What begins otherwise gets this in front, so that no client takes a name of the server's. */
    private static final String OTHERS = "client_";

    /** Dots and all else that is not in a name become underscores. */
    public static ClientSeries of(
            String clientId,
            Uuid instance,
            String name,
            Map<String, String> attributes,
            boolean counts,
            double value) {
        Map<String, String> labels = new TreeMap<>();
        attributes.forEach((key, text) -> labels.put(clean(key), text));
        labels.put("client_id", clientId);
        labels.put("client_instance_id", instance.toString());
        String clean = clean(name);
        return new ClientSeries(
                clean.startsWith(KAFKA) ? clean : OTHERS + clean, counts, labels, value);
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            clean.append(letter || digit && i > 0 ? c : '_');
        }
        boolean reserved = clean.isEmpty() || clean.indexOf("__") == 0;
        return reserved ? clean.insert(0, 'x').toString() : clean.toString();
    }
}
